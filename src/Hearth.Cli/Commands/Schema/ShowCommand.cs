using System.CommandLine;

namespace Hearth.Cli.Commands.Schema;

/// <summary><c>hearth schema show NAME</c>: the schema itself, which is JSON with or without <c>--json</c>.</summary>
internal sealed class ShowCommand : HearthCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "A name from 'hearth schema list'." };

    public ShowCommand()
        : base(
            "show",
            "Print a schema, with the meaning and the source of each key.",
            new Example("hearth schema show repodata", "the format of repodata.json"))
    {
        _name.CompletionSources.Add(_ => SchemaCatalog.All.Select(one => new System.CommandLine.Completions.CompletionItem(one.Name)));
        Arguments.Add(_name);
        Runs((parsed, output) =>
        {
            var name = parsed.GetRequiredValue(_name);
            if (SchemaCatalog.Find(name) is not { } found)
            {
                output.Messages.WriteLine($"error: there is no schema {name}; 'hearth schema list' lists them all");
                return ExitCode.Usage;
            }
            output.Line(found.Schema.GetRawText());
            return ExitCode.Done;
        });
    }
}
