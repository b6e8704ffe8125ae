namespace Hearth.Cli.Commands.Schema;

/// <summary><c>hearth schema list</c>: the name of every schema and what it describes.</summary>
internal sealed class ListCommand : HearthCommand
{
    public ListCommand()
        : base(
            "list",
            "List the schemas.",
            new Example("hearth schema list", "one line for each file format"))
    {
        Runs((_, output) =>
        {
            var schemas = SchemaCatalog.All;
            if (output.IsJson)
                output.Document(new SchemaList([.. schemas.Select(one => new ListedSchema(one.Name, one.Id, one.Title, one.Description))]), CliJson.Default.SchemaList);
            else
                foreach (var one in schemas)
                    output.Line($"{one.Name,-24}  {one.Title}");
            return ExitCode.Done;
        });
    }
}
