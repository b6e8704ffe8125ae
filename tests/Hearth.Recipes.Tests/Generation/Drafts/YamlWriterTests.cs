using CsCheck;
using Hearth.Recipes.Generation.Drafts;
using YamlDotNet.RepresentationModel;

namespace Hearth.Recipes.Tests.Generation.Drafts;

public sealed class YamlWriterTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("1.0", "'1.0'")]
    [InlineData("1e3", "'1e3'")]
    [InlineData("yes", "'yes'")]
    [InlineData("a: b", "'a: b'")]
    [InlineData("it's", "it's")]
    [InlineData("a # b", "'a # b'")]
    [InlineData("*/R.dll", "'*/R.dll'")]
    [InlineData("${{ x }}", "${{ x }}")]
    [InlineData("a\tb", "\"a\\tb\"")]
    public void A_text_is_plain_where_that_is_safe(string text, string yaml) => Assert.Equal(yaml, YamlWriter.Scalar(text));

    [Fact]
    public void Whatever_is_written_reads_as_the_same_text() =>
        Gen.String[Gen.Char[" abc019.:#-'\"{}[]*&!%@`,?|>~\\$\t"], 0, 12].Sample(text =>
        {
            var stream = new YamlStream();
            stream.Load(new StringReader($"- {YamlWriter.Scalar(text)}\n"));
            return stream.Documents[0].RootNode is YamlSequenceNode { Children: [YamlScalarNode { Value: var read }] } && read == text;
        });
}
