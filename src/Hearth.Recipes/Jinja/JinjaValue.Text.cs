using System.Globalization;
using System.Text;

namespace Hearth.Recipes.Jinja;

public sealed partial class JinjaValue
{
    // Outside these powers of ten Python writes floats with an exponent.
    private const int LeastFixedExponent = -4;
    private const int MostFixedExponent = 15;

    public override string ToString() => ToText(JinjaDialect.V1);

    /// <summary>What the value prints as inside a text.</summary>
    public string ToText(JinjaDialect dialect) => Kind switch
    {
        JinjaKind.Text => AsText,
        JinjaKind.Undefined => "",
        JinjaKind.Integer => _bits.ToString(CultureInfo.InvariantCulture),
        _ => Literal(new StringBuilder(), dialect).ToString(),
    };

    private StringBuilder Literal(StringBuilder text, JinjaDialect dialect)
    {
        var v0 = dialect == JinjaDialect.V0;
        return Kind switch
        {
            JinjaKind.Undefined => text.Append("Undefined"),
            JinjaKind.Null => text.Append(v0 ? "None" : "none"),
            JinjaKind.Boolean => text.Append(_bits == 1 ? (v0 ? "True" : "true") : v0 ? "False" : "false"),
            JinjaKind.Integer => text.Append(_bits),
            JinjaKind.Float => text.Append(FloatText(AsFloat)),
            JinjaKind.Text => Quoted(text, v0 ? '\'' : '"'),
            JinjaKind.List => Items(text, dialect),
            JinjaKind.Map => Entries(text, dialect),
            _ => text.Append("<function>"),
        };
    }

    private StringBuilder Items(StringBuilder text, JinjaDialect dialect)
    {
        text.Append('[');
        for (var i = 0; i < AsList.Count; i++)
            AsList[i].Literal(i == 0 ? text : text.Append(", "), dialect);
        return text.Append(']');
    }

    private StringBuilder Entries(StringBuilder text, JinjaDialect dialect)
    {
        text.Append('{');
        var first = true;
        foreach (var (key, value) in AsMap)
        {
            key.Literal(first ? text : text.Append(", "), dialect).Append(": ");
            value.Literal(text, dialect);
            first = false;
        }
        return text.Append('}');
    }

    private StringBuilder Quoted(StringBuilder text, char quote)
    {
        // Python turns to double quotes where that saves escapes.
        if (quote == '\'' && AsText.Contains('\'', StringComparison.Ordinal) && !AsText.Contains('"', StringComparison.Ordinal))
            quote = '"';
        text.Append(quote);
        foreach (var c in AsText)
        {
            _ = c switch
            {
                '\n' => text.Append("\\n"),
                '\t' => text.Append("\\t"),
                '\r' => text.Append("\\r"),
                '\\' => text.Append("\\\\"),
                _ when c == quote => text.Append('\\').Append(c),
                _ => text.Append(c),
            };
        }
        return text.Append(quote);
    }

    private static string FloatText(double value)
    {
        if (double.IsNaN(value))
            return "nan";
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";
        // The shortest digits that read back as the same number, laid out as Python does.
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var sign = shortest[0] == '-' ? "-" : "";
        var mark = shortest.IndexOf('E', StringComparison.Ordinal);
        var mantissa = shortest[sign.Length..(mark < 0 ? shortest.Length : mark)];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var exponent = (mark < 0 ? 0 : int.Parse(shortest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
            + (point < 0 ? mantissa.Length : point) - 1;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var leading = digits.Length - digits.TrimStart('0').Length;
        digits = digits.Trim('0');
        return sign + (digits.Length == 0 ? "0.0" : Layout(digits, exponent - leading));
    }

    /// <param name="digits">The digits, without zeros at either end.</param>
    /// <param name="exponent">The power of ten of the first digit.</param>
    private static string Layout(string digits, int exponent)
    {
        if (exponent is < LeastFixedExponent or > MostFixedExponent)
        {
            var fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return $"{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)}";
        }
        if (exponent < 0)
            return "0." + new string('0', -exponent - 1) + digits;
        var whole = digits.PadRight(exponent + 1, '0');
        return whole.Length > exponent + 1 ? whole.Insert(exponent + 1, ".") : whole + ".0";
    }
}
