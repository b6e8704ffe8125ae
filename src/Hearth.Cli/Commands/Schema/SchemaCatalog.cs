using Hearth.Conda.Schemas;
using Hearth.Foundation.Json.Schema;

namespace Hearth.Cli.Commands.Schema;

/// <summary>Every schema that the program carries: those of conda's formats, and those of what its own commands write.</summary>
internal static class SchemaCatalog
{
    private static readonly Lazy<IReadOnlyList<SchemaDocument>> Documents =
        new(() => [.. FormatSchemas.All, .. SchemaDocument.In(typeof(SchemaCatalog).Assembly)]);

    private static readonly Lazy<JsonSchemaSet> Set = new(() => JsonSchemaSet.Read(All.Select(document => document.Schema)));

    public static IReadOnlyList<SchemaDocument> All => Documents.Value;

    public static JsonSchemaSet Schemas => Set.Value;

    public static SchemaDocument? Find(string name) => All.FirstOrDefault(document => document.Name == name);
}
