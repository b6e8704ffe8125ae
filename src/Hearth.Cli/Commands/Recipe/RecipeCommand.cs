namespace Hearth.Cli.Commands.Recipe;

/// <summary><c>hearth recipe</c>: read, render, write and maintain recipes.</summary>
internal sealed class RecipeCommand : HearthCommand
{
    public RecipeCommand()
        : base(
            "recipe",
            "Render, write, update and check recipes of both formats.",
            new Example("hearth recipe render my-recipe --target-platform linux-64", "what would be built, with variants and build strings"),
            new Example("hearth recipe update my-recipe", "to the newest version upstream"))
    {
        Subcommands.Add(new RenderCommand());
        Subcommands.Add(new HashCommand());
        Subcommands.Add(new UpdateCommand());
        Subcommands.Add(new NewCommand());
        Subcommands.Add(new ConvertCommand());
        Subcommands.Add(new SplitCommand());
        Subcommands.Add(new LintCommand());
    }
}
