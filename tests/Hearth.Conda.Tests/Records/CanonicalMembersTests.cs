using System.Text;
using System.Text.Json;
using CsCheck;
using Hearth.Conda.Records;
using Hearth.Foundation.Json;

namespace Hearth.Conda.Tests.Records;

public sealed class CanonicalMembersTests
{
    [Fact]
    public void Members_are_found_where_a_full_reader_finds_them() => Gen.Dictionary(Gen.String[Gen.Char["abc\"\\ -ü"], 0, 4], Value(depth: 3))[0, 40].Sample(
        members =>
        {
            var json = CanonicalJson.Rewrite(Encoding.UTF8.GetBytes("{" + string.Join(",", members.Select(member => $"{JsonSerializer.Serialize(member.Key)}:{member.Value}")) + "}"));
            return CanonicalMembers.FindIn(json).SequenceEqual(JsonMember.FindIn(json));
        },
        iter: 1000);

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("{\"a}")]
    [InlineData("{\"a\":\"}")]
    public void What_is_no_object_has_no_members(string text) => Assert.ThrowsAny<JsonException>(() => CanonicalMembers.FindIn(Encoding.UTF8.GetBytes(text)));

    private static Gen<string> Value(int depth)
    {
        var scalar = Gen.OneOf(
            Gen.String[Gen.Char["ab\"\\/{}[],:\n\u0001ü"], 0, 6].Select(text => JsonSerializer.Serialize(text)), Gen.Const("-1.5e3"), Gen.Const("true"), Gen.Const("null"));
        if (depth == 0)
            return scalar;
        var inner = Value(depth - 1);
        return Gen.OneOf(
            scalar,
            inner.Array[0, 4].Select(items => $"[{string.Join(",", items)}]"),
            Gen.Dictionary(Gen.String[Gen.Char["ab}"], 0, 3], inner)[0, 4].Select(members => "{" + string.Join(",", members.Select(member => $"{JsonSerializer.Serialize(member.Key)}:{member.Value}")) + "}"));
    }
}
