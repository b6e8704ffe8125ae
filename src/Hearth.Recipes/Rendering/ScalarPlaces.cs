using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Rendering;

/// <summary>Places within scalars.</summary>
internal static class ScalarPlaces
{
    /// <summary>Where a character of a scalar's value stands in the file; where the scalar begins if folding or escapes hide it.</summary>
    public static TextPosition PositionOf(SourceText source, ScalarNode scalar, int at)
    {
        var start = scalar.Span.Start;
        var quote = scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted ? 1 : 0;
        var isLiteral = scalar.Style is ScalarStyle.Plain or ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted
            && at >= 0 && at <= scalar.Value.Length && start + quote + at <= source.Text.Length
            && source.Text.AsSpan(start + quote).StartsWith(scalar.Value.AsSpan(0, at));
        return source.PositionOf(isLiteral ? start + quote + at : start);
    }
}
