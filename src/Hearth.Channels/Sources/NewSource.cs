using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Sources;

/// <summary>A source on its way into the archive.</summary>
public sealed record NewSource
{
    public required SourceDigests Digests { get; init; }

    public required SourceKind Kind { get; init; }

    /// <summary>Who brings it, as logs say.</summary>
    public required string Actor { get; init; }

    /// <summary>Where it was.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>Where a recipe says that it can be had too.</summary>
    public IReadOnlyList<string> ToldUrls { get; init; } = [];

    /// <summary>What the file is called.</summary>
    public IReadOnlyList<string> FileNames { get; init; } = [];

    /// <summary>The commit whose history a bundle holds.</summary>
    public string? Revision { get; init; }

    /// <summary>The tree of that commit, as git hashes it.</summary>
    public string? Tree { get; init; }

    /// <summary>What belongs to it and could not be kept, in words; empty if it is whole.</summary>
    public string Lacks { get; init; } = "";

    /// <summary>The bundles of submodules, by path.</summary>
    public IReadOnlyDictionary<string, Sha256> Parts { get; init; } = new Dictionary<string, Sha256>();
}
