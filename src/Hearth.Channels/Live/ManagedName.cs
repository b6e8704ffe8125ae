using Hearth.Channels.History;
using Hearth.Channels.Views;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Conda.Shards;

namespace Hearth.Channels.Live;

/// <summary>All that a label has of one name in one subdir, read at once: what is computed from it needs the database no more.</summary>
/// <param name="Name">The name.</param>
/// <param name="Artifacts">The listed artifacts in document order, those that a patch hides among them.</param>
/// <param name="Gone">The files that were once listed and are not, sorted.</param>
internal sealed record ManagedName(string Name, IReadOnlyList<ManagedName.Artifact> Artifacts, IReadOnlyList<string> Gone)
{
    /// <summary>Its shard, compressed; null if no record of it is shown.</summary>
    public byte[]? Shard() => ShardView.Make(
        [.. Artifacts.Where(artifact => !artifact.IsHidden).Select(artifact => new ShardRecord(artifact.Group, artifact.Group.KeyOf(artifact.File), artifact.Shown, artifact.ShownRunExports is { Length: > 0 } patched ? patched : artifact.RunExports))],
        [.. Gone.Concat(Artifacts.Where(artifact => artifact.IsHidden).Select(artifact => artifact.File)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    /// <summary>What it adds to channel-wide files; null if no record of it is shown.</summary>
    public NameSummary? Summary() => NameSummary.Of(
        [.. Artifacts.Where(artifact => !artifact.IsHidden).Select(artifact => (artifact.File, PackageRecord.FromCanonical(artifact.Shown), artifact.ShownRunExports ?? artifact.RunExports, artifact.About))]);

    /// <summary>What its records take in repodata.json.</summary>
    public ListedSizes Listed() => ListedSizes.Of(Artifacts.Where(artifact => !artifact.IsHidden).Select(artifact => (artifact.Group, artifact.File, artifact.Shown.Length)));

    /// <summary>What documents of the past need of it beside its shard.</summary>
    public PastName Past() => new(
        [.. Artifacts.Select(artifact => artifact.Id)],
        Gone,
        [.. Artifacts.Where(artifact => artifact.IsHidden).Select(artifact => new HiddenFile(artifact.Group, artifact.File, artifact.ShownRunExports ?? artifact.RunExports))]);

    /// <summary>A listed artifact.</summary>
    /// <param name="Id">Its number in the database.</param>
    /// <param name="Group">The group of its record.</param>
    /// <param name="File">Its file name.</param>
    /// <param name="IsHidden">Whether a patch removes its record.</param>
    /// <param name="Shown">Its record with patches.</param>
    /// <param name="RunExports">Its run exports; empty means unknown.</param>
    /// <param name="ShownRunExports">Those with patches; null where patches change nothing.</param>
    /// <param name="About">Its texts for channeldata.json.</param>
    public sealed record Artifact(long Id, RecordGroup Group, string File, bool IsHidden, byte[] Shown, byte[] RunExports, byte[]? ShownRunExports, byte[] About);
}
