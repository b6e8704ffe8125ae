using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Generation.Sources;

namespace Hearth.Recipes.Generation.PyPi;

/// <summary>What a Python project says of itself, from all its files together. Nothing of it was run.</summary>
public sealed record PythonProject
{
    /// <summary>As the project spells it.</summary>
    public required string Name { get; init; }

    public required PythonVersion Version { get; init; }

    public string? Summary { get; init; }

    public string? HomePage { get; init; }

    public string? Repository { get; init; }

    public string? Documentation { get; init; }

    /// <summary>What it says of its licence: an expression, words, or classifiers; in the order of how exact they are.</summary>
    public IReadOnlyList<string> Licences { get; init; } = [];

    /// <summary>The paths of licence texts in the source.</summary>
    public IReadOnlyList<string> LicenceFiles { get; init; } = [];

    public PythonSpecifierSet RequiresPython { get; init; } = PythonSpecifierSet.Any;

    /// <summary>What it needs to run; those of extras have a marker that says so.</summary>
    public IReadOnlyList<PythonRequirement> Requirements { get; init; } = [];

    /// <summary>The extras, in the order of the project.</summary>
    public IReadOnlyList<string> Extras { get; init; } = [];

    public IReadOnlyList<PythonEntryPoint> EntryPoints { get; init; } = [];

    /// <summary>What the build system asks for (PEP 518), or what setuptools needs where nothing is said.</summary>
    public IReadOnlyList<PythonRequirement> BuildRequirements { get; init; } = [];

    /// <summary>What must be compiled; empty for a project of Python alone.</summary>
    public IReadOnlyList<SourceLanguage> Languages { get; init; } = [];

    /// <summary>The modules at the top that the project installs, as far as is known.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    public bool IsPure => Languages.Count == 0;

    /// <summary>Reads the files, which say their version.</summary>
    /// <inheritdoc cref="Read(SourceTree, PythonVersion?, out IReadOnlyList{Diagnostic})"/>
    public static PythonProject Read(SourceTree tree, out IReadOnlyList<Diagnostic> problems) => Read(tree, null, out problems);

    /// <summary>Reads a source archive's, a wheel's or a folder's files.</summary>
    /// <param name="tree">The files.</param>
    /// <param name="version">The version to use; if null, what the files say.</param>
    /// <param name="problems">What could not be read, or is computed when the project is built.</param>
    /// <exception cref="BadInputException">There is no name or no version.</exception>
    public static PythonProject Read(SourceTree tree, PythonVersion? version, out IReadOnlyList<Diagnostic> problems)
    {
        var reader = new PythonProjectReader(tree);
        var project = reader.Read(version);
        problems = reader.Problems;
        return project;
    }
}
