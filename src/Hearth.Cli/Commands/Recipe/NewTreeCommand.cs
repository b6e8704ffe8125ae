using System.CommandLine;
using Hearth.Recipes.Generation;
using Hearth.Recipes.Generation.Cran;
using Hearth.Recipes.Generation.PyPi;
using Hearth.Recipes.Generation.Sources;

namespace Hearth.Cli.Commands.Recipe;

/// <summary><c>hearth recipe new tree DIR</c>.</summary>
internal sealed class NewTreeCommand : HearthCommand
{
    private readonly Argument<string> _folder = new("DIR") { Description = "The project's folder." };

    private readonly Option<string?> _version = new("--package-version")
    {
        Description = "The version, of a Python project that computes it when it is built.",
        HelpName = "VERSION",
    };

    private readonly NewRecipeOptions _common = new();

    private readonly PythonOptions _python = new();

    private readonly SystemRequirementsOption _system = new();

    public NewTreeCommand()
        : base(
            "tree",
            "Write the recipe of a Python project or an R package that lies in a folder.",
            new Example("hearth recipe new tree . --output recipe", "of the project here"),
            new Example("hearth recipe new tree ../demo --dry-run", "prints the recipe"))
    {
        Arguments.Add(_folder);
        Options.Add(_version);
        PythonOptions.MustBeVersion(_version);
        _python.AddTo(this);
        _system.AddTo(this);
        _common.AddTo(this, hasUpstream: false);
        Runs((parsed, output, cancellation) =>
        {
            var folder = parsed.GetValue(_folder)!;
            if (!Directory.Exists(folder))
                throw new DirectoryNotFoundException($"{folder} is no folder");
            var maintainers = _common.Maintainers(parsed);
            var draft = TreeRecipes.Draft(
                SourceTree.OfFolder(folder),
                parsed.GetValue(_version) is { } version ? PythonVersion.Parse(version) : null,
                _python.Read(parsed, _common.IsOld(parsed), maintainers, cancellation),
                new RRecipeOptions { System = _system.Read(parsed), Maintainers = maintainers },
                out var problems);
            return Task.FromResult(_common.Finish(parsed, output, "hearth.recipe-new-tree.1", draft, problems));
        });
    }
}
