using System.Text.Json;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Linting;

/// <summary>Findings as SARIF 2.1.0, which code hosts show beside the lines.</summary>
public static class SarifLog
{
    public static void Write(Stream stream, IReadOnlyList<LintFinding> findings)
    {
        using var json = new Utf8JsonWriter(stream, new() { Indented = true });
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        Tool(json);
        json.WriteStartArray("results");
        foreach (var finding in findings)
            Result(json, finding.Problem);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Tool(Utf8JsonWriter json)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "hearth recipe lint");
        json.WriteStartArray("rules");
        foreach (var rule in LintCatalogue.All)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Code);
            Text(json, "shortDescription", rule.Kind.Title);
            Text(json, "fullDescription", rule.Kind.Explanation);
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Level(rule.Kind.Severity));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, Diagnostic problem)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", problem.Code);
        json.WriteString("level", Level(problem.Severity));
        Text(json, "message", problem.Hint is null ? problem.Message : $"{problem.Message}; {problem.Hint}");
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", (problem.File ?? "").Replace('\\', '/'));
        json.WriteEndObject();
        if (problem.Position is { } at)
        {
            json.WriteStartObject("region");
            json.WriteNumber("startLine", at.Line);
            json.WriteNumber("startColumn", at.Column);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Level(Severity severity) => severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" };
}
