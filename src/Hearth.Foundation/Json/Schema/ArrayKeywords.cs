using System.Text.Json;

namespace Hearth.Foundation.Json.Schema;

/// <summary>JSON Schema §10.3.1: <c>prefixItems</c> for the first elements, <c>items</c> for the rest.</summary>
internal sealed class ItemsKeyword(IReadOnlyList<SchemaNode> first, SchemaNode rest) : Keyword
{
    public override void Check(JsonElement value, Place at, List<SchemaProblem> problems)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return;
        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            (index < first.Count ? first[index] : rest).Check(element, at[index], problems);
            index++;
        }
    }
}

/// <summary>JSON Schema §10.3.1.3 and Validation §6.4.4, §6.4.5: <c>contains</c>, <c>minContains</c>, <c>maxContains</c>.</summary>
internal sealed class ContainsKeyword(SchemaNode wanted, int atLeast, int atMost) : Keyword
{
    public override void Check(JsonElement value, Place at, List<SchemaProblem> problems)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return;
        var matching = value.EnumerateArray().Where((element, index) => wanted.Accepts(element, at[index])).Count();
        var what = wanted.Title ?? "matching";
        if (matching < atLeast)
            problems.Add(new(at, "contains", $"must have at least {atLeast} element(s) of the kind '{what}', has {matching}"));
        else if (matching > atMost)
            problems.Add(new(at, "contains", $"must have at most {atMost} element(s) of the kind '{what}', has {matching}"));
    }
}

/// <summary>JSON Schema Validation §6.4.3: <c>uniqueItems</c>.</summary>
internal sealed class UniqueItemsKeyword : Keyword
{
    public override void Check(JsonElement value, Place at, List<SchemaProblem> problems)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return;
        var texts = new HashSet<string>(StringComparer.Ordinal);
        var others = new List<JsonElement>();
        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            if (!IsNew(element, texts, others))
                problems.Add(new(at[index], "uniqueItems", "stands in the list a second time"));
            index++;
        }
    }

    // Lists of texts can be long (removed files); lists of anything else are short.
    private static bool IsNew(JsonElement element, HashSet<string> texts, List<JsonElement> others)
    {
        if (element.ValueKind == JsonValueKind.String)
            return texts.Add(element.GetString()!);
        if (others.Exists(other => JsonElement.DeepEquals(other, element)))
            return false;
        others.Add(element);
        return true;
    }
}
