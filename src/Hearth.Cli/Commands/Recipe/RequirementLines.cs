using System.Text.Json.Nodes;
using Hearth.Recipes.Rendering;

namespace Hearth.Cli.Commands.Recipe;

/// <summary>The requirements of a rendered output as lines for people: section and requirement, pins as they are written.</summary>
internal static class RequirementLines
{
    private static readonly string[] Sections = ["build", "host", "run", "run_constraints"];

    public static IEnumerable<(string Section, string Text)> Of(RenderedOutput output) =>
        from section in Sections
        from requirement in output.Recipe["requirements"]?[section] as JsonArray ?? []
        select (section, TextOf(requirement));

    private static string TextOf(JsonNode requirement)
    {
        if (requirement is not JsonObject map)
            return requirement.GetValue<string>();
        var (kind, pin) = map.First();
        var arguments = pin!.AsObject().Where(entry => entry.Key != "name").Select(entry => $", {entry.Key}={entry.Value}");
        return $"{kind}({pin["name"]}{string.Concat(arguments)})";
    }
}
