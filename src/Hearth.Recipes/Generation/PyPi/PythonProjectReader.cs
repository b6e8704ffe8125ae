using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Generation.Sources;

namespace Hearth.Recipes.Generation.PyPi;

/// <summary>Puts together what the metadata files of a project say; where two speak of the same, the one nearer to the built package wins.</summary>
internal sealed class PythonProjectReader
{
    private readonly SourceTree _tree;
    private readonly List<Diagnostic> _problems = [];
    private readonly CoreMetadata? _metadata;
    private readonly PyProject? _pyproject;
    private readonly SetupScript? _script;
    private readonly Dictionary<string, string> _config;
    private readonly IReadOnlyList<(string Section, string Key, string Value)> _configEntries;

    public PythonProjectReader(SourceTree tree)
    {
        _tree = tree;
        _metadata = TextOf("METADATA") is { } wheel ? CoreMetadata.Read(wheel) : TextOf("PKG-INFO") is { } source ? CoreMetadata.Read(source) : null;
        if (tree.TextOf("pyproject.toml") is { } toml)
        {
            _pyproject = PyProject.Read(toml, out var problem);
            if (problem is not null)
                _problems.Add(GenerationDiagnostics.BadMetadata.In($"{tree.Name}: pyproject.toml", problem));
        }
        _script = tree.TextOf("setup.py") is { } script ? SetupScript.Read(script) : null;
        _configEntries = IniText.Read(tree.TextOf("setup.cfg") ?? "");
        _config = _configEntries.GroupBy(entry => $"{entry.Section}.{entry.Key}".ToLowerInvariant(), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last().Value, StringComparer.Ordinal);
    }

    public IReadOnlyList<Diagnostic> Problems => _problems;

    public PythonProject Read(PythonVersion? given)
    {
        var name = _metadata?.Name ?? _pyproject?.Name ?? Config("metadata.name") ?? Script("name");
        var version = _metadata?.Version ?? _pyproject?.Version ?? Config("metadata.version") ?? Script("version");
        version ??= name is null ? null : VersionInSource(name);
        if (name is null)
            throw GenerationDiagnostics.BadMetadata.Refuse(_tree.Name, "no file says the project's name");
        var parsed = given ?? (PythonVersion.TryParse(version, null, out var said) ? said : null);
        if (parsed is null)
            throw GenerationDiagnostics.BadMetadata.Refuse(_tree.Name, version is null ? "no file says the version without running something; --package-version gives it" : $"'{version}' is no version");
        var requirements = Requirements();
        return new PythonProject
        {
            Name = name,
            Version = parsed,
            Summary = _metadata?.Summary ?? _pyproject?.Summary ?? Config("metadata.description") ?? Script("description"),
            HomePage = _metadata?.HomePage ?? Url("homepage", "home page", "home") ?? Config("metadata.url") ?? Script("url") ?? Url("repository", "source", "source code", "code", "github"),
            Repository = Url("repository", "source", "source code", "code", "github", "sources"),
            Documentation = Url("documentation", "docs", "doc"),
            Licences = Licences(),
            LicenceFiles = LicenceFiles(),
            RequiresPython = RequiresPython(),
            Requirements = requirements,
            Extras = Extras(requirements),
            EntryPoints = EntryPoints(),
            BuildRequirements = BuildRequirements(),
            Languages = new CompiledLanguages(_tree, _pyproject, _script).Find(),
            Modules = Modules(name),
        };
    }

    // Where builds take it from: a literal in one of the customary files.
    private string? VersionInSource(string name)
    {
        var folders = Modules(name).SelectMany(module => (string[])[$"{module}/", $"src/{module}/"]);
        var files = folders.SelectMany(folder => ((string[])["__init__.py", "__about__.py", "__version__.py", "_version.py", "version.py"]).Select(file => folder + file));
        return files.Prepend(_pyproject?.VersionFile ?? "").Select(_tree.TextOf).OfType<string>().Select(VersionAttribute.Find).FirstOrDefault(version => version is not null)?.ToString();
    }

    // An sdist has one PKG-INFO at its top and one in its egg-info; the latter lies beside requires.txt.
    private string? TextOf(string fileName) => _tree.Find(fileName) is { } path ? _tree.TextOf(path) : null;

