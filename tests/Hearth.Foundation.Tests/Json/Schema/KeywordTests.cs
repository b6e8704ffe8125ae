using System.Text.Json;
using Hearth.Foundation.Json.Schema;

namespace Hearth.Foundation.Tests.Json.Schema;

/// <summary>Every keyword with values that it allows and values that it does not.</summary>
public sealed class KeywordTests
{
    public static TheoryData<string, string, string> Allowed => new()
    {
        { "true", "true", "1" },
        { "type", """{"type": "null"}""", "null" },
        { "type", """{"type": "boolean"}""", "false" },
        { "type", """{"type": "object"}""", "{}" },
        { "type", """{"type": "array"}""", "[]" },
        { "type", """{"type": "number"}""", "1.5" },
        { "type", """{"type": "string"}""", "\"\"" },
        { "type", """{"type": "integer"}""", "-7" },
        { "type", """{"type": "integer"}""", "1.0" },
        { "type", """{"type": "integer"}""", "1e3" },
        { "type", """{"type": ["string", "null"]}""", "null" },
        { "enum", """{"enum": ["a", 1, null]}""", "null" },
        { "enum", """{"enum": [[1, {"a": 2}]]}""", """[1.0, {"a": 2}]""" },
        { "const", """{"const": {"a": 1, "b": 2}}""", """{"b": 2, "a": 1}""" },
        { "minimum", """{"minimum": 2}""", "2" },
        { "minimum", """{"minimum": 2}""", "\"1\"" },
        { "maximum", """{"maximum": 2}""", "2.0" },
        { "exclusiveMinimum", """{"exclusiveMinimum": 2}""", "2.001" },
        { "exclusiveMaximum", """{"exclusiveMaximum": 2}""", "1.999" },
        { "minLength", """{"minLength": 2}""", "\"ab\"" },
        { "maxLength", """{"maxLength": 2}""", "\"😀😀\"" },
        { "minItems", """{"minItems": 1}""", "[null]" },
        { "maxItems", """{"maxItems": 1}""", "{}" },
        { "minProperties", """{"minProperties": 1}""", """{"a": 1}""" },
        { "maxProperties", """{"maxProperties": 1}""", "[1, 2]" },
        { "pattern", """{"pattern": "b+"}""", "\"abbc\"" },
        { "pattern", """{"pattern": "^a$"}""", "\"a\"" },
        { "pattern", """{"pattern": "^a\\$"}""", "\"a$b\"" },
        { "pattern", """{"pattern": "^a"}""", "12" },
        { "format", """{"format": "date-time"}""", "\"2026-11-22T10:15:00Z\"" },
        { "format", """{"format": "date-time"}""", "\"2026-11-22T10:15:00.123+01:00\"" },
        { "format", """{"format": "uri-reference"}""", "\"../other/%20x?y#z\"" },
        { "format", """{"format": "uri-reference"}""", "\"\"" },
        { "properties", """{"properties": {"a": {"type": "string"}}}""", """{"b": 1}""" },
        { "patternProperties", """{"patternProperties": {"^x-": true}, "additionalProperties": false}""", """{"x-a": 1}""" },
        { "additionalProperties", """{"properties": {"a": true}, "additionalProperties": {"type": "integer"}}""", """{"a": "", "b": 1}""" },
        { "propertyNames", """{"propertyNames": {"maxLength": 1}}""", """{"a": 1}""" },
        { "propertyNames", """{"propertyNames": {"pattern": "\""}}""", """{"\"": 1}""" },
        { "required", """{"required": ["a"]}""", """{"a": null}""" },
        { "required", """{"required": ["a"]}""", "[]" },
        { "dependentRequired", """{"dependentRequired": {"a": ["b"]}}""", """{"b": 1}""" },
        { "dependentRequired", """{"dependentRequired": {"a": ["b"]}}""", """{"a": 1, "b": 1}""" },
        { "items", """{"items": {"type": "integer"}}""", "[1, 2]" },
        { "prefixItems", """{"prefixItems": [{"type": "string"}], "items": {"type": "integer"}}""", """["a", 1]""" },
        { "prefixItems", """{"prefixItems": [{"type": "string"}, true]}""", """["a"]""" },
        { "contains", """{"contains": {"const": 1}}""", "[0, 1]" },
        { "minContains", """{"contains": {"const": 1}, "minContains": 0}""", "[]" },
        { "maxContains", """{"contains": {"const": 1}, "maxContains": 1}""", "[1, 0]" },
        { "uniqueItems", """{"uniqueItems": true}""", """[1, "1", [1], {}]""" },
        { "uniqueItems", """{"uniqueItems": false}""", "[1, 1]" },
        { "allOf", """{"allOf": [{"minimum": 1}, {"maximum": 3}]}""", "2" },
        { "anyOf", """{"anyOf": [{"type": "string"}, {"minimum": 3}]}""", "3" },
        { "oneOf", """{"oneOf": [{"minimum": 3}, {"maximum": 1}]}""", "1" },
        { "not", """{"not": {"type": "string"}}""", "1" },
        { "if", """{"if": {"type": "string"}, "then": {"minLength": 1}, "else": {"minimum": 5}}""", "5" },
        { "if", """{"if": {"type": "string"}, "then": {"minLength": 1}}""", "0" },
        { "$ref", """{"$ref": "#/$defs/a", "$defs": {"a": {"type": "integer"}}}""", "1" },
        { "$ref", """{"type": ["array"], "items": {"$ref": "#"}}""", "[[[]]]" },
        { "annotations", """{"title": "", "description": "", "$comment": "", "examples": [], "default": 1, "deprecated": true}""", "1" },
    };

