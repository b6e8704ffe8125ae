using Hearth.Conda.Licences;
using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Generation.Drafts;

namespace Hearth.Recipes.Generation.PyPi;

/// <summary>Writes the recipe of a Python project.</summary>
public sealed class PythonRecipe
{
    private const string Install = "${{ PYTHON }} -m pip install . -vv --no-deps --no-build-isolation";

    // A program of Rust contains its crates and goes with their licences.
    private const string CrateLicences = "THIRDPARTY.yml";
    private const string LicenceCollector = "cargo-bundle-licenses";
    private const string LicenceCollection = $"{LicenceCollector} --format yaml --output {CrateLicences}";

    private readonly PythonProject _project;
    private readonly PythonRecipeOptions _options;
    private readonly List<Diagnostic> _problems = [];
    private readonly PythonVersion _oldest;
    private readonly RunRequirements _run;

    private PythonRecipe(PythonProject project, PythonRecipeOptions options)
    {
        _project = project;
        _options = options;
        var bound = project.RequiresPython.LowerBound();
        var two = bound is null ? null : PythonVersion.Parse(string.Join('.', bound.Release.Take(2)));
        _oldest = two is not null && two.CompareTo(options.OldestPython) > 0 ? two : options.OldestPython;
        _run = new RunRequirements(project, options, _oldest, _problems);
    }

    /// <summary>Drafts a recipe, without its source.</summary>
    /// <param name="project">What the project says of itself.</param>
    /// <param name="options">How it shall be written.</param>
    /// <param name="problems">What the recipe could not say, or does not know.</param>
    public static RecipeDraft Draft(PythonProject project, PythonRecipeOptions options, out IReadOnlyList<Diagnostic> problems)
    {
        var recipe = new PythonRecipe(project, options);
        var draft = recipe.Draft();
        problems = recipe._problems;
        return draft;
    }

    /// <summary>The conda name of the project itself: the normalised one, for the package is yet to be made.</summary>
    public static string NameOf(PythonProject project) => PythonName.Normalise(project.Name);

    private bool IsRust => _project.Languages.Contains(SourceLanguage.Rust);

    private RecipeDraft Draft()
    {
        var name = NameOf(_project);
        var isNoArch = _project.IsPure;
        var draft = new RecipeDraft
        {
            Name = name,
            Context = isNoArch
                ? [new("name", name), new("version", _project.Version.ToString()), new("python_min", _oldest.ToString())]
                : [new("name", name), new("version", _project.Version.ToString())],
            NoArch = isNoArch ? "python" : null,
            Skip = isNoArch || _oldest.CompareTo(_options.OldestPython) <= 0 ? [] : [TooOld()],
            Script = IsRust ? [LicenceCollection, Install] : [Install],
            EntryPoints = [.. EntryPoints(null).Select(entry => entry.ToString())],
            Requirements = new DraftRequirements
            {
                Build = isNoArch ? [] : Compilers(),
                Host = Host(),
                Run = _run.Of(extra: null),
                Extras = _options.Extras == ExtrasStyle.Groups
                    ? [.. _project.Extras.Select(extra => KeyValuePair.Create(extra, _run.Of(extra))).Where(group => group.Value.Count > 0)]
                    : [],
            },
            Tests = Tests(EntryPoints(null)),
            Outputs = _options.Extras == ExtrasStyle.Outputs ? [.. _project.Extras.Select(ExtraOutput).OfType<DraftOutput>()] : [],
            About = About(),
            Maintainers = _options.Maintainers,
        };
        return !isNoArch ? draft : draft with
        {
            Requirements = PerPlatform(draft.Requirements),
            Outputs = [.. draft.Outputs.Select(output => output with { Requirements = PerPlatform(output.Requirements) })],
        };
    }

    // A noarch package with requirements of one platform is built once for each, and says which is which.
    private static DraftRequirements PerPlatform(DraftRequirements requirements) => requirements.Run.All(line => line.When is null) ? requirements : requirements with
    {
        Run = [.. requirements.Run, new DraftLine("__win", DraftCondition.Windows), new DraftLine("__unix", DraftCondition.Unix)],
    };

    private DraftCondition TooOld() => new($"match(python, \"<{_oldest}\")", $"py<{string.Concat(_oldest.Release.Take(2))}");

    private IEnumerable<PythonEntryPoint> EntryPoints(string? extra) =>
        _project.EntryPoints.Where(entry => _options.Extras != ExtrasStyle.Outputs || entry.Extra is null ? extra is null : PythonName.Normalise(entry.Extra) == extra);

    private DraftTests Tests(IEnumerable<PythonEntryPoint> entryPoints) => new()
    {
        Imports = _project.Modules is { Count: > 0 } modules ? modules : [PythonName.Normalise(_project.Name).Replace('-', '_')],
        PythonVersion = _project.IsPure ? "${{ python_min }}.*" : null,
        Commands = [.. entryPoints.Select(entry => new DraftLine($"{entry.Command} --help"))],
    };

