using Hearth.Conda.Licences;
using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Generation.Drafts;
using Hearth.Recipes.Generation.Sources;

namespace Hearth.Recipes.Generation.Cran;

/// <summary>Writes the recipe of an R package, as conda-forge's are.</summary>
public sealed class RRecipe
{
    private static readonly HashSet<string> PartOfR = new(StringComparer.Ordinal)
    {
        "R", "base", "compiler", "datasets", "graphics", "grDevices", "grid", "methods", "parallel", "splines", "stats", "stats4", "tcltk", "tools", "utils",
    };

    private readonly RDescription _description;
    private readonly SourceTree? _tree;
    private readonly RRecipeOptions _options;
    private readonly RCompilation _compilation;
    private readonly IReadOnlyList<SystemRule> _system;
    private readonly List<Diagnostic> _problems;

    private RRecipe(RDescription description, SourceTree? tree, RRecipeOptions options)
    {
        _description = description;
        _tree = tree;
        _options = options;
        _compilation = RCompilation.Of(description, tree);
        (_system, var unknown) = options.System.Translate(description["SystemRequirements"]);
        _problems =
        [
            .. description.Problems,
            .. unknown.Select(part => GenerationDiagnostics.UnknownSystemRequirement.In(description.Package, $"'{part}' is not translated")),
        ];
    }

    /// <summary>Drafts a recipe, with the addresses of CRAN and without the digest of the archive.</summary>
    /// <param name="description">The package's DESCRIPTION.</param>
    /// <param name="tree">Its files, if they are at hand.</param>
    /// <param name="options">How it shall be written.</param>
    /// <param name="problems">What the recipe could not say, or does not know.</param>
    public static RecipeDraft Draft(RDescription description, SourceTree? tree, RRecipeOptions options, out IReadOnlyList<Diagnostic> problems)
    {
        var recipe = new RRecipe(description, tree, options);
        var draft = recipe.Draft();
        problems = recipe._problems;
        return draft;
    }

    /// <summary>The conda name of an R package.</summary>
    public static string NameOf(string package) => $"r-{package.ToLowerInvariant()}";

    private RecipeDraft Draft()
    {
        var package = _description.Package;
        var compiles = _compilation.IsNeeded;
        var about = About();
        return new RecipeDraft
        {
            Name = NameOf(package),
            Context = [new("version", _description.Version), new("cran_mirror", "https://cran.r-project.org")],
            Version = "${{ version | replace(\"-\", \"_\") }}",
            Urls =
            [
                $"${{{{ cran_mirror }}}}/src/contrib/{package}_${{{{ version }}}}.tar.gz",
                $"${{{{ cran_mirror }}}}/src/contrib/Archive/{package}/{package}_${{{{ version }}}}.tar.gz",
            ],
            NoArch = compiles ? null : "generic",
            Skip = OnlyOn(),
            Rpaths = ["lib/R/lib/", "lib/"],
            MergesEnvironmentsOnWindows = compiles,
            MissingLibraries = compiles ? [.. ((string[])["*/R.dll", "*/Rblas.dll", "*/Rlapack.dll"]).Select(file => new DraftLine(file, DraftCondition.Windows))] : [],
            Script = Script(compiles, about),
            Requirements = new DraftRequirements { Build = compiles ? Build() : Programs(), Host = Host(), Run = Run() },
            Tests = new DraftTests { Commands = Tests(package, compiles) },
            About = about,
            Maintainers = _options.Maintainers,
        };
    }

    private DraftCondition[] OnlyOn() => _description["OS_type"]?.ToLowerInvariant() switch
    {
        "unix" => [DraftCondition.Windows],
        "windows" => [DraftCondition.Unix],
        _ => [],
    };

    private static List<DraftLine> Script(bool compiles, DraftAbout about)
    {
        var copies = about.LicenceFilesOfHost.ToList();
        if (!compiles)
            return [.. copies.Select(path => new DraftLine($"cp $PREFIX/{path} .")), "R CMD INSTALL --build ."];
        return
        [
            .. copies.Select(path => new DraftLine($"cp $PREFIX/{path} .", DraftCondition.Unix)),
            new DraftLine("export DISABLE_AUTOBREW=1", DraftCondition.Unix),
            new DraftLine("${R} CMD INSTALL --build . ${R_ARGS}", DraftCondition.Unix),
            .. copies.Select(path => new DraftLine($"copy %PREFIX%\\{path.Replace('/', '\\')} .", DraftCondition.Windows)),
            new DraftLine("\"%R%\" CMD INSTALL --build . %R_ARGS%", DraftCondition.Windows),
            new DraftLine("if errorlevel 1 exit 1", DraftCondition.Windows),
        ];
    }

    private static IReadOnlyList<DraftLine> Tests(string package, bool compiles) => compiles
        ?
        [
            new DraftLine($"$R -e \"library('{package}')\"", DraftCondition.Unix),
            new DraftLine($"\"%R%\" -e \"library('{package}')\"", DraftCondition.Windows),
        ]
        : [$"Rscript -e \"library('{package}')\""];

