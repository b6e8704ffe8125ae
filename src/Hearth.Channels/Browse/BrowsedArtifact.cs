using Hearth.Conda.Records;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Browse;

/// <summary>An artifact of a channel as people look at it.</summary>
public sealed record BrowsedArtifact
{
    public required string Subdir { get; init; }

    public required string File { get; init; }

    /// <summary>What clients are shown: with patches.</summary>
    public required PackageRecord Record { get; init; }

    /// <summary>What the package itself says.</summary>
    public required PackageRecord Unpatched { get; init; }

    /// <summary>Run exports as clients are shown them, canonical JSON; empty means unknown.</summary>
    public required ReadOnlyMemory<byte> RunExports { get; init; }

    /// <summary>Texts of <c>about.json</c>, as a JSON object.</summary>
    public required PackageRecord About { get; init; }

    public required Sha256 Sha256 { get; init; }

    public required DateTimeOffset Published { get; init; }

    /// <summary>Who published it, as the log says.</summary>
    public required string Publisher { get; init; }

    /// <summary>The labels that list it, sorted; none if it was removed.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Whether a patch hides it from clients.</summary>
    public required bool IsHidden { get; init; }

    /// <summary>The revision that removed it; null while it is listed.</summary>
    public long? Removed { get; init; }

    /// <summary>Whether its bytes are not given out any more.</summary>
    public bool IsBlocked { get; init; }
}
