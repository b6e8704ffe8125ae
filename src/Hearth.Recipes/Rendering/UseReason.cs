namespace Hearth.Recipes.Rendering;

/// <summary>The ways in which a recipe uses a variant key.</summary>
public enum UseReason
{
    /// <summary>Every variant has it.</summary>
    Always,

    /// <summary>An expression asks for it, a function such as <c>compiler</c> included.</summary>
    Expression,

    /// <summary>It is named without a version in the build or host requirements.</summary>
    Requirement,

    /// <summary><c>build.variant.use_keys</c> names it.</summary>
    UseKeys,

    /// <summary>It is an output of the recipe that is pinned exactly.</summary>
    ExactPin,

    /// <summary>It is a virtual package that the output needs.</summary>
    VirtualPackage,
}
