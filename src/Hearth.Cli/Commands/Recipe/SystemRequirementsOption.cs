using System.CommandLine;
using Hearth.Recipes.Generation.Cran;

namespace Hearth.Cli.Commands.Recipe;

/// <summary><c>--system-requirements FILE</c>: rules before those that ship with Hearth.</summary>
internal sealed class SystemRequirementsOption
{
    private readonly Option<string?> _file = new("--system-requirements")
    {
        Description = "Rules for the field SystemRequirements, before those that ship: words, packages and place between tabs.",
        HelpName = "FILE",
    };

    public void AddTo(Command command) => command.Options.Add(_file);

    public SystemRequirements Read(ParseResult parsed)
    {
        if (parsed.GetValue(_file) is not { } file)
            return SystemRequirements.Shipped;
        using var rules = File.OpenText(file);
        return SystemRequirements.Shipped.With(rules, file);
    }
}
