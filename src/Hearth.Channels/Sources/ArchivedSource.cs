using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Sources;

/// <summary>A source that the archive has, or had.</summary>
public sealed record ArchivedSource
{
    public required SourceDigests Digests { get; init; }

    public required SourceKind Kind { get; init; }

    /// <summary>The commit whose history a bundle holds.</summary>
    public string? Revision { get; init; }

    /// <summary>The tree of that commit, as git hashes it.</summary>
    public string? Tree { get; init; }

    /// <summary>What belongs to it and could not be kept, in words; empty if it is whole.</summary>
    public string Lacks { get; init; } = "";

    /// <summary>When it came.</summary>
    public required DateTimeOffset Added { get; init; }

    /// <summary>Who brought it.</summary>
    public required string Actor { get; init; }

    /// <summary>When its bytes were last hashed.</summary>
    public required DateTimeOffset Verified { get; init; }

    /// <summary>Whether its bytes were not what they should be, or gone, when they were last looked at.</summary>
    public bool IsDamaged { get; init; }

    /// <summary>Why it is not given out; null if it is.</summary>
    public SourceTakedown? Takedown { get; init; }

    public Sha256 Sha256 => Digests.Sha256;

    public long Size => Digests.Size;
}
