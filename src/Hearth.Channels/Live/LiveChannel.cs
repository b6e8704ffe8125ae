using System.Collections.Concurrent;
using Hearth.Channels.Log;
using Hearth.Conda.Names;

namespace Hearth.Channels.Live;

/// <summary>What a process holds of a channel to serve it without asking the database.</summary>
public sealed class LiveChannel
{
    private readonly ConcurrentDictionary<(string Label, string Path), ViewFile> _files = new();

    internal LiveChannel(ManagedChannel channel) => Channel = channel;

    /// <summary>Name and settings, as last seen.</summary>
    public ManagedChannel Channel { get; internal set; }

    internal long Tick { get; set; }

    /// <summary>A file of a label by its path, such as <c>linux-64/repodata.json.zst</c>; null if the label has none.</summary>
    public ViewFile? Find(Label label, string path) => _files.GetValueOrDefault((label.ToString(), path));

    /// <summary>The labels that have views, sorted.</summary>
    public IReadOnlyList<string> Labels => [.. _files.Keys.Select(key => key.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The subdirs of a label, sorted.</summary>
    public IReadOnlyList<string> SubdirsOf(Label label) =>
    [
        .. _files.Keys.Where(key => key.Label == label.ToString() && key.Path.Contains('/')).Select(key => key.Path[..key.Path.IndexOf('/')])
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    internal void Put(string label, string path, ViewFile file) => _files[(label, path)] = file;
}
