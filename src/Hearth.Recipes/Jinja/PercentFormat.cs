using System.Text;

namespace Hearth.Recipes.Jinja;

/// <summary>The formatting of texts with <c>%</c>, as in <c>"%02d" % minor</c>.</summary>
internal static class PercentFormat
{
    public static string Apply(string format, JinjaValue values, JinjaDialect dialect, JinjaMeter meter)
    {
        var text = new StringBuilder();
        var used = 0;
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] != '%')
            {
                text.Append(format[at]);
                continue;
            }
            var name = Name(format, ref at);
            var begin = ++at;
            while (at < format.Length && !char.IsAsciiLetter(format[at]) && format[at] != '%')
                at++;
            if (at >= format.Length)
                throw new JinjaException(JinjaDiagnostics.Failed, "a format ends behind '%'");
            if (format[at] == '%')
            {
                text.Append('%');
                continue;
            }
            var piece = Layout(format[begin..(at + 1)]).Apply(Value(values, name, used++), dialect);
            meter.Spend(piece.Length);
            text.Append(piece);
        }
        return text.ToString();
    }

    // Behind % texts are flush right, unlike in format().
    private static FormatSpec Layout(string spec)
    {
        var layout = FormatSpec.Parse(spec);
        return layout.Align == '\0' ? layout with { Align = '>' } : layout;
    }

    private static string? Name(string format, ref int at)
    {
        if (at + 1 >= format.Length || format[at + 1] != '(')
            return null;
        var end = format.IndexOf(')', at);
        if (end < 0)
            throw new JinjaException(JinjaDiagnostics.Failed, "a format lacks ')'");
        var name = format[(at + 2)..end];
        at = end;
        return name;
    }

    private static JinjaValue Value(JinjaValue values, string? name, int place)
    {
        if (name is not null)
        {
            return values.Kind == JinjaKind.Map && values.AsMap.TryGet(JinjaValue.Of(name), out var named)
                ? named
                : throw new JinjaException(JinjaDiagnostics.Failed, $"the format asks for '{name}', which is not given");
        }
        if (values.Kind == JinjaKind.List)
            return place < values.AsList.Count ? values.AsList[place] : throw new JinjaException(JinjaDiagnostics.Failed, "the format asks for more values than are given");
        return place == 0 ? values : throw new JinjaException(JinjaDiagnostics.Failed, "the format asks for more values than are given");
    }
}
