using Hearth.Conda.Schemas;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Json.Schema;

namespace Hearth.Channels.Indexing;

/// <summary>notices.json (CEP 6), which people write and the indexer leaves as it is.</summary>
public static class NoticesFile
{
    public const string Name = "notices.json";

    private static readonly Lazy<(string Id, JsonSchemaSet Schemas)> Schema = new(() =>
    {
        var schema = FormatSchemas.All.First(schema => schema.Name == "notices");
        return (schema.Id, JsonSchemaSet.Read([schema.Schema]));
    });

    /// <summary>All that clients will not understand of a notices.json.</summary>
    public static IReadOnlyList<Diagnostic> Problems(ReadOnlyMemory<byte> json, string file) => Schema.Value.Schemas.Check(Schema.Value.Id, json, file);

    /// <summary>What clients will not understand of the file in a channel folder; nothing if there is none.</summary>
    internal static IEnumerable<Diagnostic> Check(string channel)
    {
        var file = Path.Combine(channel, Name);
        if (!File.Exists(file))
            return [];
        return Problems(File.ReadAllBytes(file), file)
            .Select(problem => IndexDiagnostics.BadNotices.In(file, problem.Message, "clients pass over the file, or fail on it; correct it", problem.Position));
    }
}
