namespace Hearth.Cli.Commands.Schema;

/// <summary>What <c>hearth schema check --json</c> writes.</summary>
internal sealed record SchemaCheck(IReadOnlyList<CheckedFile> Files)
{
    public string Schema { get; } = "hearth.schema-check.1";
}
