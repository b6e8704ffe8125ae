using System.Text.Json.Nodes;
using Hearth.Recipes.Variants;

namespace Hearth.Recipes.Rendering;

/// <summary>One package that would be built, under one variant.</summary>
public sealed record RenderedOutput
{
    public required string Name { get; init; }

    public required string Version { get; init; }

    public required string BuildString { get; init; }

    public required long BuildNumber { get; init; }

    /// <summary><c>generic</c>, <c>python</c>, or null for a package of one platform.</summary>
    public required string? NoArch { get; init; }

    /// <summary>The platform that the package is for, <c>noarch</c> if it suits every one.</summary>
    public required string TargetPlatform { get; init; }

    /// <summary>The platform that the package is for, whether it is noarch or not (CEP 40 §host_platform).</summary>
    public required string HostPlatform { get; init; }

    public required string BuildPlatform { get; init; }

    /// <summary>The keys that the output uses, with the values that its hash is made of.</summary>
    public required Variant Variant { get; init; }

    /// <summary>Why each key is in the variant, in the order of the keys.</summary>
    public required IReadOnlyList<VariantUse> Uses { get; init; }

    /// <summary>The seven digits of the hash.</summary>
    public required string Hash { get; init; }

    /// <summary>What stands before the hash by default, such as <c>py312</c>.</summary>
    public required string HashPrefix { get; init; }

    /// <summary>The recipe of this output alone: no templates but in scripts, no conditions (CEP 40 §Recipe section).</summary>
    public required JsonObject Recipe { get; init; }

    /// <summary>The requirements of the outputs that this one inherits from, whose run exports it takes (CEP 41 §Outputs inheritance).</summary>
    public IReadOnlyList<JsonObject> Inherited { get; init; } = [];

    /// <summary>The outputs of the recipe known so far, this one included, by name.</summary>
    public required IReadOnlyList<RenderedSubpackage> Subpackages { get; init; }
}
