using System.Globalization;

namespace Hearth.Recipes.Syntax;

/// <summary>A single value. Only one without quotes can be other than text.</summary>
public sealed class ScalarNode : SyntaxNode
{
    public ScalarNode(TextSpan span, string value, ScalarStyle style)
        : base(span)
    {
        Value = value;
        Style = style;
        Kind = style == ScalarStyle.Plain ? KindOf(value) : ScalarKind.Text;
    }

    /// <summary>The text, with escapes, folding and quotes undone.</summary>
    public string Value { get; }

    public ScalarStyle Style { get; }

    public ScalarKind Kind { get; }

    public bool IsNull => Kind == ScalarKind.Null;

    internal override int Weight => 1;

    /// <summary>The value of a scalar of the kind <see cref="ScalarKind.Boolean"/>.</summary>
    public bool Boolean => Value[0] is 't' or 'T';

    public override string ToString() => Value;

    /// <summary>What the text means when it stands without quotes.</summary>
    public static ScalarKind KindOf(string plain)
    {
        if (plain.Length == 0)
            return ScalarKind.Null;
        switch (plain[0])
        {
            case '~' or 'n' or 'N' when plain is "~" or "null" or "Null" or "NULL":
                return ScalarKind.Null;
            case 't' or 'T' or 'f' or 'F' when plain is "true" or "True" or "TRUE" or "false" or "False" or "FALSE":
                return ScalarKind.Boolean;
            case (>= '0' and <= '9') or '-' or '+' or '.':
                break;
            default:
                return ScalarKind.Text;
        }
        if (long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            return ScalarKind.Integer;
        return double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? ScalarKind.Float
            : ScalarKind.Text;
    }
}
