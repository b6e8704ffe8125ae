namespace Hearth.Cli.Commands.Schema;

internal sealed record ListedSchema(string Name, string Id, string Title, string Description);
