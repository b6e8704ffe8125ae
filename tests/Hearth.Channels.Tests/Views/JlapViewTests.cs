using System.Text;
using Hearth.Channels.Views;
using Hearth.Conda.Jlap;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Tests.Views;

public sealed class JlapViewTests
{
    private const string First = """{"info":{"subdir":"noarch"},"packages":{},"packages.conda":{},"removed":[],"repodata_version":1}""";
    private const string Second = """{"info":{"subdir":"noarch"},"packages":{},"packages.conda":{"a-1.0-0.conda":{"name":"a"}},"removed":[],"repodata_version":1}""";

    [Fact]
    public void The_first_document_begins_a_chain_and_the_next_goes_on_from_it()
    {
        var fresh = Make(null, null, First);
        Assert.Empty(fresh.Patches);

        var next = Make(fresh.ToBytes(), First, Second);

        Assert.Equal((DigestOf(First), DigestOf(Second)), (Assert.Single(next.Patches).From, next.Latest));
        Assert.Equal("""[{"op":"add","path":"/packages.conda/a-1.0-0.conda","value":{"name":"a"}}]""", Encoding.UTF8.GetString(next.Patches[0].Operations.Span));
    }

    [Fact]
    public void The_same_document_again_changes_nothing() =>
        Assert.Equal(Make(null, null, First).ToBytes(), Make(Make(null, null, First).ToBytes(), First, First).ToBytes());

    [Theory]
    [InlineData("not a chain", First)]
    [InlineData(null, Second)]
    [InlineData(null, null)]
    public void A_chain_that_does_not_lead_to_the_document_before_begins_anew(string? previous, string? before)
    {
        var chain = previous is null ? Make(null, null, First).ToBytes() : Encoding.UTF8.GetBytes(previous);
        var next = Make(chain, before, Second);
        Assert.Equal(JlapFile.Fresh(DigestOf(Second)).ToBytes(), next.ToBytes());
    }

    [Fact]
    public void A_document_that_cannot_be_compared_begins_it_anew()
    {
        var chain = JlapFile.Fresh(DigestOf("not JSON")).ToBytes();
        Assert.Empty(Make(chain, "not JSON", Second).Patches);
    }

    [Fact]
    public void Too_many_changes_at_once_begin_it_anew()
    {
        var records = string.Join(',', Enumerable.Range(10_000, JlapFile.MostOperations + 1).Select(i => $$"""
            "a-{{i}}-0.conda":{}
            """));
        var many = First.Replace("\"packages.conda\":{}", $"\"packages.conda\":{{{records}}}", StringComparison.Ordinal);
        Assert.Empty(Make(Make(null, null, First).ToBytes(), First, many).Patches);
    }

    private static Blake2b256 DigestOf(string document) => Blake2b256.Of(Encoding.UTF8.GetBytes(document));

    private static JlapFile Make(byte[]? previous, string? before, string after) => JlapFile.Parse(JlapView.Make(
        previous is null ? null : new MemoryStream(previous), () => before is null ? null : Open(before), () => Open(after)));

    private static MemoryStream Open(string document) => new(Encoding.UTF8.GetBytes(document));
}
