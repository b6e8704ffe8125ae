using CsCheck;
using Hearth.Conda.MatchSpecs;

namespace Hearth.Conda.Tests.MatchSpecs;

public sealed class WhenExpressionTests
{
    private static readonly Gen<WhenExpression> Leaf = Gen.Int[0, 4].Select(i => Parse("abcde"[i].ToString()));

    private static readonly Gen<WhenExpression> Any = Gen.Recursive<WhenExpression>((depth, inner) => depth > 3
        ? Leaf
        : Gen.Frequency((1, Leaf), (2, Gen.Select(Gen.Bool, inner.Array[2, 3], WhenExpression (all, parts) => new WhenGroup(all, parts)))));

    private static WhenExpression Parse(string text)
    {
        Assert.True(WhenExpression.TryParse(text, out var when, out var problem, out _), problem);
        return when;
    }

    private static bool Holds(string text, params string[] present) => Parse(text).Holds(spec => present.Contains(spec.Name.ToString()));

    [Theory]
    [InlineData("a", true)]
    [InlineData("x", false)]
    [InlineData("a and x", false)]
    [InlineData("a or x", true)]
    [InlineData("x and a or b", true)]
    [InlineData("x and (a or b)", false)]
    [InlineData("(x or a)and(b or x)", true)]
    public void A_condition_holds_by_what_is_present(string text, bool expected) => Assert.Equal(expected, Holds(text, "a", "b"));

    [Fact]
    public void The_spelling_reads_back_as_the_same_condition() =>
        Any.Sample(when => Parse(when.ToString()).Equals(when));

    [Fact]
    public void Names_that_contain_the_words_are_names()
    {
        Assert.Equal("pandas", ((WhenMatch)Parse("pandas")).Spec.Name.ToString());
        Assert.True(Holds("orange and andes", "orange", "andes"));
    }

    [Fact]
    public void Parentheses_and_words_within_a_spec_belong_to_it()
    {
        Assert.Equal("python[version='>=3.8,<3.10|>=3.11']", Parse("python (>=3.8,<3.10)|(>=3.11)").ToString());
        Assert.Equal("a[version='>=1',build='^x and y$'] or b", Parse("a[version='>=1', build='^x and y$'] or b").ToString());
    }

    [Theory]
    [InlineData("", 0, "missing")]
    [InlineData("a and", 5, "missing")]
    [InlineData("(a", 2, "')' is missing")]
    [InlineData("a)", 1, "')' stands where")]
    [InlineData("a or b[colour=x]", 5, "there is no key")]
    public void What_is_wrong_is_said_with_its_place(string text, int at, string message)
    {
        Assert.False(WhenExpression.TryParse(text, out _, out var problem, out var problemAt));
        Assert.Contains(message, problem, StringComparison.Ordinal);
        Assert.Equal(at, problemAt);
    }

    [Fact]
    public void Nesting_has_an_end() => Assert.False(WhenExpression.TryParse(new string('(', 10_000), out _, out _, out _));
}
