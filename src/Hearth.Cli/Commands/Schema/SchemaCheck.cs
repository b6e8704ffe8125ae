using System.Text.Json.Serialization;

namespace Hearth.Cli.Commands.Schema;

/// <summary>What <c>hearth schema check --json</c> writes.</summary>
internal sealed record SchemaCheck(IReadOnlyList<CheckedFile> Files)
{
    [JsonPropertyOrder(-1)]
    public string Schema { get; } = "hearth.schema-check.1";
}
