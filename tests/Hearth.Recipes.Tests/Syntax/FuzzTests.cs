using CsCheck;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Tests.Syntax;

public sealed class FuzzTests
{
    /// <summary>Set to the number of texts to try; the suite tries a few thousand.</summary>
    private static readonly long Texts = long.TryParse(Environment.GetEnvironmentVariable("HEARTH_FUZZ"), out var count) ? count : 2_000;

    [Fact]
    public void No_text_makes_the_reader_throw() =>
        Gen.String[Gen.Char["ab:-?[]{},#&*!|>'\"%@`~$ \n\r\t0\u0085\ufeff"], 0, 60].Sample(
            text =>
            {
                foreach (var tree in new[] { SyntaxTree.Parse(text, null), SyntaxTree.ParseTemplate(text, null) })
                    Assert.True(tree.Root is null || tree.Root.Span.End <= text.Length);
            },
            iter: Texts);
}
