using System.Text.Json;

namespace Hearth.Foundation.Json.Schema;

/// <summary>A schema or a part of one, ready to check values: all its keywords must hold.</summary>
internal sealed class SchemaNode(string? title, IReadOnlyList<Keyword> keywords)
{
    /// <summary>The schema <c>true</c>.</summary>
    public static readonly SchemaNode Always = new(null, []);

    /// <summary>The schema <c>false</c>.</summary>
    public static readonly SchemaNode Never = new(null, [new NeverKeyword()]);

    public string? Title { get; } = title;

    public void Check(JsonElement value, Place at, List<SchemaProblem> problems)
    {
        foreach (var keyword in keywords)
            keyword.Check(value, at, problems);
    }

    public IReadOnlyList<SchemaProblem> Check(JsonElement value, Place at)
    {
        var problems = new List<SchemaProblem>();
        Check(value, at, problems);
        return problems;
    }

    public bool Accepts(JsonElement value, Place at) => Check(value, at).Count == 0;

    private sealed class NeverKeyword : Keyword
    {
        public override void Check(JsonElement value, Place at, List<SchemaProblem> problems) =>
            problems.Add(new(at, "false", "nothing may stand here"));
    }
}
