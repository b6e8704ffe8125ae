using System.Text;
using Hearth.Conda.Patches;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Conda.Tests.Patches;

public sealed class PatchInstructionsTests
{
    [Fact]
    public void Absent_maps_and_lists_are_empty_and_the_version_is_1()
    {
        var instructions = Parse("{}");
        Assert.True(instructions.IsEmpty);
        Assert.Equal(1, instructions.Version);
    }

    [Theory]
    [InlineData("""{"patch_instructions_version":3}""")]
    [InlineData("""{"patch_instructions_version":0}""")]
    [InlineData("""{"patch_instructions_version":"1"}""")]
    [InlineData("""{"packages":[]}""")]
    [InlineData("""{"packages":{"a":1}}""")]
    [InlineData("""{"remove":{}}""")]
    [InlineData("""{"revoke":[1]}""")]
    [InlineData("""{"v3":[]}""")]
    [InlineData("""{"v3":{"rpm":{}}}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public void A_document_of_another_shape_or_version_is_refused(string json) =>
        Assert.Throws<BadInputException>(() => Parse(json));

    [Fact]
    public void Everything_that_is_wrong_is_named() => Assert.Equal(
        3,
        Assert.Throws<BadInputException>(() => Parse("""{"patch_instructions_version":9,"packages":{"a":1},"remove":{}}""")).Diagnostics.Count);

    [Fact]
    public void Equal_instructions_have_equal_digests_however_they_are_written() => Assert.Equal(
        Parse("""{"remove":["a"],"packages":{"f":{"b":1,"a":2}}}""").Digest,
        Parse("""  {"packages" : {"f" : {"a" : 2, "b" : 1}}, "remove" : ["a"]}""").Digest);

    private static PatchInstructions Parse(string json) => PatchInstructions.Parse(Encoding.UTF8.GetBytes(json), "p.json");
}
