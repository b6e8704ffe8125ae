using Tomlyn.Model;

namespace Hearth.Recipes.Generation.PyPi;

/// <summary>A <c>pyproject.toml</c>: the build system (PEP 518), the project (PEP 621), and what Poetry and Flit wrote before there was one.</summary>
public sealed class PyProject
{
    private readonly TomlTable _document;

    private PyProject(TomlTable document) => _document = document;

    /// <summary>Reads the file; null, and why, if it is not TOML.</summary>
    public static PyProject? Read(string text, out string? problem) => TomlText.Read(text, out problem) is { } document ? new PyProject(document) : null;

    public IReadOnlyList<string> BuildRequires => _document.Table("build-system").Texts("requires");

    public string? BuildBackend => _document.Table("build-system").Text("build-backend");

    public bool HasProject => Project is not null;

    public string? Name => Project.Text("name") ?? Poetry.Text("name") ?? Flit.Text("dist-name") ?? Flit.Text("module");

    public string? Version => Project.Text("version") ?? Poetry.Text("version");

    /// <summary>The file that holds the version, as Hatch names it.</summary>
    public string? VersionFile => _document.Table("tool", "hatch", "version").Text("path");

    public string? Summary => Project.Text("description") ?? Poetry.Text("description");

    public string? RequiresPython => Project.Text("requires-python") ?? PoetryVersions.ToPython(Poetry.Table("dependencies").Text("python")) ?? Flit.Text("requires-python");

    /// <summary>An SPDX expression, or words (PEP 639, PEP 621).</summary>
    public string? License => Project.Text("license") ?? Project.Table("license").Text("text") ?? Poetry.Text("license");

    public IReadOnlyList<string> LicenseFiles =>
        Project.Texts("license-files") is { Count: > 0 } files ? files : Project.Table("license").Text("file") is { } file ? [file] : [];

    public IReadOnlyList<string> Classifiers => [.. Project.Texts("classifiers"), .. Poetry.Texts("classifiers"), .. Flit.Texts("classifiers")];

    /// <summary>What the build computes.</summary>
    public IReadOnlyList<string> Dynamic => Project.Texts("dynamic");

    /// <summary>Every requirement, those of extras with a marker, as texts by PEP 508.</summary>
    public IReadOnlyList<string> Dependencies =>
    [
        .. Project.Texts("dependencies"),
        .. Optional(Project.Table("optional-dependencies")),
        .. PoetryVersions.Requirements(Poetry),
        .. Flit.Texts("requires"),
        .. Optional(Flit.Table("requires-extra")),
    ];

    /// <summary>The files of requirements that setuptools or Hatch shall read when they build, with the extra each is for, or none.</summary>
    public IReadOnlyList<(string Extra, string Path)> DynamicDependencies
    {
        get
        {
            var setuptools = _document.Table("tool", "setuptools", "dynamic");
            var hatch = _document.Table("tool", "hatch", "metadata", "hooks", "requirements_txt");
            return
            [
                .. Files(setuptools.Table("dependencies"), "file").Concat(Files(hatch, "files")).Select(path => ("", path)),
                .. Groups(setuptools.Table("optional-dependencies"), (groups, extra) => Files(groups.Table(extra), "file")),
                .. Groups(hatch.Table("optional-dependencies"), Files),
            ];
        }
    }

    public IReadOnlyList<string> Extras =>
        [.. (Project.Table("optional-dependencies") ?? Poetry.Table("extras") ?? Flit.Table("requires-extra"))?.Keys ?? []];

    public IReadOnlyList<PythonEntryPoint> EntryPoints =>
    [
        .. ((TomlTable?[])[Project.Table("scripts"), Project.Table("gui-scripts"), Poetry.Table("scripts"), _document.Table("tool", "flit", "scripts")])
            .SelectMany(table => table?.Select(pair => PythonEntryPoint.Of(pair.Key, pair.Value as string ?? "")) ?? []).OfType<PythonEntryPoint>(),
    ];

    /// <summary>Labels and addresses.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Urls
    {
        get
        {
            var urls = (Project.Table("urls") ?? Poetry.Table("urls"))?.Where(pair => pair.Value is string).Select(pair => KeyValuePair.Create(pair.Key, (string)pair.Value)) ?? [];
            return Poetry.Text("homepage") is { } home ? [KeyValuePair.Create("homepage", home), .. urls] : [.. urls];
        }
    }

    private TomlTable? Project => _document.Table("project");

    private TomlTable? Poetry => _document.Table("tool", "poetry");

    private TomlTable? Flit => _document.Table("tool", "flit", "metadata");

    private static IEnumerable<string> Files(TomlTable? table, string key) => table.Text(key) is { } file ? [file] : table.Texts(key);

    private static IEnumerable<(string Extra, string Path)> Groups(TomlTable? groups, Func<TomlTable, string, IEnumerable<string>> files) =>
        groups?.Keys.SelectMany(extra => files(groups, extra).Select(path => (extra, path))) ?? [];

    private static IEnumerable<string> Optional(TomlTable? extras) =>
        extras?.Keys.SelectMany(extra => extras.Texts(extra).Select(text => WithExtra(text, extra))) ?? [];

    /// <summary>The requirement for those who ask for the extra.</summary>
    internal static string WithExtra(string requirement, string extra) =>
        requirement.Contains(';') ? $"{requirement.Replace(";", "; (", StringComparison.Ordinal)}) and extra == '{extra}'" : $"{requirement} ; extra == '{extra}'";
}