    private List<DraftLine> Build()
    {
        var lines = new List<DraftLine> { new("cross-r-base ${{ r_base }}", DraftCondition.Cross) };
        if (_compilation.Configure)
            lines.Add(new DraftLine("gnuconfig", DraftCondition.Unix));
        foreach (var (language, isNeeded) in ((string, bool)[])[("c", _compilation.C), ("cxx", _compilation.Cxx), ("fortran", _compilation.Fortran)])
        {
            if (isNeeded)
                lines.Add(new DraftLine($"${{{{ compiler('{language}') }}}}", DraftCondition.Unix));
        }
        lines.Add(new DraftLine("${{ stdlib('c') }}", DraftCondition.Unix));
        if (_compilation.Configure)
            lines.AddRange(((string[])["autoconf", "automake", "pkg-config"]).Select(name => new DraftLine(name, DraftCondition.Unix)));
        lines.Add(new DraftLine("make", DraftCondition.Unix));
        foreach (var (language, isNeeded) in ((string, bool)[])[("c", _compilation.C), ("cxx", _compilation.Cxx), ("fortran", _compilation.Fortran)])
        {
            if (isNeeded)
                lines.Add(new DraftLine($"${{{{ compiler('m2w64_{language}') }}}}", DraftCondition.Windows));
        }
        lines.Add(new DraftLine("${{ stdlib('m2w64_c') }}", DraftCondition.Windows));
        string[] tools = _compilation.Configure
            ? ["filesystem", "sed", "grep", "autoconf", "automake-wrapper", "pkg-config", "make", "coreutils", "zip"]
            : ["filesystem", "make", "sed", "coreutils", "zip"];
        lines.AddRange(tools.Select(tool => new DraftLine($"m2-{tool}", DraftCondition.Windows)));
        return [.. lines, .. Programs().Where(program => !lines.Any(line => line.Text == program.Text))];
    }

    private List<DraftLine> Programs() =>
        [.. SystemPackages(SystemRulePlace.Build).Select(name => name == "rust" ? new DraftLine("${{ compiler('rust') }}") : new DraftLine(name))];

    private List<DraftLine> Host() => ["r-base", .. RPackages(), .. SystemPackages(SystemRulePlace.Host).Select(name => new DraftLine(name))];

    // Libraries bring their own run requirement, but say what is meant; headers ('-devel') are for building only.
    private List<DraftLine> Run() =>
    [
        "r-base",
        .. RPackages(),
        .. SystemPackages(SystemRulePlace.Host).Select(name => new DraftLine(name.EndsWith("-devel", StringComparison.Ordinal) ? name[..^"-devel".Length] : name)),
        .. SystemPackages(SystemRulePlace.Run).Select(name => new DraftLine(name)),
    ];

    private IEnumerable<string> SystemPackages(SystemRulePlace place) => _system.Where(rule => rule.Place == place).SelectMany(rule => rule.Packages).Distinct();

    // The version of R is the channel's business: a bound on r-base would fight with its pin.
    private IEnumerable<DraftLine> RPackages() =>
        _description.Imports.Concat(_description.Depends).Concat(_description.LinkingTo).Where(requirement => !PartOfR.Contains(requirement.Name))
            .GroupBy(requirement => NameOf(requirement.Name))
            .OrderBy(same => same.Key, StringComparer.Ordinal)
            .Select(same => new DraftLine(string.Join(' ', ((string[])[same.Key, string.Join(',', same.Select(one => one.Constraint).Where(text => text.Length > 0).Distinct())]).Where(text => text.Length > 0))));

    private DraftAbout About()
    {
        var licence = RLicence.Read(_description["License"] ?? "");
        if (licence.Expression is null)
            _problems.Add(GenerationDiagnostics.UnknownLicence.In(_description.Package, $"'{_description["License"]}' is not understood"));
        var ofHost = licence.Expression is null ? [] : RLicenceTexts.Of(licence.Expression);
        List<string> files = [.. licence.Files.Where(file => _tree is null || _tree.Paths.Contains(file))];
        return new DraftAbout
        {
            HomePage = _description.Urls.Count > 0 ? _description.Urls[0] : $"https://cran.r-project.org/package={_description.Package}",
            Repository = _description.Urls.FirstOrDefault(url => url.Contains("github.com/", StringComparison.Ordinal) || url.Contains("gitlab", StringComparison.Ordinal)),
            Summary = _description["Title"],
            Description = _description["Description"],
            Licence = licence.Expression?.ToString() ?? $"LicenseRef-{_description.Package}",
            // Where neither the package nor R has a text, DESCRIPTION is what states the licence.
            LicenceFiles = files.Count == 0 && ofHost.Count == 0 ? ["DESCRIPTION"] : files,
            LicenceFilesOfHost = ofHost,
        }.Tidied();
    }
}
