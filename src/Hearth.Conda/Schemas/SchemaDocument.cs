using System.Reflection;
using System.Text.Json;

namespace Hearth.Conda.Schemas;

/// <summary>The JSON Schema of one file format.</summary>
/// <param name="Name">Its short name, such as <c>repodata</c>; the file is <c>schemas/repodata.schema.json</c>.</param>
/// <param name="Schema">The schema itself.</param>
public sealed record SchemaDocument(string Name, JsonElement Schema)
{
    private const string Extension = ".schema.json";

    /// <summary>The <c>$id</c>, by which schemas refer to each other.</summary>
    public string Id => $"urn:hearth:schema:{Name}:1";

    /// <summary>The format's name for people: most often the file name.</summary>
    public string Title => Schema.GetProperty("title").GetString()!;

    public string Description => Schema.GetProperty("description").GetString()!;

    /// <summary>The specifications that the schema follows, where there are any.</summary>
    public string? Sources => Schema.TryGetProperty("$comment", out var comment) ? comment.GetString() : null;

    /// <summary>The schemas that an assembly carries, sorted by name.</summary>
    public static IReadOnlyList<SchemaDocument> In(Assembly assembly) =>
    [
        .. assembly.GetManifestResourceNames()
            .Where(resource => resource.EndsWith(Extension, StringComparison.Ordinal))
            .Select(resource => new SchemaDocument(resource[..^Extension.Length], Read(assembly, resource)))
            .OrderBy(document => document.Name, StringComparer.Ordinal),
    ];

    private static JsonElement Read(Assembly assembly, string resource)
    {
        using var document = JsonDocument.Parse(assembly.GetManifestResourceStream(resource)!);
        return document.RootElement.Clone();
    }
}
