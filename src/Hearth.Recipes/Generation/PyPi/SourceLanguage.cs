namespace Hearth.Recipes.Generation.PyPi;

/// <summary>A language that needs a compiler when the project is built.</summary>
public enum SourceLanguage
{
    C,
    Cxx,
    Fortran,
    Rust,
    Cython,
}
