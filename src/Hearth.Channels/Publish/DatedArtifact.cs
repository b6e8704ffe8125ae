using System.Globalization;
using Hearth.Channels.Log;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Publish;

/// <summary>An artifact just as its row says it, with the time at which it first appeared (CEP 47).</summary>
/// <param name="Subdir">Where it is listed, as its record says.</param>
/// <param name="File">Its file name.</param>
/// <param name="Group">Where it is listed.</param>
/// <param name="Record">Its record before patches; its <c>indexed_timestamp</c> is <paramref name="FirstSeen"/>.</param>
/// <param name="Sha256">The digest of its bytes.</param>
/// <param name="RunExports">Canonical JSON.</param>
/// <param name="About">Canonical JSON.</param>
/// <param name="FirstSeen">When it first appeared.</param>
internal sealed record DatedArtifact(
    string Subdir, string File, RecordGroup Group, PackageRecord Record, Sha256 Sha256, ReadOnlyMemory<byte> RunExports, ReadOnlyMemory<byte> About, DateTimeOffset FirstSeen)
{
    // Read here, so that the transaction that takes thousands of them only writes.
    public string Name { get; } = Record.PackageName.ToString();

    public string Version { get; } = Record.Version;

    public long Size { get; } = Record.Size;

    /// <summary>The change that lists it under <c>main</c>.</summary>
    public NewChange Addition => new(
        ChangeKind.ArtifactAdded, $"{Subdir}/{File}", string.Create(CultureInfo.InvariantCulture, $$"""{"labels":["main"],"sha256":"{{Sha256}}","size":{{Size}}}"""));
}
