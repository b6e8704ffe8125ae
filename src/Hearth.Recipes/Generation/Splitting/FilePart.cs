namespace Hearth.Recipes.Generation.Splitting;

/// <summary>Which package a file belongs to when a library is split (CFEP-18).</summary>
public enum FilePart
{
    /// <summary>What programs need to run: shared libraries, and the data they read.</summary>
    Runtime,

    /// <summary>What it takes to compile against the library: headers, links without versions, import libraries, pkg-config and CMake files, documentation.</summary>
    Development,

    /// <summary>Static libraries.</summary>
    Static,

    /// <summary>Programs, and what belongs to them.</summary>
    Tools,

    /// <summary>Python modules.</summary>
    Python,
}
