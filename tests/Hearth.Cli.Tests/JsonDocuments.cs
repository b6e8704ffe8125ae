using System.Text.Json;
using Hearth.Cli.Commands.Schema;

namespace Hearth.Cli.Tests;

/// <summary>What commands write with <c>--json</c>, against the schemas that the program carries.</summary>
internal static class JsonDocuments
{
    /// <summary>Takes the one document of a command, which says first what it is and matches its schema.</summary>
    public static JsonElement Of(CommandRun run, string schema)
    {
        var document = JsonElement.Parse(run.Output);
        var first = document.EnumerateObject().First();
        Assert.Equal(("schema", $"hearth.{schema}.1"), (first.Name, first.Value.GetString()));
        Assert.Empty(SchemaCatalog.Schemas.Check(SchemaCatalog.Find($"cli/{schema}")!.Id, document).Select(problem => $"{problem.Place}: {problem.Message}"));
        return document;
    }
}
