using System.Text.Json;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Foundation.Json.Schema;

/// <summary>
/// Turns schema documents into <see cref="SchemaNode"/>s. A keyword that this reader does not know is an error: a schema
/// never checks less than it says.
/// </summary>
internal sealed class SchemaReader
{
    private readonly Dictionary<string, SchemaNode> _nodes = new(StringComparer.Ordinal);
    private readonly List<(RefKeyword Reference, string File, Place At)> _references = [];
    private readonly List<Diagnostic> _problems = [];
    private string _id = "";

    /// <summary>Every schema by its <c>$id</c>, every definition by <c>$id#/$defs/name</c>.</summary>
    /// <exception cref="BadInputException">All that is wrong with the schemas.</exception>
    public IReadOnlyDictionary<string, SchemaNode> Read(IEnumerable<JsonElement> schemas)
    {
        foreach (var schema in schemas)
        {
            _id = schema.GetProperty("$id").GetString()!;
            _nodes[_id] = Node(schema, Place.Root);
        }
        foreach (var (reference, file, at) in _references)
        {
            if (_nodes.TryGetValue(reference.Target, out var target))
                reference.Schema = target;
            else
                _problems.Add(FoundationDiagnostics.UnusableSchema.In(file, $"{at}: there is no schema {reference.Target}"));
        }
        return _problems.Count == 0 ? _nodes : throw new BadInputException(_problems);
    }

    private SchemaNode Node(JsonElement schema, Place at)
    {
        if (schema.ValueKind != JsonValueKind.Object)
            return schema.GetBoolean() ? SchemaNode.Always : SchemaNode.Never;
        var keywords = new List<Keyword>();
        foreach (var member in schema.EnumerateObject())
        {
            try
            {
                if (Keyword(member.Name, member.Value, schema, at) is { } keyword)
                    keywords.Add(keyword);
            }
            catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException or NotSupportedException)
            {
                Refuse(at[member.Name], e.Message);
            }
        }
        return new SchemaNode(Title(schema), keywords);
    }

    private Keyword? Keyword(string name, JsonElement value, JsonElement schema, Place at) => name switch
    {
        "type" => new TypeKeyword(Known(TypeKeyword.Names, value.ValueKind == JsonValueKind.Array ? Strings(value) : [value.GetString()!], at[name])),
        "enum" => new EnumKeyword(name, [.. value.EnumerateArray()]),
        "const" => new EnumKeyword(name, [value]),
        "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" => new BoundKeyword(name, value.GetDouble()),
        "minLength" or "maxLength" or "minItems" or "maxItems" or "minProperties" or "maxProperties" => new SizeKeyword(name, value.GetInt32()),
        "pattern" => new PatternKeyword(value.GetString()!, Title(schema)),
        "format" => new FormatKeyword(Known(FormatKeyword.Known, [value.GetString()!], at[name])[0]),
        "properties" or "patternProperties" or "additionalProperties" => Once(name, schema, () => Properties(schema, at), "properties", "patternProperties", "additionalProperties"),
        "propertyNames" => new PropertyNamesKeyword(Node(value, at[name])),
        "required" => new RequiredKeyword(Strings(value)),
        "dependentRequired" => new DependentRequiredKeyword(value.EnumerateObject().ToDictionary(need => need.Name, need => Strings(need.Value), StringComparer.Ordinal)),
        "prefixItems" or "items" => Once(name, schema, () => new ItemsKeyword(Nodes(schema, "prefixItems", at), Part(schema, "items", at)), "prefixItems", "items"),
        "contains" => new ContainsKeyword(Node(value, at[name]), Number(schema, "minContains", 1), Number(schema, "maxContains", int.MaxValue)),
        "uniqueItems" => value.GetBoolean() ? new UniqueItemsKeyword() : null,
        "allOf" => new AllOfKeyword(Nodes(schema, name, at)),
        "anyOf" => new AnyOfKeyword(Nodes(schema, name, at), exactlyOne: false),
        "oneOf" => new AnyOfKeyword(Nodes(schema, name, at), exactlyOne: true),
        "not" => new NotKeyword(Node(value, at[name])),
        "if" => new IfKeyword(Node(value, at[name]), Part(schema, "then", at), Part(schema, "else", at)),
        "$ref" => Reference(value.GetString()!, at[name]),
        "$defs" => Definitions(value, at[name]),
        "$id" or "$schema" or "$comment" or "title" or "description" or "examples" or "default" or "deprecated" => null,
        "then" or "else" or "minContains" or "maxContains" => null,
        _ => Refuse(at[name], "the keyword is not one that Hearth checks"),
    };

    private PropertiesKeyword Properties(JsonElement schema, Place at) => new(
        Members(schema, "properties").ToDictionary(one => one.Name, one => Node(one.Value, at["properties"][one.Name]), StringComparer.Ordinal),
        [.. Members(schema, "patternProperties").Select(one => (PatternKeyword.Compile(one.Name), Node(one.Value, at["patternProperties"][one.Name])))],
        Part(schema, "additionalProperties", at));

    private RefKeyword Reference(string target, Place at)
    {
        var reference = new RefKeyword(target == "#" ? _id : target.StartsWith('#') ? _id + target : target);
        _references.Add((reference, _id, at));
        return reference;
    }

    private Keyword? Definitions(JsonElement definitions, Place at)
    {
        foreach (var definition in definitions.EnumerateObject())
            _nodes[$"{_id}#/$defs/{definition.Name}"] = Node(definition.Value, at[definition.Name]);
        return null;
    }

    /// <summary>Keywords that only mean something together become one, made at the first of them.</summary>
    private static Keyword? Once(string name, JsonElement schema, Func<Keyword> together, params ReadOnlySpan<string> names)
    {
        foreach (var other in names)
        {
            if (schema.TryGetProperty(other, out _))
                return other == name ? together() : null;
        }
        return null;
    }

    private static string? Title(JsonElement schema) => schema.TryGetProperty("title", out var title) ? title.GetString() : null;

    private SchemaNode Part(JsonElement schema, string name, Place at) =>
        schema.TryGetProperty(name, out var part) ? Node(part, at[name]) : SchemaNode.Always;

    private SchemaNode[] Nodes(JsonElement schema, string name, Place at) =>
        schema.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select((part, index) => Node(part, at[name][index]))] : [];

    private static JsonElement.ObjectEnumerator Members(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var members) ? members.EnumerateObject() : default;

    private static int Number(JsonElement schema, string name, int otherwise) =>
        schema.TryGetProperty(name, out var number) ? number.GetInt32() : otherwise;

    private static IReadOnlyList<string> Strings(JsonElement list) => [.. list.EnumerateArray().Select(one => one.GetString()!)];

    private IReadOnlyList<string> Known(IReadOnlySet<string> known, IReadOnlyList<string> words, Place at)
    {
        foreach (var word in words.Where(word => !known.Contains(word)))
            Refuse(at, $"'{word}' is not one that Hearth checks");
        return words;
    }

    private Keyword? Refuse(Place at, string message)
    {
        _problems.Add(FoundationDiagnostics.UnusableSchema.In(_id, $"{at}: {message}"));
        return null;
    }
}
