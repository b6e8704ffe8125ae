using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hearth.Foundation.Json.Schema;

/// <summary>JSON Schema §10.3.2: <c>properties</c>, <c>patternProperties</c> and, for all other keys, <c>additionalProperties</c>.</summary>
internal sealed class PropertiesKeyword(
    IReadOnlyDictionary<string, SchemaNode> named, IReadOnlyList<(Regex Pattern, SchemaNode Schema)> patterns, SchemaNode others) : Keyword
{
    public override void Check(JsonElement value, Place at, List<SchemaProblem> problems)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return;
        foreach (var property in value.EnumerateObject())
        {
            var isKnown = named.TryGetValue(property.Name, out var schema);
            if (!isKnown && patterns.Count == 0 && ReferenceEquals(others, SchemaNode.Always))
                continue;
            var place = at[property.Name];
            schema?.Check(property.Value, place, problems);
            foreach (var (pattern, patternSchema) in patterns)
            {
                if (!pattern.IsMatch(property.Name))
                    continue;
                isKnown = true;
                patternSchema.Check(property.Value, place, problems);
            }
            if (isKnown)
                continue;
            if (ReferenceEquals(others, SchemaNode.Never))
                problems.Add(new(place, "additionalProperties", $"'{property.Name}' is not a key that may stand here{Suggestion(property.Name)}"));
            else
                others.Check(property.Value, place, problems);
        }
    }

    private string Suggestion(string name)
    {
        if (Spelling.Nearest(name, named.Keys) is { } near)
            return $"; did you mean '{near}'?";
        return named.Count is > 0 and <= 12 ? $"; known are {string.Join(", ", named.Keys)}" : "";
    }
}

/// <summary>JSON Schema §10.3.2.4: <c>propertyNames</c>.</summary>
internal sealed class PropertyNamesKeyword(SchemaNode schema) : Keyword
{
    public override void Check(JsonElement value, Place at, List<SchemaProblem> problems)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return;
        foreach (var property in value.EnumerateObject())
        {
            var name = JsonElement.Parse($"\"{JsonEncodedText.Encode(property.Name)}\"");
            problems.AddRange(schema.Check(name, at[property.Name]).Select(problem => problem with { Message = $"key {problem.Message}" }));
        }
    }
}

/// <summary>JSON Schema Validation §6.5.3: <c>required</c>.</summary>
internal sealed class RequiredKeyword(IReadOnlyList<string> names) : Keyword
{
    public override void Check(JsonElement value, Place at, List<SchemaProblem> problems)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return;
        foreach (var name in names)
        {
            if (!value.TryGetProperty(name, out _))
                problems.Add(new(at, "required", $"the key '{name}' is missing"));
        }
    }
}

/// <summary>JSON Schema Validation §6.5.4: <c>dependentRequired</c>.</summary>
internal sealed class DependentRequiredKeyword(IReadOnlyDictionary<string, IReadOnlyList<string>> needs) : Keyword
{
    public override void Check(JsonElement value, Place at, List<SchemaProblem> problems)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return;
        foreach (var (name, needed) in needs.Where(need => value.TryGetProperty(need.Key, out _)))
        {
            foreach (var other in needed.Where(other => !value.TryGetProperty(other, out _)))
                problems.Add(new(at, "dependentRequired", $"the key '{name}' needs the key '{other}' beside it"));
        }
    }
}
