namespace Hearth.Recipes.Jinja;

/// <summary>Filters that make texts.</summary>
internal static class TextFilters
{
    public static readonly IReadOnlyDictionary<string, Func<JinjaValue, JinjaCall, JinjaValue>> All = new Dictionary<string, Func<JinjaValue, JinjaCall, JinjaValue>>(StringComparer.Ordinal)
    {
        ["lower"] = (value, call) => JinjaValue.Of(Text(value, call).ToLowerInvariant()),
        ["upper"] = (value, call) => JinjaValue.Of(Text(value, call).ToUpperInvariant()),
        ["capitalize"] = (value, call) => JinjaValue.Of(TextMethods.Capitalized(Text(value, call))),
        ["title"] = (value, call) => JinjaValue.Of(TextMethods.Title(Text(value, call))),
        ["trim"] = (value, call) => JinjaValue.Of(Text(value, call).Trim(call.OptionalText(0, "chars")?.ToCharArray())),
        ["replace"] = (value, call) => TextMethods.Replace(Text(value, call), call),
        ["split"] = (value, call) => JinjaValue.Texts(TextMethods.Split(Text(value, call), call.OptionalText(0, "sep"), call.Integer(1, "maxsplits", -1), call)),
        ["string"] = (value, call) => JinjaValue.Of(Text(value, call)),
        ["safe"] = (value, _) => value,
        ["escape"] = (value, call) => JinjaValue.Of(Escaped(Text(value, call))),
        ["e"] = (value, call) => JinjaValue.Of(Escaped(Text(value, call))),
        ["format"] = (value, call) => JinjaValue.Of(PercentFormat.Apply(Text(value, call), FormatValues(call), call.Settings.Dialect, call.Meter)),
        ["center"] = (value, call) => JinjaValue.Of(TextMethods.Centered(Text(value, call), TextMethods.Width(call), ' ')),
        ["indent"] = Indent,
        ["urlencode"] = (value, call) => JinjaValue.Of(Uri.EscapeDataString(Text(value, call)).Replace("%2F", "/", StringComparison.Ordinal)),
        ["truncate"] = Truncate,
        ["wordcount"] = (value, call) => JinjaValue.Of(TextMethods.Split(Text(value, call), null, -1, call).Count),
        ["version_to_buildstring"] = (value, call) => JinjaValue.Of(ForBuildString(Text(value, call))),
    };

    private static string Text(JinjaValue value, JinjaCall call) => value.ToText(call.Settings.Dialect);

    private static JinjaValue FormatValues(JinjaCall call) => call.Named.Count > 0 ? JinjaValue.Map(call.Named) : JinjaValue.List(call.Positional);

    private static string Escaped(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("'", "&#39;", StringComparison.Ordinal)
        .Replace("\"", "&#34;", StringComparison.Ordinal);

    private static JinjaValue Indent(JinjaValue value, JinjaCall call)
    {
        var width = call.Argument(0, "width") is { Kind: JinjaKind.Text } given ? given.AsText : new string(' ', (int)Math.Clamp(call.Integer(0, "width", 4), 0, 1000));
        var lines = Text(value, call).Split('\n');
        call.Meter.Spend((long)lines.Length * width.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            if (i == 0 ? call.Flag(1, "first", false) : lines[i].Length > 0 || call.Flag(2, "blank", false))
                lines[i] = width + lines[i];
        }
        return JinjaValue.Of(string.Join('\n', lines));
    }

    private static JinjaValue Truncate(JinjaValue value, JinjaCall call)
    {
        var text = Text(value, call);
        var length = (int)Math.Clamp(call.Integer(0, "length", 255), 0, int.MaxValue);
        var end = call.OptionalText(2, "end") ?? "...";
        if (text.Length <= length)
            return JinjaValue.Of(text);
        var cut = text[..Math.Max(0, length - end.Length)];
        if (!call.Flag(1, "killwords", false) && cut.LastIndexOf(' ') is > 0 and var space)
            cut = cut[..space];
        return JinjaValue.Of(cut + end);
    }

    // CEP 39 §The version_to_buildstring filter: the first two parts, without the dot.
    private static string ForBuildString(string version)
    {
        var parts = version.Split(' ')[0].Split('.');
        return string.Concat(parts.Take(2));
    }
}
