using System.Text;
using System.Text.Json;
using CsCheck;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Json;

namespace Hearth.Foundation.Tests.Json;

public sealed class JsonPositionsTests
{
    private const string Text =
        """
        {
          "a": [1, {"b/~": "é", "c": null}],
          "ü": true
        }
        """;

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("/a", 2, 8)]
    [InlineData("/a/0", 2, 9)]
    [InlineData("/a/1", 2, 12)]
    [InlineData("/a/1/b~1~0", 2, 20)]
    [InlineData("/a/1/c", 2, 30)]
    [InlineData("/ü", 3, 8)]
    public void A_pointer_leads_to_the_line_and_column_of_its_value(string pointer, int line, int column) =>
        Assert.Equal(new TextPosition(line, column), Assert.Single(Find(Text, pointer)).Value);

    [Fact]
    public void A_pointer_to_nothing_has_no_position() => Assert.Empty(Find(Text, "/a/2"));

    [Fact]
    public void Every_element_of_a_list_with_one_a_line_is_on_its_line() =>
        Gen.Int[0, 1000].Array[0, 30].Sample(numbers =>
        {
            var text = "[\n" + string.Join(",\n", numbers) + "\n]";
            var pointers = numbers.Select((_, index) => $"/{index}").ToArray();
            return Find(text, pointers).All(found => found.Value == new TextPosition(int.Parse(found.Key.AsSpan(1), provider: null) + 2, 1));
        });

    [Fact]
    public void The_position_of_any_key_shows_its_value() =>
        Gen.Dictionary(Gen.String[Gen.Char["ab/~\"é\n"], 0, 5], Gen.Int)[0, 10].Sample(values =>
        {
            var json = JsonSerializer.Serialize(values);
            foreach (var (name, value) in values)
            {
                var pointer = Place.Root[name].ToString();
                var at = Find(json, pointer)[pointer];
                Assert.StartsWith(value.ToString(provider: null), json[(at.Column - 1)..], StringComparison.Ordinal);
            }
        });

    private static IReadOnlyDictionary<string, TextPosition> Find(string json, params string[] pointers) =>
        JsonPositions.Find(Encoding.UTF8.GetBytes(json), pointers);
}
