using System.Globalization;

namespace Hearth.Recipes.Jinja;

/// <summary>How a value is laid out by <c>%</c> and <c>format</c>: the part of Python's format language that recipes use.</summary>
internal readonly record struct FormatSpec(char Fill, char Align, bool Signed, int Width, int? Precision, char Type)
{
    private const int MaxWidth = 10_000;

    /// <summary>Reads <c>[[fill]align][sign][0][width][.precision][type]</c>.</summary>
    public static FormatSpec Parse(ReadOnlySpan<char> text)
    {
        var (fill, align, signed) = (' ', '\0', false);
        var at = 0;
        if (text.Length > 1 && text[1] is '<' or '>' or '^')
        {
            (fill, align) = (text[0], text[1]);
            at = 2;
        }
        for (; at < text.Length && text[at] is '<' or '>' or '^' or '-' or '+' or ' ' or '#' or '0'; at++)
        {
            if (text[at] == '0')
                (fill, align) = ('0', align == '\0' ? '=' : align);
            else if (text[at] == '+')
                signed = true;
            else if (text[at] is '<' or '>' or '^')
                align = text[at];
            else if (text[at] == '-')
                align = '<';
        }
        var width = Number(text, ref at) ?? 0;
        int? precision = null;
        if (at < text.Length && text[at] == '.')
        {
            at++;
            precision = Number(text, ref at) ?? 0;
        }
        var type = at < text.Length ? text[at++] : 's';
        if (at < text.Length || width > MaxWidth || precision > MaxWidth)
            throw new JinjaException(JinjaDiagnostics.Failed, $"'{text}' is not a format");
        return new(fill, align, signed, width, precision, type);
    }

    public string Apply(JinjaValue value, JinjaDialect dialect)
    {
        var text = Type switch
        {
            's' or 'r' when Precision is { } most && value.ToText(dialect) is { } whole => whole[..Math.Min(most, whole.Length)],
            's' or 'r' => value.ToText(dialect),
            'd' or 'i' or 'u' when value.IsNumber => Sign(Whole(value).ToString(CultureInfo.InvariantCulture), value),
            'x' when value.IsNumber => Whole(value).ToString("x", CultureInfo.InvariantCulture),
            'X' when value.IsNumber => Whole(value).ToString("X", CultureInfo.InvariantCulture),
            'f' or 'F' when value.IsNumber => Sign(value.AsFloat.ToString($"F{Precision ?? 6}", CultureInfo.InvariantCulture), value),
            'g' when value.IsNumber => Sign(value.AsFloat.ToString($"G{Precision ?? 6}", CultureInfo.InvariantCulture), value),
            'e' when value.IsNumber => Sign(value.AsFloat.ToString("e" + (Precision ?? 6), CultureInfo.InvariantCulture), value),
            _ => throw new JinjaException(JinjaDiagnostics.Failed, $"the format '{Type}' does not work on {value.Describe()}"),
        };
        return Padded(text, value.IsNumber);
    }

    private static long Whole(JinjaValue value)
    {
        if (value.Kind != JinjaKind.Float)
            return value.AsInteger;
        return Math.Abs(value.AsFloat) < long.MaxValue ? (long)value.AsFloat : throw new JinjaException(JinjaDiagnostics.Failed, "the number is too large");
    }

    private string Sign(string text, JinjaValue value) => Signed && value.AsFloat >= 0 ? "+" + text : text;

    private string Padded(string text, bool number) => Align switch
    {
        '=' when number && text is ['-' or '+', ..] => text[0] + text[1..].PadLeft(Math.Max(0, Width - 1), Fill),
        '=' => number ? text.PadLeft(Width, Fill) : text.PadRight(Width, Fill),
        '>' => text.PadLeft(Width, Fill),
        '<' => text.PadRight(Width, Fill),
        '^' => text.PadLeft(text.Length + (Math.Max(0, Width - text.Length) / 2), Fill).PadRight(Width, Fill),
        _ => number ? text.PadLeft(Width, Fill) : text.PadRight(Width, Fill),
    };

    private static int? Number(ReadOnlySpan<char> text, ref int at)
    {
        var begin = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        if (at == begin)
            return null;
        return at - begin < 6 ? int.Parse(text[begin..at], NumberStyles.None, CultureInfo.InvariantCulture) : MaxWidth + 1;
    }
}