    private string? Config(string key) =>
        _config.GetValueOrDefault(key) is { Length: > 0 } value && !value.StartsWith("attr:", StringComparison.Ordinal) && !value.StartsWith("file:", StringComparison.Ordinal) ? value : null;

    private string? Script(string argument) => _script?[argument].Text;

    private IReadOnlyList<PythonRequirement> Requirements()
    {
        if (_metadata is { RequiresDist.Count: > 0 })
            return Parse(_metadata.RequiresDist, "Requires-Dist");
        // PEP 643: metadata of version 2.2 and later that does not call the field dynamic says all there is.
        if (_pyproject is not null && !_pyproject.Dynamic.Contains("dependencies") && (_pyproject.HasProject || _pyproject.Dependencies.Count > 0))
            return Parse(_pyproject.Dependencies, "pyproject.toml");
        if (TextOf("requires.txt") is { } text)
        {
            var (requirements, problems) = RequiresText.Read(text);
            _problems.AddRange(problems.Select(line => GenerationDiagnostics.BadRequirement.In($"{_tree.Name}: requires.txt", $"'{line}' is no requirement")));
            return requirements;
        }
        if (_pyproject is { DynamicDependencies: { Count: > 0 } files })
            return Parse(files.SelectMany(FromFile), "pyproject.toml");
        var config = Parse(ConfigList("options.install_requires").Concat(ConfigExtras()), "setup.cfg");
        if (config.Count > 0 || _script is null)
            return config;
        return FromScript(_script);
    }

    // What a script computes of a file of requirements that it names can be read there.
    private List<PythonRequirement> FromScript(SetupScript script)
    {
        var files = script.Computed.Contains("install_requires") ? script.RequirementsFiles.Where(file => _tree.TextOf(file) is not null).ToList() : [];
        if (_metadata is null)
            ReportComputed(files.Count == 1 ? ["extras_require"] : ["install_requires", "extras_require"]);
        return Parse(script.Requirements.Concat(files is [var file] ? RequirementsFile.Read(_tree, file) : []), "setup.py");
    }

    private IEnumerable<string> FromFile((string Extra, string Path) file) =>
        RequirementsFile.Read(_tree, file.Path).Select(requirement => file.Extra.Length == 0 ? requirement : PyProject.WithExtra(requirement, file.Extra));

    private void ReportComputed(params string[] arguments) =>
        _problems.AddRange(_script!.Computed.Intersect(arguments).Select(argument => GenerationDiagnostics.Computed.In($"{_tree.Name}: setup.py", $"'{argument}' is computed, at least in part")));

