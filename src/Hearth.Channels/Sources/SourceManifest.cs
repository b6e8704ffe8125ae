using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Sources;

/// <summary>What an artifact says that it was built from.</summary>
public sealed record SourceManifest
{
    /// <summary>The problem of an artifact that a mirror lists and has not fetched.</summary>
    public const string NotHeld = "the artifact is not held here";

    /// <summary>The digest of the artifact.</summary>
    public required Sha256 Artifact { get; init; }

    /// <summary>The name of its package.</summary>
    public required string Package { get; init; }

    /// <summary>Its licence, as its metadata has it.</summary>
    public string? Licence { get; init; }

    /// <summary>The recipe inside the artifact; null if it has none.</summary>
    public string? RecipePath { get; init; }

    /// <summary>That recipe, as a source.</summary>
    public Sha256? Recipe { get; init; }

    /// <summary>Why the artifact or its recipe cannot be read; null if it can.</summary>
    public string? Problem { get; init; }

    /// <summary>The sources, in the recipe's order.</summary>
    public IReadOnlyList<ManifestSource> Sources { get; init; } = [];

    /// <summary>The patches, in the order in which they are applied.</summary>
    public IReadOnlyList<ManifestPatch> Patches { get; init; } = [];
}
