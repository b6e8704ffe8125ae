using System.Text;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Generation.Splitting;

/// <summary>Writes the recipe of a split: the old one's parts as they are, built once, and the packages that share the files.</summary>
public sealed class SplitRecipe
{
    private readonly StringBuilder _text = new();
    private readonly SplitPlan _plan;
    private readonly RecipeBlocks _recipe;
    private readonly bool _isOld;

    private SplitRecipe(string recipe, SplitPlan plan, bool isOld)
    {
        _plan = plan;
        _isOld = isOld;
        _recipe = RecipeBlocks.Of(recipe.ReplaceLineEndings("\n").Split('\n'));
    }

    /// <summary>Rewrites a recipe for one package.</summary>
    /// <param name="recipe">The text of the recipe.</param>
    /// <param name="file">Its file, whose name tells the format.</param>
    /// <param name="plan">The packages to be.</param>
    /// <exception cref="BadInputException">The recipe makes several packages already.</exception>
    public static string Write(string recipe, string file, SplitPlan plan)
    {
        var split = new SplitRecipe(recipe, plan, Path.GetFileName(file) == "meta.yaml");
        if (split._recipe.Keys.Contains("outputs"))
            throw GenerationDiagnostics.AlreadySplit.Refuse(file, "the recipe has outputs");
        if (!split._recipe.Keys.Contains("package"))
            throw RecipeDiagnostics.NotARecipe.Refuse(file, "there is no package");
        return split._isOld ? split.Old() : split.New();
    }

    private string New()
    {
        Lines(_recipe.Head);
        foreach (var key in _recipe.Keys.Where(key => key is not ("build" or "requirements" or "tests" or "about" or "extra")))
        {
            Lines(key == "package" ? ["recipe:", .. _recipe[key].Skip(1)] : _recipe[key]);
            Line();
        }
        var build = _recipe.Below("build");
        Line("build:");
        if (!build.Keys.Contains("number"))
            Line("  number: 0");
        foreach (var key in build.Keys.Where(key => key is not ("script" or "noarch" or "files")))
            Lines(build.MovedTo(key, 2));
        Line();
        Line("outputs:");
        Staging(build);
        foreach (var output in _plan.Outputs)
        {
            Line();
            NewOutput(output);
        }
        Rest();
        return _text.ToString();
    }

    private string StagingName => $"{_plan.Name}-build";

    private void Staging(RecipeBlocks build)
    {
        var requirements = _recipe.Below("requirements");
        Line("  - staging:");
        Line($"      name: {StagingName}");
        var kept = requirements.Keys.Where(key => key is "build" or "host" or "ignore_run_exports").ToList();
        if (kept.Count > 0)
            Line("    requirements:");
        foreach (var key in kept)
            Lines(requirements.MovedTo(key, 6));
        Line("    build:");
        Lines(build.Keys.Contains("script") ? build.MovedTo("script", 6) : ["      script: build"]);
    }

    private void NewOutput(SplitOutput output)
    {
        Line("  - package:");
        Line($"      name: {output.Name}");
        // Only what links is asked for by what it was linked with.
        if (output.Part is FilePart.Runtime or FilePart.Tools or FilePart.Python && !output.IsMeta)
        {
            Line($"    inherit: {StagingName}");
        }
        else if (!output.IsMeta)
        {
            Line("    inherit:");
            Line($"      from: {StagingName}");
            Line("      run_exports: false");
        }
        if (!output.IsMeta)
        {
            Line("    build:");
            Line("      files:");
            foreach (var glob in output.Globs)
                Line($"        - {Drafts.YamlWriter.Scalar(glob)}");
        }
        NewRequirements(output);
        NewTests(output);
        Line("    about:");
        Line($"      summary: {Drafts.YamlWriter.Scalar(SummaryOf(output))}");
    }

    private void NewRequirements(SplitOutput output)
    {
        var requirements = _recipe.Below("requirements");
        var pins = PinsOf(output).Select(name => $"${{{{ pin_subpackage(\"{name}\", exact=True) }}}}").ToList();
        var keepsRun = output.Part is FilePart.Runtime or FilePart.Python || _plan.Find(FilePart.Runtime) is null && output.Part == FilePart.Tools;
        var run = keepsRun && !output.IsMeta ? requirements.MovedTo("run", 6).ToList() : [];
        var more = output.Part == FilePart.Runtime ? requirements.Keys.Where(key => key is "run_constraints").ToList() : [];
        var exports = ExportsRun(output);
        if (run.Count == 0 && pins.Count == 0 && more.Count == 0 && !exports)
            return;
        Line("    requirements:");
        if (run.Count > 0 || pins.Count > 0)
            Lines(run.Count > 0 ? run : ["      run:"]);
        foreach (var pin in pins)
            Line($"        - {pin}");
        foreach (var key in more)
            Lines(requirements.MovedTo(key, 6));
        if (exports)
        {
            Line("      run_exports:");
            Line($"        - ${{{{ pin_subpackage(\"{_plan.Find(FilePart.Runtime)!.Name}\", upper_bound=\"{_plan.UpperBound}\") }}}}");
        }
    }

