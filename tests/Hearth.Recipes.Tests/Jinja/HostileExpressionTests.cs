using CsCheck;
using Hearth.Recipes.Jinja;

namespace Hearth.Recipes.Tests.Jinja;

public sealed class HostileExpressionTests
{
    private static readonly string[] _words =
    [
        "a", "b", "not", "and", "or", "if", "else", "in", "is", "defined", "(", ")", "[", "]", "{", "}", ",", ":", ".", "|", "~", "+", "-", "*", "**", "//", "%", "==", "<",
        "1", "0", "2.5", "'x'", "\"%s\"", "'{}'", "format", "split", "replace", "join", "upper", "int", "default", "sort", "list", "range", "=", "true", "none", "\\", "'", "🦊",
    ];

    /// <summary>Set to the number of texts to try; the suite tries a few thousand.</summary>
    private static readonly long Texts = long.TryParse(Environment.GetEnvironmentVariable("HEARTH_FUZZ"), out var count) ? count : 5_000;

    private static readonly JinjaScope _scope = JinjaScope.Empty.With("a", JinjaValue.Of("text")).With("b", JinjaValue.Texts("x", "y"));

    [Fact]
    public void Any_row_of_words_is_a_value_or_an_error_with_a_place_in_the_text() =>
        Gen.Int[0, _words.Length - 1].Select(place => _words[place]).Array[0, 14].Select(words => string.Join(' ', words)).Sample(
            text =>
            {
                foreach (var settings in new[] { JinjaSettings.V0, JinjaSettings.V1 })
                {
                    try
                    {
                        _ = JinjaExpression.Parse(text).Evaluate(_scope, settings).ToText(settings.Dialect);
                    }
                    catch (JinjaException wrong)
                    {
                        Assert.InRange(wrong.Error.At, 0, text.Length);
                    }
                }
            },
            iter: Texts);

    [Fact]
    public void Any_text_is_an_interpolation_or_an_error() =>
        Gen.String[Gen.Char["ab${}'\" |+-.\n"], 0, 30].Sample(
            text =>
            {
                if (!JinjaInterpolation.TryParse(text, out _, out var error))
                    Assert.InRange(error.At, 0, text.Length);
            },
            iter: Texts);

    [Fact]
    public void A_printed_literal_reads_back_as_the_same_value() =>
        Literals(3).Sample(value => JinjaExpression.Parse(JinjaValue.List(value).ToText(JinjaDialect.V0)).Evaluate(JinjaScope.Empty, JinjaSettings.V0).AsList[0].Equals(value));

    [Theory]
    [InlineData("(", 100_000)]
    [InlineData("[", 100_000)]
    [InlineData("not ", 100_000)]
    [InlineData("-", 100_000)]
    [InlineData("{'a':", 100_000)]
    [InlineData("a[", 100_000)]
    [InlineData("a(", 100_000)]
    public void Deep_nesting_is_refused(string part, int times)
    {
        Assert.False(JinjaExpression.TryParse(string.Concat(Enumerable.Repeat(part, times)) + "1", out _, out var error));
        Assert.Contains(error.Kind.Code, new[] { "HRT3303", "HRT3300" });
    }

    [Theory]
    [InlineData("a{0}", ".x")]
    [InlineData("1{0}", "+1")]
    [InlineData("a{0}", "|upper")]
    [InlineData("1{0}", " is odd")]
    [InlineData("1{0}", " if 1")]
    public void A_long_chain_is_refused_and_its_names_are_still_found(string pattern, string part)
    {
        var expression = JinjaExpression.Parse(pattern.Replace("{0}", string.Concat(Enumerable.Repeat(part, 50_000)), StringComparison.Ordinal));
        Assert.True(expression.Names.Count <= 1);
        var wrong = Assert.Throws<JinjaException>(() => expression.Evaluate(_scope, JinjaSettings.V0));
        Assert.Equal("HRT3303", wrong.Error.Kind.Code);
    }

    [Theory]
    [InlineData("'x' * 999999999999")]
    [InlineData("[[]] * 999999999")]
    [InlineData("('x' * 900000) * 1000000")]
    [InlineData("('x' * 900000) | replace('x', 'y' * 1000000)")]
    [InlineData("'%999999d' % 1")]
    [InlineData("'{:>99999999}'.format(1)")]
    [InlineData("'a'.rjust(999999999)")]
    [InlineData("'a' | center(999999999)")]
    [InlineData("('\n' * 900000) | indent(1000)")]
    [InlineData("[1] | batch(99999999, 0)")]
    [InlineData("(('x' * 900000) | list).__class__")]
    [InlineData("9 ** 9 ** 9")]
    [InlineData("('x' * 900000) | map('upper') | map('upper') | map('upper') | map('upper') | map('upper') | list")]
    public void Great_results_are_refused(string expression) =>
        Assert.Throws<JinjaException>(() => JinjaExpression.Parse(expression).Evaluate(_scope, JinjaSettings.V1 with { Dialect = JinjaDialect.V0 }));

    private static Gen<JinjaValue> Literals(int depth)
    {
        var simple = Gen.OneOf(
            Gen.Long[0, long.MaxValue].Select(JinjaValue.Of),
            Gen.Double[0, 1e20].Select(JinjaValue.Of),
            Gen.Bool.Select(JinjaValue.Of),
            Gen.Const(JinjaValue.Null),
            Gen.String[Gen.Char["ab'\"\\ \n\t{}%é"], 0, 8].Select(JinjaValue.Of));
        if (depth == 0)
            return simple;
        var inner = Literals(depth - 1);
        return Gen.OneOf(
            simple,
            inner.Array[0, 3].Select(items => JinjaValue.List(items)),
            Gen.Dictionary(Gen.String[Gen.Char["abc"], 1, 3], inner)[0, 3].Select(entries => JinjaValue.Map(entries)));
    }
}
