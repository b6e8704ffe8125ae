using CsCheck;
using Hearth.Conda.Licences;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Conda.Tests.Licences;

public sealed class LicenceExpressionTests
{
    [Theory]
    [InlineData("MIT", "MIT")]
    [InlineData("mit", "MIT")]
    [InlineData("MIT OR Apache-2.0", "MIT OR Apache-2.0")]
    [InlineData("(MIT)", "MIT")]
    [InlineData("MIT AND (BSD-3-Clause AND ISC)", "MIT AND BSD-3-Clause AND ISC")]
    [InlineData("(MIT OR ISC) OR Zlib", "MIT OR ISC OR Zlib")]
    [InlineData("MIT OR (ISC OR Zlib)", "MIT OR ISC OR Zlib")]
    [InlineData("(MIT OR ISC) AND Zlib", "(MIT OR ISC) AND Zlib")]
    [InlineData("MIT OR ISC AND Zlib", "MIT OR ISC AND Zlib")]
    [InlineData("MIT or (ISC and Zlib)", "MIT OR ISC AND Zlib")]
    [InlineData("GPL-2.0-or-later with classpath-exception-2.0", "GPL-2.0-or-later WITH Classpath-exception-2.0")]
    [InlineData("GPL-2.0+", "GPL-2.0+")]
    [InlineData("MPL-1.1+", "MPL-1.1+")]
    [InlineData("LicenseRef-Mine AND DocumentRef-a:LicenseRef-b", "LicenseRef-Mine AND DocumentRef-a:LicenseRef-b")]
    public void An_expression_reads_and_has_one_canonical_spelling(string text, string canonical) =>
        Assert.Equal(canonical, LicenceExpression.Parse(text).ToString());

    [Theory]
    [InlineData("", 1)]
    [InlineData("MIT OR", 7)]
    [InlineData("OR MIT", 1)]
    [InlineData("MIT ISC", 5)]
    [InlineData("(MIT", 5)]
    [InlineData("MIT)", 4)]
    [InlineData("MIT WITH", 9)]
    [InlineData("MIT & ISC", 5)]
    public void What_is_no_expression_is_refused_at_its_place(string text, int column)
    {
        Assert.False(LicenceExpression.TryParse(text, out _, out var problem));
        Assert.Equal(LicenceDiagnostics.BadExpression, problem!.Kind);
        Assert.Equal(new TextPosition(1, column), problem.Position);
    }

    [Fact]
    public void Parentheses_nest_only_so_deep() =>
        Assert.False(LicenceExpression.TryParse(new string('(', 500) + "MIT" + new string(')', 500), out _, out _));

    [Theory]
    [InlineData("MIT", "")]
    [InlineData("MIT AND Nonsense-1.0", "HRT1021@9")]
    [InlineData("GPL-3.0", "HRT1023@1")]
    [InlineData("GPL-3.0+ OR Foo", "HRT1023@1 HRT1021@13")]
    [InlineData("GPL-2.0-only WITH Foo", "HRT1022@1")]
    [InlineData("LicenseRef-Foo", "")]
    public void Ids_that_SPDX_does_not_list_or_no_longer_are_told_with_their_places(string text, string problems) =>
        Assert.Equal(problems, string.Join(' ', LicenceExpression.Parse(text).Problems().Select(problem => $"{problem.Code}@{problem.Position!.Value.Column}")));

    [Fact]
    public void A_deprecated_id_comes_with_the_one_to_write() =>
        Assert.Equal("write GPL-3.0-or-later", LicenceExpression.Parse("GPL-3.0+").Problems().Single().Hint);

    [Fact]
    public void What_is_written_reads_as_the_same()
    {
        var ids = SpdxList.Licences.Select(licence => licence.Id).Append("LicenseRef-x").ToArray();
        var term = Gen.Select(Gen.Int[0, ids.Length - 1].Select(i => ids[i]), Gen.Bool, (id, with) => with ? $"{id} WITH LLVM-exception" : id);
        var expression = Gen.Recursive<string>((depth, inner) => depth >= 4
            ? term
            : Gen.OneOf(term, Gen.Select(inner, Gen.Bool.Select(and => and ? " AND " : " OR "), inner, (left, word, right) => $"({left}{word}{right})")));
        expression.Sample(text =>
        {
            var read = LicenceExpression.Parse(text);
            return LicenceExpression.Parse(read.ToString()).ToString() == read.ToString() && Choices(read) == Choices(LicenceExpression.Parse(read.ToString()));
        }, iter: 500);

        // The same meaning: acceptable under the same single refusals.
        static string Choices(LicenceExpression read) => string.Concat(read.Terms.Select(refused => read.Satisfies(one => one.Id != refused.Id) ? '1' : '0'));
    }
}
