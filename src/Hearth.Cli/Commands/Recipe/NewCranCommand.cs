using System.CommandLine;
using Hearth.Recipes.Generation.Cran;
using Hearth.Recipes.Generation.Upstream;

namespace Hearth.Cli.Commands.Recipe;

/// <summary><c>hearth recipe new cran NAME[@VERSION]</c>.</summary>
internal sealed class NewCranCommand : HearthCommand
{
    private readonly Argument<string> _package = new("NAME[@VERSION]") { Description = "The R package, and the version if it is not to be the current one." };

    private readonly Option<string?> _mirror = new("--mirror") { Description = "Another mirror, by the address above 'src/contrib'.", HelpName = "URL" };

    private readonly NewRecipeOptions _common = new();

    private readonly SystemRequirementsOption _system = new();

    public NewCranCommand()
        : base(
            "cran",
            "Write the recipe of an R package from its source archive.",
            new Example("hearth recipe new cran xml2", "writes r-xml2/recipe.yaml"),
            new Example("hearth recipe new cran xml2 --system-requirements rules.tsv --dry-run", "with rules of your own for SystemRequirements"))
    {
        Arguments.Add(_package);
        Options.Add(_mirror);
        _system.AddTo(this);
        _common.AddTo(this, hasUpstream: true);
        Runs(async (parsed, output, cancellation) =>
        {
            var (name, version) = parsed.GetValue(_package)!.Split('@', 2) is [var package, var wanted] ? (package, wanted) : (parsed.GetValue(_package)!, null);
            var options = new RRecipeOptions { System = _system.Read(parsed), Maintainers = _common.Maintainers(parsed) };
            var recipes = new CranRecipes(_common.Upstream(parsed), IndexAddress.Read(parsed.GetValue(_mirror)) ?? CranIndex.Public);
            var (draft, problems) = await recipes.DraftAsync(name, version, options, cancellation);
            return _common.Finish(parsed, output, "hearth.recipe-new-cran.1", draft, problems);
        });
    }
}
