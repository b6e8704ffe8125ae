using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Hearth.Server.Api;

/// <summary>The OpenAPI 3.1 document of the HTTP interface, made from the definitions of the endpoints and from nothing else.</summary>
internal static class OpenApi
{
    /// <summary>Where the document is.</summary>
    public const string Address = "/api/v1/openapi.json";

    private static readonly Lazy<byte[]> Document = new(() => Encoding.UTF8.GetBytes(Make(ApiRouter.Endpoints).ToJsonString(new JsonSerializerOptions { WriteIndented = true })));

    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        new("GET", Address, Need.Nothing, "Describes every endpoint, as an OpenAPI 3.1 document.", call => call.SendAsync(200, Folders.ContentTypes.Json, Document.Value)),
    ];

    public static JsonObject Make(IEnumerable<ApiEndpoint> endpoints)
    {
        var paths = new JsonObject();
        foreach (var path in endpoints.GroupBy(endpoint => endpoint.Pattern, StringComparer.Ordinal).OrderBy(path => path.Key, StringComparer.Ordinal))
        {
            var item = new JsonObject();
            foreach (var endpoint in path.OrderBy(endpoint => endpoint.Method, StringComparer.Ordinal))
                item.TryAdd(endpoint.Method.ToLowerInvariant(), Operation(endpoint));
            paths.Add(PathOf(path.Key), item);
        }
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "Hearth", ["version"] = "1", ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["identifier"] = "Apache-2.0" } },
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }, new JsonObject()),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = new JsonObject(ApiSchemas.All.Select(schema => KeyValuePair.Create<string, JsonNode?>(schema.Name, SchemaOf(schema.Type))).Append(new("Refusal", RefusalSchema()))),
                ["securitySchemes"] = new JsonObject { ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" } },
            },
        };
    }

    private static JsonObject Operation(ApiEndpoint endpoint)
    {
        var answers = new JsonObject { ["200"] = Body(endpoint.Response, "Done.") };
        answers["default"] = Body("Refusal", "Why not; all reasons.");
        var operation = new JsonObject
        {
            ["summary"] = endpoint.Summary,
            ["tags"] = new JsonArray(endpoint.Dialect),
            ["x-hearth-need"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(endpoint.Need.ToString()),
            ["responses"] = answers,
        };
        if (PartsOf(endpoint.Pattern) is { Count: > 0 } parts)
            operation["parameters"] = new JsonArray([.. parts.Select(Parameter)]);
        if (endpoint.Request is not null)
            operation["requestBody"] = Body(endpoint.Request, "");
        return operation;
    }

    private static JsonObject Parameter(string part) => new()
    {
        ["name"] = part,
        ["in"] = "path",
        ["required"] = true,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private static JsonObject Body(string? schema, string description)
    {
        var body = new JsonObject { ["description"] = description };
        if (schema is not null)
            body["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = $"#/components/schemas/{schema}" } } };
        return body;
    }

    // Routes say {*rest} and {number:long} where OpenAPI says {rest} and {number}.
    private static string PathOf(string pattern) =>
        string.Join('/', pattern.Split('/').Select(part => part.StartsWith('{') ? $"{{{NameOf(part)}}}" : part));

    private static List<string> PartsOf(string pattern) =>
        [.. pattern.Split('/').Where(part => part.StartsWith('{')).Select(NameOf)];

    private static string NameOf(string part) => part.Trim('{', '}').TrimStart('*').Split(':', '=', '?')[0];

    private static JsonNode SchemaOf(JsonTypeInfo type) => JsonSchemaExporter.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });

    private static JsonObject RefusalSchema()
    {
        static JsonObject Text() => new() { ["type"] = "string" };
        var problem = new JsonObject { ["code"] = Text(), ["severity"] = Text(), ["message"] = Text(), ["file"] = Text(), ["expected"] = Text(), ["actual"] = Text(), ["hint"] = Text() };
        var all = (JsonObject)problem.DeepClone();
        all["problems"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "object", ["properties"] = problem } };
        return new JsonObject { ["type"] = "object", ["required"] = new JsonArray("code", "message", "problems"), ["properties"] = all };
    }
}
