using System.Text.Json.Serialization;

namespace Hearth.Cli.Commands.Schema;

/// <summary>What <c>hearth schema list --json</c> writes.</summary>
internal sealed record SchemaList(IReadOnlyList<ListedSchema> Schemas)
{
    [JsonPropertyOrder(-1)]
    public string Schema { get; } = "hearth.schema-list.1";
}
