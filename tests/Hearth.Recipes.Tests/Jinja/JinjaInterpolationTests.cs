using Hearth.Recipes.Jinja;

namespace Hearth.Recipes.Tests.Jinja;

public sealed class JinjaInterpolationTests
{
    private static readonly JinjaScope _scope = JinjaScope.Empty.With("version", JinjaValue.Of("1.2")).With("number", JinjaValue.Of(4));

    [Theory]
    [InlineData("https://x/${{ version }}/y-${{version}}.zip", "https://x/1.2/y-1.2.zip")]
    [InlineData("no expression, {{ not even }} here", "no expression, {{ not even }} here")]
    [InlineData("${{ {'a': {'b': 'c'}}['a']['b'] }}!", "c!")]
    [InlineData("${{ '}}' }}!", "}}!")]
    [InlineData("${{- version -}}!", "1.2!")]
    [InlineData("a${{ 'b' if number == 0 }}c", "ac")]
    [InlineData("", "")]
    public void Values_are_printed_into_the_text(string text, string expected) =>
        Assert.Equal(expected, JinjaInterpolation.Parse(text).Evaluate(_scope, JinjaSettings.V1).AsText);

    [Fact]
    public void A_single_expression_keeps_the_kind_of_its_value()
    {
        var interpolation = JinjaInterpolation.Parse("${{ number + 1 }}");
        Assert.True(interpolation.IsExpression);
        Assert.Equal(JinjaValue.Of(5), interpolation.Evaluate(_scope, JinjaSettings.V1));
    }

    [Fact]
    public void A_conditional_without_else_is_nothing() =>
        Assert.Equal(JinjaValue.Nothing, JinjaInterpolation.Parse("${{ 1 if number == 0 }}").Evaluate(_scope, JinjaSettings.V1));

    [Theory]
    [InlineData("ab ${{ version", 3)]
    [InlineData("ab ${{ }}", 7)]
    [InlineData("ab ${{ version }", 15)]
    public void A_mistake_has_its_place_in_the_whole_text(string text, int at)
    {
        Assert.False(JinjaInterpolation.TryParse(text, out _, out var error));
        Assert.Equal(at, error.At);
    }

    [Fact]
    public void An_undefined_name_is_an_error_with_its_place()
    {
        var wrong = Assert.Throws<JinjaException>(() => JinjaInterpolation.Parse("a ${{ nothing }}").Evaluate(_scope, JinjaSettings.V1));
        Assert.Equal(("HRT3301", 6), (wrong.Error.Kind.Code, wrong.Error.At));
    }

    [Fact]
    public void Names_are_those_of_all_expressions() =>
        Assert.Equal(["a", "b"], JinjaInterpolation.Parse("${{ b }} ${{ a ~ b }}").Names);
}
