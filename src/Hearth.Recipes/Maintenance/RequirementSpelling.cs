using System.Buffers;
namespace Hearth.Recipes.Maintenance;

/// <summary>Requirements as recipes write them, compared by what they mean.</summary>
internal static class RequirementSpelling
{
    private static readonly SearchValues<char> EndOfName = SearchValues.Create(" =<>!~[");
    private static readonly SearchValues<char> EndOfUpstreamName = SearchValues.Create(" =<>!~[;,");

    /// <summary>The package, in lower case with dashes; for an expression such as <c>${{ compiler('c') }}</c> the expression without blanks and quotes.</summary>
    public static string NameOf(string requirement)
    {
        var text = requirement.Trim();
        if (text.StartsWith("{{", StringComparison.Ordinal) || text.StartsWith("${{", StringComparison.Ordinal))
            return string.Concat(text.Trim('$', '{', '}').Where(c => !char.IsWhiteSpace(c) && c is not ('\'' or '"')));
        var end = text.AsSpan().IndexOfAny(EndOfUpstreamName);
        return (end < 0 ? text : text[..end]).ToLowerInvariant().Replace('_', '-').Replace('.', '-');
    }

    /// <summary>Whether two requirements of one package ask for the same versions, whatever the order of the bounds and the blanks.</summary>
    public static bool AreEqual(string left, string right) => Bounds(left).SequenceEqual(Bounds(right), StringComparer.Ordinal);

    /// <summary>Whether any version will do.</summary>
    public static bool IsFree(string requirement) => Bounds(requirement).Count == 0;

    /// <summary>The requirement as a format writes it: expressions of meta.yaml have no <c>$</c>.</summary>
    public static string In(RecipeFormat format, string requirement) =>
        format == RecipeFormat.V1 ? requirement : requirement.Replace("${{", "{{", StringComparison.Ordinal);

    private static List<string> Bounds(string requirement)
    {
        var text = requirement.Trim().Replace("${{", "{{", StringComparison.Ordinal);
        if (text.StartsWith("{{", StringComparison.Ordinal))
            return [];
        var start = text.AsSpan().IndexOfAny(EndOfName);
        if (start < 0)
            return [];
        return [.. text[start..].Split(',').Select(bound => string.Concat(bound.Where(c => !char.IsWhiteSpace(c)))).Where(bound => bound is not ("" or "*")).Order(StringComparer.Ordinal)];
    }
}
