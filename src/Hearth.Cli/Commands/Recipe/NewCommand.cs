namespace Hearth.Cli.Commands.Recipe;

/// <summary><c>hearth recipe new</c>: write a recipe from what upstream says.</summary>
internal sealed class NewCommand : HearthCommand
{
    public NewCommand()
        : base(
            "new",
            "Write a recipe from what upstream says. Nothing of upstream's is run.",
            new Example("hearth recipe new pypi httpx", "of the newest release on PyPI"),
            new Example("hearth recipe new cran xml2 --format v0", "of an R package, in conda-build's format"))
    {
        Subcommands.Add(new NewPyPiCommand());
        Subcommands.Add(new NewCranCommand());
        Subcommands.Add(new NewTreeCommand());
    }
}