    private DraftOutput? ExtraOutput(string extra)
    {
        var wanted = _run.Of(extra);
        if (wanted.Count == 0)
            return null;
        return new DraftOutput
        {
            Name = $"{NameOf(_project)}-with-{extra}",
            NoArch = _project.IsPure ? "python" : null,
            EntryPoints = [.. EntryPoints(extra).Select(entry => entry.ToString())],
            Requirements = new DraftRequirements
            {
                Host = _project.IsPure ? ["python ${{ python_min }}.*"] : ["python"],
                Run = [_project.IsPure ? "python >=${{ python_min }}" : "python", "${{ pin_subpackage(name, exact=True) }}", .. wanted],
            },
            Tests = Tests([]),
            Summary = $"{_project.Name} with what its extra '{extra}' needs",
        };
    }

    private List<DraftLine> Compilers()
    {
        var lines = new List<DraftLine>
        {
            new("python", DraftCondition.Cross),
            new("cross-python_${{ target_platform }}", DraftCondition.Cross),
        };
        // Generators of code run on the building machine.
        lines.AddRange(BuildNames().Where(name => name is "cython" or "numpy" or "pybind11" or "cffi").Select(name => new DraftLine(name, DraftCondition.Cross)));
        var languages = _project.Languages;
        lines.Add("${{ compiler('c') }}");
        if (languages.Contains(SourceLanguage.Cxx))
            lines.Add("${{ compiler('cxx') }}");
        if (languages.Contains(SourceLanguage.Fortran))
            lines.Add("${{ compiler('fortran') }}");
        if (IsRust)
            lines.Add("${{ compiler('rust') }}");
        lines.Add("${{ stdlib('c') }}");
        if (IsRust)
            lines.Add(LicenceCollector);
        lines.AddRange(BuildNames().Where(IsTool).Select(name => new DraftLine(name)));
        return lines;
    }

    // Programs, which must fit the building machine and not the target.
    private static bool IsTool(string name) => name is "cmake" or "ninja" or "make" or "pkg-config" or "swig";

    private IEnumerable<string> BuildNames() => _project.BuildRequirements.Select(requirement => CondaBuildName(requirement.Name));

    // What PyPI calls by other names because it has no compiled tools of its own, or must build for the oldest NumPy.
    private string CondaBuildName(string project) => PythonName.Normalise(project) switch
    {
        "oldest-supported-numpy" => "numpy",
        "ninja" => "ninja",
        "cmake" => "cmake",
        "pkgconfig" => "pkg-config",
        "swig" => "swig",
        _ => _options.Names.Find(project),
    };

    private IReadOnlyList<DraftLine> Host()
    {
        var lines = new List<DraftLine> { _project.IsPure ? "python ${{ python_min }}.*" : "python", "pip" };
        foreach (var requirement in _project.BuildRequirements)
        {
            var name = CondaBuildName(requirement.Name);
            if (!_project.IsPure && IsTool(name) || name is "pip" or "python" || requirement.Url is not null)
                continue;
            if (_run.Simplify(requirement.Marker, null) != MarkerExpression.True)
                continue;
            // The versions of a bundle are the bundle's, not NumPy's.
            var versions = name == "numpy" && PythonName.Normalise(requirement.Name) != "numpy" ? "" : requirement.Specifiers.ToConda();
            lines.Add(versions.Length == 0 ? name : $"{name} {versions}");
        }
        return [.. lines.DistinctBy(line => line.Text.Split(' ')[0])];
    }

    private DraftAbout About()
    {
        var licence = Licence();
        return new DraftAbout
        {
            HomePage = _project.HomePage,
            Summary = _project.Summary ?? $"The Python project {_project.Name}",
            Licence = licence,
            LicenceFiles = IsRust ? [.. _project.LicenceFiles, CrateLicences] : _project.LicenceFiles,
            Documentation = _project.Documentation,
            Repository = _project.Repository,
        }.Tidied();
    }

    private string Licence()
    {
        foreach (var said in _project.Licences)
        {
            if (LicenceSpelling.Read(said) is { } reading)
                return Modern(reading.Expression);
        }
        var shown = _project.Licences is [var first, ..] ? $"'{(first.Length > 60 ? $"{first[..60]}…" : first)}' is not understood" : "the project does not say its licence";
        _problems.Add(GenerationDiagnostics.UnknownLicence.In(_project.Name, shown));
        return $"LicenseRef-{NameOf(_project)}";
    }

    // 'GPL-2.0' says no more than GPL-2.0-only does.
    private static string Modern(LicenceExpression expression)
    {
        var text = expression.ToString();
        foreach (var term in expression.Terms.Where(term => term.Listed is { IsDeprecated: true }))
        {
            var modern = term.OrLater ? $"{term.Id}-or-later" : $"{term.Id}-only";
            if (SpdxList.FindLicence(modern) is not null)
                text = LicenceExpression.Parse(text.Replace(term.ToString(), term.Exception is null ? modern : $"{modern} WITH {term.Exception}", StringComparison.Ordinal)).ToString();
        }
        return text;
    }
}