    private void NewTests(SplitOutput output)
    {
        var own = Samples(output).ToList();
        var inherited = output.Name == _plan.Name ? _recipe.MovedTo("tests", 4).ToList() : [];
        if (inherited.Count > 0)
            Lines(inherited);
        if (own.Count == 0)
            return;
        if (inherited.Count == 0)
            Line("    tests:");
        Line("      - script:");
        Line("          - if: unix");
        Line("            then:");
        foreach (var test in own)
            Line($"              - {test}");
    }

    private string Old()
    {
        Lines(_recipe.Head);
        foreach (var key in _recipe.Keys.Where(key => key is not ("requirements" or "test" or "about" or "extra")))
        {
            Lines(key == "package" ? _recipe[key].Select(line => line.TrimStart().StartsWith("name:", StringComparison.Ordinal) ? $"{line[..line.IndexOf("name:", StringComparison.Ordinal)]}name: {_plan.Name}-split" : line) : _recipe[key]);
            Line();
        }
        var requirements = _recipe.Below("requirements");
        Line("requirements:");
        foreach (var key in requirements.Keys.Where(key => key is "build" or "host"))
            Lines(requirements.MovedTo(key, 2));
        Line();
        Line("outputs:");
        foreach (var output in _plan.Outputs)
            OldOutput(output, requirements);
        Rest();
        return _text.ToString();
    }

    private void OldOutput(SplitOutput output, RecipeBlocks requirements)
    {
        Line($"  - name: {output.Name}");
        if (ExportsRun(output))
        {
            Line("    build:");
            Line("      run_exports:");
            Line($"        - {{{{ pin_subpackage(\"{_plan.Find(FilePart.Runtime)!.Name}\", max_pin=\"{_plan.UpperBound}\") }}}}");
        }
        if (!output.IsMeta)
        {
            Line("    files:");
            // conda-build takes a folder's name for all that is in it.
            foreach (var glob in output.Globs)
                Line($"      - {Drafts.YamlWriter.Scalar(glob.EndsWith("/**", StringComparison.Ordinal) ? glob[..^3] : glob)}");
        }
        Line("    requirements:");
        // Libraries that were linked to bring their run requirements by the host section.
        var links = output.Part is FilePart.Runtime or FilePart.Tools or FilePart.Python && !output.IsMeta;
        foreach (var key in requirements.Keys.Where(key => links && key is "build" or "host"))
            Lines(requirements.MovedTo(key, 6));
        var pins = PinsOf(output).ToList();
        var run = output.Part is FilePart.Runtime or FilePart.Python && !output.IsMeta ? requirements.MovedTo("run", 6).ToList() : [];
        if (run.Count > 0 || pins.Count > 0)
            Lines(run.Count > 0 ? run : ["      run:"]);
        foreach (var name in pins)
            Line($"        - {{{{ pin_subpackage(\"{name}\", exact=True) }}}}");
        var inherited = output.Name == _plan.Name ? _recipe.MovedTo("test", 4).ToList() : [];
        var samples = Samples(output).ToList();
        if (inherited.Count > 0)
        {
            Lines(inherited);
        }
        else if (samples.Count > 0)
        {
            Line("    test:");
            Line("      commands:");
            foreach (var test in samples)
                Line($"        - {test}  # [unix]");
        }
    }

    private void Rest()
    {
        foreach (var key in _recipe.Keys.Where(key => key is "about" or "extra"))
        {
            Line();
            Lines(_recipe[key]);
        }
    }

    // Who compiles against the library runs with it.
    private bool ExportsRun(SplitOutput output) => output.Part is FilePart.Runtime or FilePart.Development && _plan.Find(FilePart.Runtime) is not null;

    private IEnumerable<string> PinsOf(SplitOutput output)
    {
        IEnumerable<FilePart> parts = output switch
        {
            { IsMeta: true } => [FilePart.Runtime, FilePart.Development],
            { Part: FilePart.Static } => [FilePart.Development],
            { Part: FilePart.Runtime } => [],
            _ => [FilePart.Runtime],
        };
        return parts.Select(part => _plan.Find(part)?.Name).Where(name => name is not null && name != output.Name)!;
    }

    private IEnumerable<string> Samples(SplitOutput output)
    {
        foreach (var file in output.Files.Where(file => !file.Path.StartsWith("Library/", StringComparison.Ordinal)).Take(2))
            yield return $"test -e ${{PREFIX}}/{file.Path}";
        if (output.Part == FilePart.Runtime && _plan.Find(FilePart.Static)?.Files.FirstOrDefault(file => !file.Path.StartsWith("Library/", StringComparison.Ordinal)) is { } foreign)
            yield return $"test ! -e ${{PREFIX}}/{foreign.Path}";
    }

    private string SummaryOf(SplitOutput output) => output switch
    {
        { IsMeta: true } => $"{_plan.Name}: the library, and what it takes to compile against it",
        { Part: FilePart.Runtime } => $"{_plan.Name}: shared libraries",
        { Part: FilePart.Development } => $"{_plan.Name}: headers, and what else it takes to compile against it",
        { Part: FilePart.Static } => $"{_plan.Name}: static libraries",
        { Part: FilePart.Python } => $"{_plan.Name}: Python modules",
        _ => $"{_plan.Name}: programs",
    };

    private void Line(string text = "") => _text.Append(text).Append('\n');

    private void Lines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            Line(line);
    }
}
