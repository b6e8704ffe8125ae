namespace Hearth.Cli.Commands.Schema;

/// <summary><c>hearth schema</c>: the file formats as JSON Schemas.</summary>
internal sealed class SchemaCommand : HearthCommand
{
    public SchemaCommand()
        : base("schema", "The file formats as JSON Schemas: list them, show one, check files.")
    {
        Subcommands.Add(new ListCommand());
        Subcommands.Add(new ShowCommand());
        Subcommands.Add(new CheckCommand());
    }
}
