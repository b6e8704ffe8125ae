using System.Text.Json.Nodes;
using Hearth.Recipes.Rendering;

namespace Hearth.Cli.Commands.Recipe;

/// <summary>The requirements of a rendered output as lines for people: section and requirement, pins as they are written.</summary>
internal static class RequirementLines
{
    private static readonly string[] Sections = ["build", "host", "run", "run_constraints"];

    /// <param name="output">The output.</param>
    /// <param name="exports">The run exports of what it is built with; null if they are not known.</param>
    public static IEnumerable<(string Section, string Text)> Of(RenderedOutput output, RunExportTable? exports)
    {
        var written = from section in Sections
                      from requirement in output.Recipe["requirements"]?[section] as JsonArray ?? []
                      select (section, TextOf(requirement, output));
        return exports is null ? written : written.Concat(Exported(FinalizedDependencies.Of(output, exports)));
    }

    // What packages in 'build' and 'host' make of it.
    private static IEnumerable<(string Section, string Text)> Exported(JsonObject dependencies) =>
        from place in ((string Section, JsonNode? Lines)[])[("host", dependencies["host"]!["specs"]), ("run", dependencies["run"]!["depends"]), ("run_constraints", dependencies["run"]!["constraints"])]
        from line in place.Lines!.AsArray()
        where line!["run_export"] is not null
        select (place.Section, $"{line["spec"]}  (of {line["run_export"]} in {line["from"]})");

    private static string TextOf(JsonNode requirement, RenderedOutput output)
    {
        if (requirement is not JsonObject map)
            return requirement.GetValue<string>();
        var (kind, pin) = map.First();
        // What is known of other outputs is said; what an environment decides is not known yet.
        if (kind == "pin_subpackage" && output.Subpackages.FirstOrDefault(other => other.Name == (string?)pin!["name"]) is { } pinned)
            return pinned.Pinned(pin!.AsObject());
        var arguments = pin!.AsObject().Where(entry => entry.Key != "name").Select(entry => $", {entry.Key}={entry.Value}");
        return $"{kind}({pin["name"]}{string.Concat(arguments)})";
    }
}
