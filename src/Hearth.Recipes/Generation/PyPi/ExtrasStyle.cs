namespace Hearth.Recipes.Generation.PyPi;

/// <summary>What becomes of a project's extras.</summary>
public enum ExtrasStyle
{
    /// <summary>Groups of the package (CEP 44), read by clients of repodata revision 3.</summary>
    Groups,

    /// <summary>A package <c>name-with-extra</c> for each.</summary>
    Outputs,

    /// <summary>They are left out.</summary>
    None,
}