    public static TheoryData<string, string, string> Refused => new()
    {
        { "false", "false", "1" },
        { "type", """{"type": "null"}""", "0" },
        { "type", """{"type": "boolean"}""", "0" },
        { "type", """{"type": "object"}""", "[]" },
        { "type", """{"type": "array"}""", "{}" },
        { "type", """{"type": "number"}""", "\"1\"" },
        { "type", """{"type": "string"}""", "null" },
        { "type", """{"type": "integer"}""", "1.5" },
        { "enum", """{"enum": ["a", 1, null]}""", "2" },
        { "const", """{"const": [1, 2]}""", "[2, 1]" },
        { "minimum", """{"minimum": 2}""", "1" },
        { "maximum", """{"maximum": 2}""", "2.5" },
        { "exclusiveMinimum", """{"exclusiveMinimum": 2}""", "2" },
        { "exclusiveMaximum", """{"exclusiveMaximum": 2}""", "2" },
        { "minLength", """{"minLength": 2}""", "\"😀\"" },
        { "maxLength", """{"maxLength": 2}""", "\"abc\"" },
        { "minItems", """{"minItems": 1}""", "[]" },
        { "maxItems", """{"maxItems": 1}""", "[1, 2]" },
        { "minProperties", """{"minProperties": 1}""", "{}" },
        { "maxProperties", """{"maxProperties": 1}""", """{"a": 1, "b": 1}""" },
        { "pattern", """{"pattern": "^a$"}""", "\"ab\"" },
        { "pattern", """{"pattern": "^a$"}""", "\"a\\n\"" },
        { "format", """{"format": "date-time"}""", "\"2026-11-22\"" },
        { "format", """{"format": "date-time"}""", "\"2026-11-22T10:15:00\"" },
        { "format", """{"format": "date-time"}""", "\"2026-13-22T10:15:00Z\"" },
        { "format", """{"format": "uri-reference"}""", "\"a b\"" },
        { "format", """{"format": "uri-reference"}""", "\"%zz\"" },
        { "properties", """{"properties": {"a": {"type": "string"}}}""", """{"a": 1}""" },
        { "patternProperties", """{"patternProperties": {"^x-": {"type": "integer"}}}""", """{"x-a": ""}""" },
        { "additionalProperties", """{"properties": {"a": true}, "additionalProperties": false}""", """{"b": 1}""" },
        { "propertyNames", """{"propertyNames": {"maxLength": 1}}""", """{"ab": 1}""" },
        { "required", """{"required": ["a"]}""", "{}" },
        { "dependentRequired", """{"dependentRequired": {"a": ["b"]}}""", """{"a": 1}""" },
        { "items", """{"items": {"type": "integer"}}""", "[1, \"\"]" },
        { "items", """{"items": false}""", "[1]" },
        { "prefixItems", """{"prefixItems": [{"type": "string"}], "items": {"type": "integer"}}""", """[1, 1]""" },
        { "contains", """{"contains": {"const": 1}}""", "[0]" },
        { "maxContains", """{"contains": {"const": 1}, "maxContains": 1}""", "[1, 1]" },
        { "uniqueItems", """{"uniqueItems": true}""", """["a", "b", "a"]""" },
        { "uniqueItems", """{"uniqueItems": true}""", "[[1], [1.0]]" },
        { "allOf", """{"allOf": [{"minimum": 1}, {"maximum": 3}]}""", "4" },
        { "anyOf", """{"anyOf": [{"type": "string"}, {"minimum": 3}]}""", "2" },
        { "oneOf", """{"oneOf": [{"minimum": 1}, {"maximum": 3}]}""", "2" },
        { "oneOf", """{"oneOf": [{"type": "string"}, {"type": "null"}]}""", "2" },
        { "not", """{"not": {"type": "string"}}""", "\"\"" },
        { "if", """{"if": {"type": "string"}, "then": {"minLength": 1}, "else": {"minimum": 5}}""", "\"\"" },
        { "else", """{"if": {"type": "string"}, "then": {"minLength": 1}, "else": {"minimum": 5}}""", "4" },
        { "$ref", """{"$ref": "#/$defs/a", "$defs": {"a": {"type": "integer"}}}""", "\"\"" },
        { "$ref", """{"type": ["array"], "items": {"$ref": "#"}}""", "[[1]]" },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void A_value_that_the_keyword_allows_has_no_problem(string keyword, string schema, string value) =>
        Assert.True(Problems(schema, value) is [], keyword);

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_value_that_the_keyword_does_not_allow_has_one_problem(string keyword, string schema, string value) =>
        Assert.True(Problems(schema, value) is [_], keyword);

    private static IReadOnlyList<SchemaProblem> Problems(string schema, string value)
    {
        var wrapped = $$"""{"$id": "urn:test", "allOf": [{{schema}}]}""";
        // '#' and '#/$defs' mean the document, so a schema that uses them must be the document.
        if (schema.Contains("$ref", StringComparison.Ordinal))
            wrapped = string.Concat("""{"$id": "urn:test", """, schema.AsSpan(1));
        return JsonSchemaSet.Read([JsonElement.Parse(wrapped)]).Check("urn:test", JsonElement.Parse(value));
    }
}
