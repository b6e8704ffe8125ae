using System.Text.Json.Serialization;

namespace Hearth.Cli.Commands.Conformance;

/// <summary>What <c>hearth conformance --list --json</c> writes.</summary>
internal sealed record ConformanceList(IReadOnlyList<ListedCase> Cases)
{
    [JsonPropertyOrder(-1)]
    public string Schema { get; } = "hearth.conformance-list.1";
}
