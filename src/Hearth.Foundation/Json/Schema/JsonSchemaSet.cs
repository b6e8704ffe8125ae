using System.Text.Json;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Foundation.Json.Schema;

/// <summary>
/// Schemas that may refer to each other, and the checking of documents against them: JSON Schema, draft 2020-12, without
/// dynamic references, <c>unevaluated…</c> and content keywords; of the formats, <c>date-time</c> and <c>uri-reference</c>, asserted.
/// </summary>
public sealed class JsonSchemaSet
{
    private readonly IReadOnlyDictionary<string, SchemaNode> _nodes;

    private JsonSchemaSet(IReadOnlyDictionary<string, SchemaNode> nodes) => _nodes = nodes;

    /// <summary>Reads schemas; each has its <c>$id</c>, by which others refer to it.</summary>
    /// <exception cref="BadInputException">A schema uses what this validator does not check, or refers to nothing.</exception>
    public static JsonSchemaSet Read(IEnumerable<JsonElement> schemas) => new(new SchemaReader().Read(schemas));

    /// <summary>All that is wrong with a value; nothing, if it matches the schema.</summary>
    /// <param name="id">The <c>$id</c> of the schema.</param>
    /// <param name="value">The whole document.</param>
    public IReadOnlyList<SchemaProblem> Check(string id, JsonElement value) => _nodes[id].Check(value, Place.Root);

    /// <summary>All that is wrong with a JSON text, with positions.</summary>
    /// <param name="id">The <c>$id</c> of the schema.</param>
    /// <param name="json">The whole document, UTF-8, without byte order mark.</param>
    /// <param name="file">The name for the diagnostics.</param>
    /// <param name="positions">By JSON Pointer, where the values stand in the file, if the file is not this text itself.</param>
    public IReadOnlyList<Diagnostic> Check(
        string id, ReadOnlyMemory<byte> json, string file, IReadOnlyDictionary<string, TextPosition>? positions = null)
    {
        try
        {
            if (HalfCharacter.Find(json.Span) is { } half)
                return [FoundationDiagnostics.HalfCharacter.In(file, "the text that begins here escapes half a character", at: half)];
            using var document = JsonDocument.Parse(json);
            var problems = Check(id, document.RootElement);
            positions ??= JsonPositions.Find(json.Span, problems.Select(problem => problem.Place.ToString()));
            return [.. problems.Select(problem => Tell(problem, file, positions))];
        }
        catch (JsonException e)
        {
            return [FoundationDiagnostics.NotJson.In(file, e.Message, at: CanonicalJson.PositionOf(e))];
        }
    }

    private static Diagnostic Tell(SchemaProblem problem, string file, IReadOnlyDictionary<string, TextPosition> positions)
    {
        var pointer = problem.Place.ToString();
        return FoundationDiagnostics.SchemaMismatch.In(
            file,
            pointer.Length == 0 ? problem.Message : $"{pointer}: {problem.Message}",
            at: positions.TryGetValue(pointer, out var position) ? position : null);
    }
}