    // 'file:' names files of requirements, between commas.
    private IEnumerable<string> ConfigList(string key)
    {
        const string Files = "file:";
        var text = _config.GetValueOrDefault(key) ?? "";
        return text.StartsWith(Files, StringComparison.Ordinal)
            ? text[Files.Length..].Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).SelectMany(file => RequirementsFile.Read(_tree, file))
            : Lines(text);
    }

    private IEnumerable<string> ConfigExtras() => _configEntries.Where(entry => entry.Section == "options.extras_require")
        .SelectMany(entry => ConfigList($"{entry.Section}.{entry.Key}".ToLowerInvariant()).Select(line => line.Split(';', 2) is [var wanted, var marker]
            ? $"{wanted} ; ({marker}) and extra == '{entry.Key}'"
            : $"{line} ; extra == '{entry.Key}'"));

    private List<PythonRequirement> Parse(IEnumerable<string> texts, string origin)
    {
        var requirements = new List<PythonRequirement>();
        foreach (var text in texts)
        {
            if (PythonRequirement.TryParse(text, null, out var requirement))
                requirements.Add(requirement);
            else
                _problems.Add(GenerationDiagnostics.BadRequirement.In($"{_tree.Name}: {origin}", $"'{text}' is no requirement"));
        }
        return requirements;
    }

    private PythonSpecifierSet RequiresPython()
    {
        var text = _metadata?.RequiresPython ?? _pyproject?.RequiresPython ?? Config("options.python_requires") ?? Script("python_requires");
        if (text is null)
            return PythonSpecifierSet.Any;
        if (PythonSpecifierSet.TryParse(text, null, out var set))
            return set;
        _problems.Add(GenerationDiagnostics.BadRequirement.In(_tree.Name, $"the Python versions '{text}' cannot be read"));
        return PythonSpecifierSet.Any;
    }

    private IReadOnlyList<string> Extras(IReadOnlyList<PythonRequirement> requirements)
    {
        var named = requirements.SelectMany(requirement => requirement.Marker.Comparisons).Where(one => one is { Variable: "extra", Operator: "==" }).Select(one => one.Value);
        return [.. (_metadata?.ProvidesExtra ?? []).Concat(_pyproject?.Extras ?? []).Concat(named).Select(extra => PythonName.Normalise(extra)).Distinct()];
    }

    private IReadOnlyList<PythonEntryPoint> EntryPoints()
    {
        if (TextOf("entry_points.txt") is { } text)
            return PythonEntryPoint.ReadFile(text);
        if (_pyproject is { EntryPoints.Count: > 0 })
            return _pyproject.EntryPoints;
        var config = _configEntries.Where(entry => entry.Section == "options.entry_points" && entry.Key is "console_scripts" or "gui_scripts")
            .SelectMany(entry => Lines(entry.Value)).Select(PythonEntryPoint.Read).OfType<PythonEntryPoint>().ToList();
        return config.Count > 0 ? config : _script?.EntryPoints ?? [];
    }

    // PEP 518: without a build system, it is setuptools.
    private IReadOnlyList<PythonRequirement> BuildRequirements()
    {
        var asked = _pyproject?.BuildRequires is { Count: > 0 } requires ? Parse(requires, "pyproject.toml") : [PythonRequirement.Parse("setuptools")];
        var more = Parse(Lines(Config("options.setup_requires")).Concat(_script?["setup_requires"].Texts ?? []), "setup_requires");
        return [.. asked.Concat(more).DistinctBy(requirement => PythonName.Normalise(requirement.Name))];
    }

    private IReadOnlyList<string> Licences()
    {
        var classifiers = (_metadata?.Classifiers ?? []).Concat(_pyproject?.Classifiers ?? []).Concat(Lines(Config("metadata.classifiers"))).Concat(_script?["classifiers"].Texts ?? [])
            .Where(classifier => classifier.StartsWith("License ::", StringComparison.Ordinal) && classifier.Count(c => c == ':') > 2)
            .Select(classifier => classifier[(classifier.LastIndexOf(':') + 1)..].Trim());
        string?[] said = [_metadata?.LicenseExpression, _metadata?.License, _pyproject?.License, Config("metadata.license"), Script("license"), .. classifiers];
        return [.. said.Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => text!.Trim()).Distinct()];
    }

    private IReadOnlyList<string> LicenceFiles()
    {
        var named = (_metadata?.LicenseFiles ?? []).Concat(_pyproject?.LicenseFiles ?? []).Where(_tree.Paths.Contains).ToList();
        var found = _tree.Paths.Where(IsLicenceText);
        return [.. (named.Count > 0 ? named : found).Distinct().Order(StringComparer.Ordinal)];
    }

    private static bool IsLicenceText(string path)
    {
        var stem = Path.GetFileNameWithoutExtension(path).ToUpperInvariant();
        return !path.Contains('/') && (stem.StartsWith("LICEN", StringComparison.Ordinal) || stem.StartsWith("COPYING", StringComparison.Ordinal) || stem == "NOTICE");
    }

    private IReadOnlyList<string> Modules(string name)
    {
        if (TextOf("top_level.txt") is { } text)
            return [.. Lines(text).Select(module => module.Replace('/', '.')).Where(module => !$".{module}".Contains("._", StringComparison.Ordinal) && module is not ("tests" or "test" or "docs" or "examples"))];
        var module = PythonName.Normalise(name).Replace('-', '_');
        var own = (string[])[$"{module}/__init__.py", $"src/{module}/__init__.py", $"{module}.py", $"src/{module}.py"];
        return own.Any(_tree.Paths.Contains) ? [module] : [];
    }

    private string? Url(params string[] labels)
    {
        var urls = (_metadata?.ProjectUrls ?? []).Concat(_pyproject?.Urls ?? []).ToList();
        return labels.Select(label => urls.FirstOrDefault(url => string.Equals(url.Key.Replace('-', ' '), label, StringComparison.OrdinalIgnoreCase)).Value)
            .FirstOrDefault(value => value is not null);
    }

    private static string[] Lines(string? text) => text?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
