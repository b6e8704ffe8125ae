using System.CommandLine;
using System.Runtime.InteropServices;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Recipes;
using Hearth.Recipes.Conversion;
using Hearth.Recipes.MetaYaml;
using Hearth.Recipes.Rendering;
using Hearth.Recipes.Syntax;
using Hearth.Recipes.Variants;

namespace Hearth.Cli.Commands.Recipe;

/// <summary>What the commands that render a recipe ask for.</summary>
internal sealed class RenderingArguments
{
    private readonly Argument<string> _path = new("PATH") { Description = "The recipe: a file, or the folder it lies in." };

    private readonly Option<string?> _target = new("--target-platform") { Description = "The platform to build for; this machine's by default.", HelpName = "SUBDIR" };

    private readonly Option<string?> _build = new("--build-platform") { Description = "The platform that builds; the target platform by default.", HelpName = "SUBDIR" };

    private readonly Option<string[]> _variants = new("--variant-config", "-m")
    {
        Description = "A file of variants; may be given several times, later ones override. Those beside the recipe come first.",
        HelpName = "FILE",
    };

    private readonly Option<string> _rules = new("--rules")
    {
        Description = "Whose rules decide where the CEPs are silent: those of rattler-build today, or until 0.57. Hashes may differ.",
        HelpName = "current|until-0.57",
        DefaultValueFactory = _ => "current",
    };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_path);
        command.Options.Add(_target);
        command.Options.Add(_build);
        command.Options.Add(_variants);
        _rules.AcceptOnlyFromAmong("current", "until-0.57");
        command.Options.Add(_rules);
    }

    /// <exception cref="BadInputException">The recipe is none, or a file of variants is wrong.</exception>
    public (RecipeFile File, RenderedRecipe Rendered) Render(ParseResult parsed)
    {
        var file = RecipeFile.Find(parsed.GetRequiredValue(_path));
        var target = Subdir.Parse(parsed.GetValue(_target) ?? ThisPlatform).ToString();
        var build = Subdir.Parse(parsed.GetValue(_build) ?? target).ToString();
        var problems = new List<Diagnostic>();
        var variants = VariantReader.Load(file.VariantFiles.Concat(parsed.GetValue(_variants) ?? []), target, problems);
        if (problems.Count > 0)
            throw new BadInputException(problems);
        var options = RenderOptions.For(target) with { BuildPlatform = build, Rules = parsed.GetValue(_rules) == "until-0.57" ? RendererRules.Until057 : RendererRules.Current };
        return (file, file.Format == RecipeFormat.V0
            ? MetaYamlRenderer.Render(file.Read(), file.Path, variants, options, new RecipeFolder(file.Folder))
            : RecipeRenderer.Render(SyntaxTree.Parse(file.Read(), file.Path), variants, options));
    }

    private static string ThisPlatform => (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux") + RuntimeInformation.OSArchitecture switch
    {
        Architecture.Arm64 => OperatingSystem.IsLinux() ? "-aarch64" : "-arm64",
        Architecture.Ppc64le => "-ppc64le",
        _ => "-64",
    };
}
