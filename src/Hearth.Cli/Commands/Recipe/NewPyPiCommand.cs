using System.CommandLine;
using Hearth.Recipes.Generation.PyPi;
using Hearth.Recipes.Generation.Upstream;

namespace Hearth.Cli.Commands.Recipe;

/// <summary><c>hearth recipe new pypi NAME[@VERSION]</c>.</summary>
internal sealed class NewPyPiCommand : HearthCommand
{
    private readonly Argument<string> _project = new("NAME[@VERSION]") { Description = "The project, and the version if it is not to be the newest." };

    private readonly Option<string?> _index = new("--index") { Description = "Another index than PyPI, by the address above 'pypi/' and 'simple/'.", HelpName = "URL" };

    private readonly NewRecipeOptions _common = new();

    private readonly PythonOptions _python = new();

    public NewPyPiCommand()
        : base(
            "pypi",
            "Write the recipe of a Python project from its source archive and its wheel.",
            new Example("hearth recipe new pypi httpx", "writes httpx/recipe.yaml"),
            new Example("hearth recipe new pypi httpx@0.27.0 --extras outputs --dry-run", "prints a recipe with a package for each extra"))
    {
        Arguments.Add(_project);
        Options.Add(_index);
        _python.AddTo(this);
        _common.AddTo(this, hasUpstream: true);
        Runs(async (parsed, output, cancellation) =>
        {
            var (name, version) = parsed.GetValue(_project)!.Split('@', 2) is [var project, var wanted] ? (project, wanted) : (parsed.GetValue(_project)!, null);
            var options = _python.Read(parsed, _common.IsOld(parsed), _common.Maintainers(parsed), cancellation);
            var recipes = new PyPiRecipes(_common.Upstream(parsed), IndexAddress.Read(parsed.GetValue(_index)) ?? PyPiIndex.Public);
            var (draft, problems) = await recipes.DraftAsync(name, version, options, cancellation);
            return _common.Finish(parsed, output, "hearth.recipe-new-pypi.1", draft, problems);
        });
    }
}
