using System.Text;
using System.Text.Json;
using CsCheck;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Json.Schema;

namespace Hearth.Foundation.Tests.Json.Schema;

public sealed class JsonSchemaSetTests
{
    [Fact]
    public void Every_problem_is_told_with_its_place_and_position()
    {
        var problems = Check(
            """{"$id": "urn:test", "required": ["name"], "properties": {"depends": {"items": {"type": "string"}}, "size": {"minimum": 0}}}""",
            """
            {
              "depends": ["python", 3],
              "size": -1
            }
            """);
        Assert.Equal(
            [
                "x.json:1:1: the key 'name' is missing [HRT0120]",
                "x.json:2:25: /depends/1: expected string, found 3 [HRT0120]",
                "x.json:3:11: /size: must be at least 0, is -1 [HRT0120]",
            ],
            problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public void Text_that_is_not_JSON_is_one_diagnostic_with_its_position()
    {
        var problem = Assert.Single(Check("""{"$id": "urn:test"}""", "{\n  \"a\": 1,,\n}"));
        Assert.Equal("HRT0101", problem.Code);
        Assert.Equal(new TextPosition(2, 10), problem.Position);
    }

    [Theory]
    [InlineData("{\n \"a\": \"\\ud800\"}", 2, 7)]
    [InlineData("{\n \"\\uDC00\": 1}", 2, 2)]
    [InlineData("[\"\\ud800\\ud800\\udc00\"]", 1, 2)]
    public void Text_with_half_a_character_is_one_diagnostic_with_its_position(string json, int line, int column)
    {
        var problem = Assert.Single(Check("""{"$id": "urn:test", "properties": {"a": {"pattern": "x", "minLength": 9}}}""", json));
        Assert.Equal(("HRT0102", new TextPosition(line, column)), (problem.Code, problem.Position));
    }

    [Theory]
    [InlineData("[\"\\ud83d\\ude00\"]")]
    [InlineData("[\"\\\\ud800\"]")]
    [InlineData("[\"\\u00e9\\n\"]")]
    public void Whole_characters_may_be_escaped(string json) => Assert.Empty(Check("""{"$id": "urn:test", "items": {"type": "string", "minLength": 1}}""", json));

    [Fact]
    public void A_schema_may_refer_to_definitions_of_another()
    {
        var set = JsonSchemaSet.Read(
        [
            JsonElement.Parse("""{"$id": "urn:a", "items": {"$ref": "urn:b#/$defs/small"}, "minItems": 1}"""),
            JsonElement.Parse("""{"$id": "urn:b", "properties": {"list": {"$ref": "urn:a"}}, "$defs": {"small": {"maximum": 9}}}"""),
        ]);
        Assert.Equal("/list/1", Assert.Single(set.Check("urn:b", JsonElement.Parse("""{"list": [1, 10]}"""))).Place.ToString());
    }

    [Theory]
    [InlineData("""{"$id": "urn:test", "propertys": {}}""", "/propertys")]
    [InlineData("""{"$id": "urn:test", "properties": {"a": {"unevaluatedProperties": false}}}""", "/properties/a/unevaluatedProperties")]
    [InlineData("""{"$id": "urn:test", "format": "email"}""", "/format")]
    [InlineData("""{"$id": "urn:test", "type": "text"}""", "/type")]
    [InlineData("""{"$id": "urn:test", "minimum": "1"}""", "/minimum")]
    [InlineData("""{"$id": "urn:test", "pattern": "("}""", "/pattern")]
    [InlineData("""{"$id": "urn:test", "items": {"$ref": "#/$defs/nowhere"}}""", "/items/$ref")]
    public void A_schema_that_would_not_check_what_it_says_is_refused(string schema, string place)
    {
        var refusal = Assert.Throws<BadInputException>(() => JsonSchemaSet.Read([JsonElement.Parse(schema)]));
        Assert.StartsWith($"urn:test: {place}: ", Assert.Single(refusal.Diagnostics).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_with_a_set_of_schemas_is_told_at_once()
    {
        var refusal = Assert.Throws<BadInputException>(() => JsonSchemaSet.Read([JsonElement.Parse("""{"$id": "urn:test", "a": 1, "items": {"b": 2, "$ref": "#/c"}}""")]));
        Assert.Equal(3, refusal.Diagnostics.Count);
    }

    [Fact]
    public void Alternatives_that_want_other_kinds_of_value_are_told_as_one() =>
        Assert.Equal(
            "expected string or array or null, found 7",
            Message("""{"$id": "urn:test", "anyOf": [{"type": "string"}, {"anyOf": [{"type": "array"}, {"type": "null"}]}]}""", "7"));

    [Fact]
    public void Alternatives_that_are_one_step_away_are_told_together() =>
        Assert.Equal(
            "the key 'md5' is missing; or the key 'sha256' is missing",
            Message("""{"$id": "urn:test", "anyOf": [{"required": ["md5"]}, {"required": ["sha256"]}]}""", "{}"));

    [Fact]
    public void Of_alternatives_the_closest_tells_what_is_wrong() =>
        Assert.Equal(
            "/b: expected boolean, found 1",
            Message("""{"$id": "urn:test", "anyOf": [{"type": "string"}, {"required": ["a", "c"]}, {"properties": {"b": {"type": "boolean"}}}]}""", """{"b": 1}"""));

    [Fact]
    public void A_misspelt_key_is_told_with_the_one_that_was_meant() =>
        Assert.Contains(
            "did you mean 'depends'?",
            Message("""{"$id": "urn:test", "properties": {"name": true, "depends": true}, "additionalProperties": false}""", """{"dependes": 1}"""),
            StringComparison.Ordinal);

    [Fact]
    public void A_list_of_numbers_is_valid_exactly_if_each_is_within_the_bounds() =>
        Gen.Select(Gen.Int[-50, 50], Gen.Int[-50, 50], Gen.Int[-100, 100].Array[0, 20]).Sample((a, b, numbers) =>
        {
            var (least, most) = (Math.Min(a, b), Math.Max(a, b));
            var problems = Check($$$"""{"$id": "urn:test", "items": {"minimum": {{{least}}}, "maximum": {{{most}}}}}""", JsonSerializer.Serialize(numbers));
            return problems.Count == numbers.Count(number => number < least || number > most);
        });

    [Fact]
    public void A_negated_schema_allows_exactly_what_the_schema_refuses() =>
        Gen.Select(OneOf("string", "integer", "array", "object", "null", "boolean"), OneOf("\"\"", "1", "[]", "{}", "null", "true", "1.5")).Sample((type, value) =>
            Check($$$"""{"$id": "urn:test", "type": "{{{type}}}"}""", value).Count != Check($$$"""{"$id": "urn:test", "not": {"type": "{{{type}}}"}}""", value).Count);

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static string Message(string schema, string json) => Assert.Single(Check(schema, json)).Message;

    private static IReadOnlyList<Diagnostic> Check(string schema, string json) =>
        JsonSchemaSet.Read([JsonElement.Parse(schema)]).Check("urn:test", Encoding.UTF8.GetBytes(json), "x.json");
}
