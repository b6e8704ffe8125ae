using System.Collections.Frozen;

namespace Hearth.Recipes.Jinja;

/// <summary>The methods of texts.</summary>
internal static class TextMethods
{
    public static readonly FrozenDictionary<string, Func<JinjaValue, JinjaCall, JinjaValue>> All = new Dictionary<string, Func<JinjaValue, JinjaCall, JinjaValue>>(StringComparer.Ordinal)
    {
        ["split"] = (text, call) => JinjaValue.Texts(Split(text.AsText, call.OptionalText(0, "sep"), call.Integer(1, "maxsplit", -1), call)),
        ["rsplit"] = (text, call) => JinjaValue.Texts(SplitFromEnd(text.AsText, call.OptionalText(0, "sep"), call.Integer(1, "maxsplit", -1), call)),
        ["splitlines"] = (text, _) => JinjaValue.Texts(text.AsText.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')),
        ["strip"] = (text, call) => JinjaValue.Of(text.AsText.Trim(Characters(call))),
        ["lstrip"] = (text, call) => JinjaValue.Of(text.AsText.TrimStart(Characters(call))),
        ["rstrip"] = (text, call) => JinjaValue.Of(text.AsText.TrimEnd(Characters(call))),
        ["replace"] = (text, call) => Replace(text.AsText, call),
        ["lower"] = (text, _) => JinjaValue.Of(text.AsText.ToLowerInvariant()),
        ["casefold"] = (text, _) => JinjaValue.Of(text.AsText.ToLowerInvariant()),
        ["upper"] = (text, _) => JinjaValue.Of(text.AsText.ToUpperInvariant()),
        ["capitalize"] = (text, _) => JinjaValue.Of(Capitalized(text.AsText)),
        ["title"] = (text, _) => JinjaValue.Of(Title(text.AsText)),
        ["startswith"] = (text, call) => JinjaValue.Of(Any(call, prefix => text.AsText.StartsWith(prefix, StringComparison.Ordinal))),
        ["endswith"] = (text, call) => JinjaValue.Of(Any(call, suffix => text.AsText.EndsWith(suffix, StringComparison.Ordinal))),
        ["removeprefix"] = (text, call) => JinjaValue.Of(text.AsText.StartsWith(call.Text(0, "prefix"), StringComparison.Ordinal) ? text.AsText[call.Text(0, "prefix").Length..] : text.AsText),
        ["removesuffix"] = (text, call) => JinjaValue.Of(text.AsText.EndsWith(call.Text(0, "suffix"), StringComparison.Ordinal) ? text.AsText[..^call.Text(0, "suffix").Length] : text.AsText),
        ["join"] = (text, call) => Join(text.AsText, call.Required(0, "iterable"), call),
        ["format"] = (text, call) => JinjaValue.Of(BraceFormat.Apply(text.AsText, call)),
        ["find"] = (text, call) => JinjaValue.Of(text.AsText.IndexOf(call.Text(0, "sub"), StringComparison.Ordinal)),
        ["rfind"] = (text, call) => JinjaValue.Of(text.AsText.LastIndexOf(call.Text(0, "sub"), StringComparison.Ordinal)),
        ["index"] = (text, call) => text.AsText.IndexOf(call.Text(0, "sub"), StringComparison.Ordinal) is >= 0 and var at ? JinjaValue.Of(at) : throw JinjaCall.Fail("the text does not hold the other"),
        ["count"] = (text, call) => JinjaValue.Of(call.Text(0, "sub") is { Length: > 0 } sub ? text.AsText.AsSpan().Count(sub) : text.AsText.Length + 1),
        ["zfill"] = (text, call) => JinjaValue.Of(ZeroFilled(text.AsText, Width(call))),
        ["rjust"] = (text, call) => JinjaValue.Of(text.AsText.PadLeft(Width(call), Fill(call))),
        ["ljust"] = (text, call) => JinjaValue.Of(text.AsText.PadRight(Width(call), Fill(call))),
        ["center"] = (text, call) => JinjaValue.Of(Centered(text.AsText, Width(call), Fill(call))),
        ["isdigit"] = (text, _) => JinjaValue.Of(text.AsText.Length > 0 && text.AsText.All(char.IsDigit)),
        ["isdecimal"] = (text, _) => JinjaValue.Of(text.AsText.Length > 0 && text.AsText.All(char.IsDigit)),
        ["isnumeric"] = (text, _) => JinjaValue.Of(text.AsText.Length > 0 && text.AsText.All(char.IsNumber)),
        ["isalpha"] = (text, _) => JinjaValue.Of(text.AsText.Length > 0 && text.AsText.All(char.IsLetter)),
        ["isalnum"] = (text, _) => JinjaValue.Of(text.AsText.Length > 0 && text.AsText.All(char.IsLetterOrDigit)),
        ["islower"] = (text, _) => JinjaValue.Of(text.AsText.Any(char.IsLower) && !text.AsText.Any(char.IsUpper)),
        ["isupper"] = (text, _) => JinjaValue.Of(text.AsText.Any(char.IsUpper) && !text.AsText.Any(char.IsLower)),
        ["partition"] = (text, call) => Partition(text.AsText, text.AsText.IndexOf(call.Text(0, "sep"), StringComparison.Ordinal), call.Text(0, "sep"), atEnd: false),
        ["rpartition"] = (text, call) => Partition(text.AsText, text.AsText.LastIndexOf(call.Text(0, "sep"), StringComparison.Ordinal), call.Text(0, "sep"), atEnd: true),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Pieces between separators, or between runs of blanks if there is no separator; at most <paramref name="most"/> cuts unless negative.</summary>
    public static IReadOnlyList<string> Split(string text, string? separator, long most, JinjaCall call)
    {
        var pieces = most is < 0 or >= int.MaxValue ? int.MaxValue : (int)most + 1;
        if (separator is null)
        {
            List<string> words = [];
            var at = 0;
            while (NextWord(text, at) is var begin && begin < text.Length)
            {
                at = begin;
                while (at < text.Length && !char.IsWhiteSpace(text[at]))
                    at++;
                if (words.Count + 1 < pieces)
                {
                    words.Add(text[begin..at]);
                    continue;
                }
                words.Add(text[begin..].TrimEnd());
                break;
            }
            return words;
        }
        return separator.Length > 0 ? text.Split(separator, pieces) : throw JinjaCall.Fail("the separator is empty");
    }

    public static JinjaValue Replace(string text, JinjaCall call)
    {
        var (old, replacement) = (Spelled(call, 0, "old"), Spelled(call, 1, "new"));
        if (old.Length == 0)
            throw JinjaCall.Fail("the text to be replaced is empty");
        var most = call.Integer(2, "count", -1);
        call.Meter.Spend((long)text.AsSpan().Count(old) * replacement.Length);
        if (most < 0)
            return JinjaValue.Of(text.Replace(old, replacement, StringComparison.Ordinal));
        return JinjaValue.Of(string.Join(replacement, text.Split(old, (int)Math.Min(most, int.MaxValue - 1) + 1)));
    }

    public static JinjaValue Join(string separator, JinjaValue items, JinjaCall call)
    {
        var elements = JinjaSequences.Elements(items) ?? throw JinjaCall.Fail($"{items.Describe()} has nothing to join");
        call.Meter.Spend(items.Weight + ((long)separator.Length * elements.Count));
        return JinjaValue.Of(string.Join(separator, elements.Select(element => element.ToText(call.Settings.Dialect))));
    }

    public static string Capitalized(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant();

    public static string Title(string text)
    {
        var letters = text.ToCharArray();
        for (var i = 0; i < letters.Length; i++)
            letters[i] = i > 0 && char.IsLetter(letters[i - 1]) ? char.ToLowerInvariant(letters[i]) : char.ToUpperInvariant(letters[i]);
        return new(letters);
    }

    public static string Centered(string text, int width, char fill) =>
        text.PadLeft(text.Length + (Math.Max(0, width - text.Length) / 2), fill).PadRight(width, fill);

    public static int Width(JinjaCall call)
    {
        var width = Math.Clamp(call.Integer(0, "width", 80), 0, JinjaValue.MaxWeight);
        call.Meter.Spend(width);
        return (int)width;
    }

    private static IEnumerable<string> SplitFromEnd(string text, string? separator, long most, JinjaCall call)
    {
        if (most < 0)
            return Split(text, separator, most, call);
        separator ??= " ";
        var all = Split(text, separator, -1, call);
        var kept = (int)Math.Min(most, all.Count - 1);
        return all.Skip(all.Count - kept).Prepend(string.Join(separator, all.Take(all.Count - kept)));
    }

    private static int NextWord(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        return at;
    }

    private static char[]? Characters(JinjaCall call) => call.OptionalText(0, "chars")?.ToCharArray();

    // Jinja2 turns whatever is replaced into text first.
    private static string Spelled(JinjaCall call, int place, string name) => call.Required(place, name).ToText(call.Settings.Dialect);

    private static bool Any(JinjaCall call, Func<string, bool> holds)
    {
        var affix = call.Required(0, "prefix");
        return affix.Kind switch
        {
            JinjaKind.Text => holds(affix.AsText),
            JinjaKind.List => affix.AsList.Any(item => item.Kind == JinjaKind.Text && holds(item.AsText)),
            JinjaKind.Undefined => false,
            _ => throw JinjaCall.Fail($"{affix.Describe()} cannot begin or end a text"),
        };
    }

    private static char Fill(JinjaCall call) => call.OptionalText(1, "fillchar") switch
    {
        null => ' ',
        { Length: 1 } fill => fill[0],
        _ => throw JinjaCall.Fail("the fill must be one character"),
    };

    private static string ZeroFilled(string text, int width) => text is ['-' or '+', ..]
        ? text[0] + text[1..].PadLeft(Math.Max(0, width - 1), '0')
        : text.PadLeft(width, '0');

    private static JinjaValue Partition(string text, int at, string separator, bool atEnd)
    {
        if (at < 0)
            return JinjaValue.Texts(atEnd ? ["", "", text] : [text, "", ""]);
        return JinjaValue.Texts([text[..at], separator, text[(at + separator.Length)..]]);
    }
}
