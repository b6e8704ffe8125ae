using System.Text.Json.Nodes;
using Hearth.Conda.Versions;
using Hearth.Recipes.Rendering;

namespace Hearth.Cli.Commands.Recipe;

/// <summary>The requirements of a rendered output as lines for people: section and requirement, pins as they are written.</summary>
internal static class RequirementLines
{
    private static readonly string[] Sections = ["build", "host", "run", "run_constraints"];

    public static IEnumerable<(string Section, string Text)> Of(RenderedOutput output) =>
        from section in Sections
        from requirement in output.Recipe["requirements"]?[section] as JsonArray ?? []
        select (section, TextOf(requirement, output));

    private static string TextOf(JsonNode requirement, RenderedOutput output)
    {
        if (requirement is not JsonObject map)
            return requirement.GetValue<string>();
        var (kind, pin) = map.First();
        // What is known of other outputs is said; what an environment decides is not known yet.
        if (kind == "pin_subpackage" && output.Subpackages.FirstOrDefault(other => other.Name == (string?)pin!["name"]) is { } pinned)
        {
            return (bool?)pin!["exact"] == true
                ? $"{pinned.Name} =={pinned.Version}={pinned.BuildString}"
                : $"{pinned.Name} {PinBounds.Of(CondaVersion.Parse(pinned.Version), (string?)pin["lower_bound"], (string?)pin["upper_bound"])}".TrimEnd();
        }
        var arguments = pin!.AsObject().Where(entry => entry.Key != "name").Select(entry => $", {entry.Key}={entry.Value}");
        return $"{kind}({pin["name"]}{string.Concat(arguments)})";
    }
}
