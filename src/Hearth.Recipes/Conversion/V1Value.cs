namespace Hearth.Recipes.Conversion;

/// <summary>A value as YAML text: what stands on the line of its key, and the lines below.</summary>
/// <param name="Inline">Behind the key or dash; null for lists and maps.</param>
/// <param name="Lines">Below, not indented yet.</param>
internal sealed record V1Value(string? Inline, IReadOnlyList<string> Lines)
{
    public static V1Value Scalar(string text) => new(text, []);

    public static V1Value Block(IReadOnlyList<string> lines) => new(null, lines);

    public bool IsEmpty => Inline is null && Lines.Count == 0;

    /// <summary>The lines of <c>key: value</c>.</summary>
    public IEnumerable<string> Under(string key, string? comment = null) =>
        Lines.Select(line => line.Length == 0 ? line : "  " + line).Prepend((Inline is null ? $"{key}:" : $"{key}: {Inline}") + (comment is null ? "" : $"  # {comment}"));

    /// <summary>The lines of <c>- value</c>.</summary>
    public IEnumerable<string> AsItem(string? comment = null)
    {
        var trailing = comment is null ? "" : $"  # {comment}";
        if (Inline is not null)
            return Lines.Select(Indented).Prepend($"- {Inline}{trailing}");
        return Lines.Skip(1).Select(Indented).Prepend($"- {Lines[0]}{trailing}");
    }

    private static string Indented(string line) => line.Length == 0 ? line : "  " + line;
}
