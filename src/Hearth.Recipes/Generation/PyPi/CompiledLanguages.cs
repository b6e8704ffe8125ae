using Hearth.Recipes.Generation.Sources;

namespace Hearth.Recipes.Generation.PyPi;

/// <summary>Finds out which languages a project compiles, from its build system and the endings of its files.</summary>
internal sealed class CompiledLanguages(SourceTree tree, PyProject? pyproject, SetupScript? script)
{
    private static readonly (string Ending, SourceLanguage Language)[] Endings =
    [
        (".c", SourceLanguage.C), (".cpp", SourceLanguage.Cxx), (".cc", SourceLanguage.Cxx), (".cxx", SourceLanguage.Cxx), (".cu", SourceLanguage.Cxx),
        (".f", SourceLanguage.Fortran), (".f90", SourceLanguage.Fortran), (".f95", SourceLanguage.Fortran), (".for", SourceLanguage.Fortran),
        (".pyx", SourceLanguage.Cython), (".rs", SourceLanguage.Rust),
    ];

    private static readonly string[] Aside = ["test/", "tests/", "doc/", "docs/", "example/", "examples/", "benchmark/", "benchmarks/"];

    public IReadOnlyList<SourceLanguage> Find()
    {
        // A wheel says it in one line.
        if (tree.Find("WHEEL") is { } wheel)
            return IsPureWheel(tree.TextOf(wheel) ?? "") ? [] : [SourceLanguage.C];
        var languages = new SortedSet<SourceLanguage>();
        var requires = (pyproject?.BuildRequires ?? []).Select(text => PythonName.Normalise(text.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.').ToArray())).ToHashSet();
        if (requires.Contains("maturin") || requires.Contains("setuptools-rust"))
            languages.Add(SourceLanguage.Rust);
        if (requires.Contains("meson-python") && tree.TextOf("meson.build") is { } meson)
            languages.UnionWith(Named(meson, "project("));
        if ((requires.Contains("scikit-build") || requires.Contains("scikit-build-core")) && tree.TextOf("CMakeLists.txt") is { } cmake)
            languages.UnionWith(Named(cmake, "project(") is { Count: > 0 } named ? named : [SourceLanguage.C, SourceLanguage.Cxx]);
        if (script is { Compiles: true } || requires.Contains("cython") || script is not null && HasFile(SourceLanguage.Cython))
            languages.UnionWith(Endings.Where(one => one.Language != SourceLanguage.Rust && HasFile(one.Language)).Select(one => one.Language));
        if (script is { Compiles: true } && script["rust_extensions"] != PythonValue.Unknown)
            languages.Add(SourceLanguage.Rust);
        if (script is { Compiles: true } && languages.Count == 0)
            languages.Add(SourceLanguage.C);
        // Cython writes C, and so does every build of Rust link with a C compiler.
        if (languages.Contains(SourceLanguage.Cython) && !languages.Contains(SourceLanguage.Cxx))
            languages.Add(SourceLanguage.C);
        return [.. languages];
    }

    private static bool IsPureWheel(string wheel) => wheel.Contains("Root-Is-Purelib: true", StringComparison.OrdinalIgnoreCase);

    private bool HasFile(SourceLanguage language) =>
        tree.Paths.Any(path => !Aside.Any(folder => path.StartsWith(folder, StringComparison.Ordinal) || path.Contains($"/{folder}", StringComparison.Ordinal))
            && Endings.Any(one => one.Language == language && path.EndsWith(one.Ending, StringComparison.OrdinalIgnoreCase)));

    // The languages that 'project(…)' of Meson or CMake names.
    private static HashSet<SourceLanguage> Named(string file, string call)
    {
        var start = file.IndexOf(call, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
            return [];
        var rest = file[(start + call.Length)..];
        var inside = rest[..(rest.IndexOf(')') is >= 0 and var close ? close : rest.Length)];
        var languages = new HashSet<SourceLanguage>();
        foreach (var word in inside.Split([' ', ',', '\n', '\r', '\t', '\'', '"', '[', ']', '(', ')'], StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            switch (word.ToLowerInvariant())
            {
                case "c": languages.Add(SourceLanguage.C); break;
                case "cpp" or "cxx" or "cuda": languages.Add(SourceLanguage.Cxx); break;
                case "fortran": languages.Add(SourceLanguage.Fortran); break;
                case "cython": languages.Add(SourceLanguage.Cython); break;
                case "rust": languages.Add(SourceLanguage.Rust); break;
            }
        }
        return languages;
    }
}
