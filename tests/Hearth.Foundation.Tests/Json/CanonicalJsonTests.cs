using System.Text;
using System.Text.Json;
using CsCheck;
using Hearth.Foundation.Json;

namespace Hearth.Foundation.Tests.Json;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{ "b" : 1, "a" : [ true , null ] }""", """{"a":[true,null],"b":1}""")]
    [InlineData("""{"a":1,"b":2}""", """{"a":1,"b":2}""")]
    [InlineData("""{"z":{"y":1,"x":2},"a":0}""", """{"a":0,"z":{"x":2,"y":1}}""")]
    [InlineData("[]", "[]")]
    [InlineData("{}", "{}")]
    public void Keys_are_sorted_and_white_space_goes(string json, string canonical) => Assert.Equal(canonical, Rewrite(json));

    [Theory]
    [InlineData("1.0")]
    [InlineData("1e5")]
    [InlineData("12345678901234567890123")]
    [InlineData("-0")]
    public void Numbers_stay_as_they_were_written(string number) => Assert.Equal(number, Rewrite(number));

    [Theory]
    [InlineData("\"\\u0041\\/\"", "\"A/\"")]
    [InlineData("\"\\u00fc\"", "\"ü\"")]
    [InlineData("\"\\ud83d\\ude00\"", "\"😀\"")]
    [InlineData("\"\\u000a\\u001F\\\"\\\\\"", "\"\\n\\u001f\\\"\\\\\"")]
    public void Only_the_escapes_that_JSON_demands_remain(string json, string canonical) => Assert.Equal(canonical, Rewrite(json));

    [Fact]
    public void Half_a_surrogate_pair_survives_as_an_escape() => Assert.Equal("\"\\ud800x\"", Rewrite("\"\\uD800x\""));

    [Fact]
    public void Of_two_members_with_one_name_the_last_counts() =>
        Assert.Equal("""{"a":3,"b":2}""", Rewrite("""{"a":1,"b":2,"a":3}"""));

    [Fact]
    public void Names_sort_by_bytes_so_that_a_prefix_comes_first() =>
        Assert.Equal("""{"a":1,"a b":2,"a-":3,"ab":4,"ä":5}""", Rewrite("""{"ä":5,"ab":4,"a-":3,"a b":2,"a":1}"""));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1,]")]
    [InlineData("{} {}")]
    [InlineData("{\"a\":}")]
    public void What_is_not_one_JSON_value_is_refused(string json) => Assert.ThrowsAny<JsonException>(() => Rewrite(json));

    [Fact]
    public void Nesting_that_could_exhaust_the_stack_is_refused() =>
        Assert.ThrowsAny<JsonException>(() => Rewrite(new string('[', 100_000)));

    [Fact]
    public void Rewriting_canonical_JSON_changes_nothing_and_equal_content_gives_equal_bytes() =>
        Json(depth: 3).Sample(value =>
        {
            var canonical = Rewrite(value);
            return Rewrite(canonical) == canonical && JsonElement.DeepEquals(JsonDocument.Parse(value).RootElement, JsonDocument.Parse(canonical).RootElement);
        }, iter: 300);

    private static string Rewrite(string json) => Encoding.UTF8.GetString(CanonicalJson.Rewrite(Encoding.UTF8.GetBytes(json)));

    private static Gen<string> Json(int depth)
    {
        var scalar = Gen.OneOf(
            Gen.Int.Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            Gen.String[Gen.Char["ab\"\\/\n\u0001üé"], 0, 6].Select(text => JsonSerializer.Serialize(text)),
            Gen.Const("true"), Gen.Const("false"), Gen.Const("null"));
        if (depth == 0)
            return scalar;
        var inner = Json(depth - 1);
        return Gen.OneOf(
            scalar,
            inner.Array[0, 4].Select(items => $"[{string.Join(" , ", items)}]"),
            Gen.Dictionary(Gen.String[Gen.Char["abc -ü"], 0, 3], inner)[0, 5]
                .Select(members => "{" + string.Join(",", members.Select(member => $"{JsonSerializer.Serialize(member.Key)} :{member.Value}")) + "}"));
    }
}
