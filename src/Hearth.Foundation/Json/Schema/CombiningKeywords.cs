using System.Text.Json;

namespace Hearth.Foundation.Json.Schema;

/// <summary>JSON Schema §8.2.3.1: <c>$ref</c>; its target is set once all schemas are read.</summary>
internal sealed class RefKeyword(string target) : Keyword
{
    public string Target { get; } = target;

    public SchemaNode Schema { get; set; } = SchemaNode.Never;

    public override void Check(JsonElement value, Place at, List<SchemaProblem> problems) => Schema.Check(value, at, problems);
}

/// <summary>JSON Schema §10.2.1.1: <c>allOf</c>.</summary>
internal sealed class AllOfKeyword(IReadOnlyList<SchemaNode> schemas) : Keyword
{
    public override void Check(JsonElement value, Place at, List<SchemaProblem> problems)
    {
        foreach (var schema in schemas)
            schema.Check(value, at, problems);
    }
}

/// <summary>JSON Schema §10.2.1.2 and §10.2.1.3: <c>anyOf</c>, and <c>oneOf</c>, where not more than one may match.</summary>
internal sealed class AnyOfKeyword(IReadOnlyList<SchemaNode> schemas, bool exactlyOne) : Keyword
{
    public override void Check(JsonElement value, Place at, List<SchemaProblem> problems)
    {
        var failures = new List<IReadOnlyList<SchemaProblem>>(schemas.Count);
        var matching = 0;
        foreach (var schema in schemas)
        {
            var found = schema.Check(value, at);
            if (found.Count > 0)
                failures.Add(found);
            else if (++matching > 0 && !exactlyOne)
                return;
        }
        if (matching == 0)
            problems.AddRange(Closest(failures, value, at));
        else if (matching > 1)
            problems.Add(new(at, "oneOf", $"matches {matching} forms that exclude each other"));
    }

    /// <summary>
    /// The problems worth telling of a value that fits no form: one line when each form wants another kind of value, or
    /// when one step would do for each; else those of the form that comes closest, the right kind of value with the fewest problems.
    /// </summary>
    private static IEnumerable<SchemaProblem> Closest(List<IReadOnlyList<SchemaProblem>> failures, JsonElement value, Place at)
    {
        if (failures.TrueForAll(problems => problems.Count == 1 && IsOfAnotherKind(problems, at)))
        {
            var wanted = string.Join(" or ", failures.Select(problems => problems[0].Wanted).Distinct(StringComparer.Ordinal));
            return [new(at, "anyOf", $"expected {wanted}, found {TypeKeyword.Shown(value)}") { Wanted = wanted }];
        }
        if (failures.TrueForAll(problems => problems is [{ Wanted: null } only] && ReferenceEquals(only.Place, at)))
            return [new(at, "anyOf", string.Join("; or ", failures.Select(problems => problems[0].Message)))];
        return failures.OrderBy(problems => IsOfAnotherKind(problems, at)).ThenBy(problems => problems.Count).First();
    }

    private static bool IsOfAnotherKind(IReadOnlyList<SchemaProblem> problems, Place at) =>
        problems.Any(problem => problem.Wanted is not null && ReferenceEquals(problem.Place, at));
}

/// <summary>JSON Schema §10.2.1.4: <c>not</c>.</summary>
internal sealed class NotKeyword(SchemaNode schema) : Keyword
{
    public override void Check(JsonElement value, Place at, List<SchemaProblem> problems)
    {
        if (schema.Accepts(value, at))
            problems.Add(new(at, "not", $"must not be: {schema.Title ?? "of the form that the schema excludes"}"));
    }
}

/// <summary>JSON Schema §10.2.2: <c>if</c>, <c>then</c>, <c>else</c>.</summary>
internal sealed class IfKeyword(SchemaNode condition, SchemaNode then, SchemaNode otherwise) : Keyword
{
    public override void Check(JsonElement value, Place at, List<SchemaProblem> problems) =>
        (condition.Accepts(value, at) ? then : otherwise).Check(value, at, problems);
}
