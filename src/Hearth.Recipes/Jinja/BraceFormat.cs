using System.Globalization;
using System.Text;

namespace Hearth.Recipes.Jinja;

/// <summary>The method <c>format</c> of texts, as in <c>"{:02d}_{name}".format(minor, name="x")</c>. Fields are places and names, without members.</summary>
internal static class BraceFormat
{
    public static string Apply(string format, JinjaCall call)
    {
        var text = new StringBuilder();
        var next = 0;
        for (var at = 0; at < format.Length; at++)
        {
            var c = format[at];
            if (c is not ('{' or '}'))
            {
                text.Append(c);
                continue;
            }
            if (at + 1 < format.Length && format[at + 1] == c)
            {
                text.Append(c);
                at++;
                continue;
            }
            var end = c == '{' ? format.IndexOf('}', at) : -1;
            if (end < 0)
                throw JinjaCall.Fail("a brace in the format has no counterpart", "write '{{' or '}}' for the brace itself");
            var piece = Field(format.AsSpan((at + 1)..end), call, ref next);
            call.Meter.Spend(piece.Length);
            text.Append(piece);
            at = end;
        }
        return text.ToString();
    }

    private static string Field(ReadOnlySpan<char> field, JinjaCall call, ref int next)
    {
        var colon = field.IndexOf(':');
        var name = colon < 0 ? field : field[..colon];
        if (name.IndexOf('!') is >= 0 and var conversion)
            name = name[..conversion];
        var value = name.IsEmpty ? Place(next++, call)
            : int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? Place(place, call)
            : call.Named.GetValueOrDefault(name.ToString()) ?? throw JinjaCall.Fail($"the format asks for '{name}', which is not given");
        return colon < 0 ? value.ToText(call.Settings.Dialect) : Layout(field[(colon + 1)..], value).Apply(value, call.Settings.Dialect);
    }

    private static FormatSpec Layout(ReadOnlySpan<char> spec, JinjaValue value)
    {
        var layout = FormatSpec.Parse(spec);
        return layout.Type == 's' && value.Kind == JinjaKind.Float && layout.Precision is not null ? layout with { Type = 'g' } : layout;
    }

    private static JinjaValue Place(int place, JinjaCall call) => place < call.Positional.Count
        ? call.Positional[place]
        : throw JinjaCall.Fail("the format asks for more values than are given");
}
