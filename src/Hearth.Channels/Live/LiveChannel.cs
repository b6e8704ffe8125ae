using System.Collections.Concurrent;
using Hearth.Channels.Blobs;
using Hearth.Channels.Log;
using Hearth.Channels.Selections;
using Hearth.Conda.Names;

namespace Hearth.Channels.Live;

/// <summary>What a process holds of a channel to serve it without asking the database.</summary>
public sealed class LiveChannel
{
    private readonly ConcurrentDictionary<(string Label, string Path), ViewFile> _files = new();

    private TaskCompletionSource _moved = NewMove();
    private long _looked;

    internal LiveChannel(ManagedChannel channel)
    {
        Channel = channel;
        Shards = BlobSpace.ShardsOf(channel.Id);
        Views = BlobSpace.ViewsOf(channel.Id);
    }

    /// <summary>Name and settings, as last seen.</summary>
    public ManagedChannel Channel
    {
        get;
        internal set
        {
            field = value;
            Interlocked.Exchange(ref _moved, NewMove()).TrySetResult();
        }
    }

    /// <summary>Where the bytes of its shards are.</summary>
    public BlobSpace Shards { get; }

    /// <summary>Where the bytes of its indexes and documents are.</summary>
    public BlobSpace Views { get; }

    /// <summary>For a mirror, when its source was last looked at with success; null if it never was, or if the channel is no mirror.</summary>
    public DateTimeOffset? Looked
    {
        get => Interlocked.Read(ref _looked) is not 0 and var at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
        internal set => Interlocked.Exchange(ref _looked, value?.ToUnixTimeMilliseconds() ?? 0);
    }

    internal long Tick { get; set; }

    /// <summary>A file of a label by its path, such as <c>linux-64/repodata.json.zst</c>; null if the label has none.</summary>
    public ViewFile? Find(Label label, string path) => _files.GetValueOrDefault((label.ToString(), path));

    /// <summary>The labels that have files, sorted; not those of views.</summary>
    public IReadOnlyList<string> Labels =>
        [.. _files.Keys.Select(key => key.Label).Distinct(StringComparer.Ordinal).Where(label => !ViewName.IsLabelOfOne(label)).Order(StringComparer.Ordinal)];

    /// <summary>The subdirs of a label, sorted.</summary>
    public IReadOnlyList<string> SubdirsOf(Label label) =>
    [
        .. _files.Keys.Where(key => key.Label == label.ToString() && key.Path.Contains('/')).Select(key => key.Path[..key.Path.IndexOf('/')])
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>Waits until there is a change after a revision, but not longer than <paramref name="most"/>.</summary>
    /// <returns>Whether there is.</returns>
    public async Task<bool> WaitBeyondAsync(long revision, TimeSpan most, TimeProvider clock, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            // Taken before the look, so that no change between the two is missed.
            var moved = Volatile.Read(ref _moved).Task;
            if (Channel.Revision > revision)
                return true;
            var left = most - clock.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
                return false;
            try
            {
                await moved.WaitAsync(left, clock, cancellation);
            }
            catch (TimeoutException)
            {
                return Channel.Revision > revision;
            }
        }
    }

    private static TaskCompletionSource NewMove() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // No file: it is not served any more.
    internal void Put(string label, string path, ViewFile? file)
    {
        if (file is null)
            _files.TryRemove((label, path), out _);
        else
            _files[(label, path)] = file;
    }
}
