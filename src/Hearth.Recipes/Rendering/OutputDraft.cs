using System.Text.Json.Nodes;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Rendering;

/// <summary>An output under one choice of all variant keys, before it is known which of them it uses.</summary>
/// <param name="Source">The output in the recipe.</param>
/// <param name="Name">The name of the package, or of the staging output.</param>
/// <param name="Version">The version.</param>
/// <param name="Sections">The rendered sections: build, source, requirements, tests, about, extra.</param>
/// <param name="Asked">The variant keys that expressions asked for.</param>
/// <param name="Hidden">Those of them that the context hides behind a value of its own.</param>
/// <param name="BuildString">The template of the build string; null if the recipe names none.</param>
/// <param name="Inherited">The requirements of outputs that it inherits from, whose run exports it takes.</param>
/// <param name="InheritedNames">The packages that those it inherits from name without a version.</param>
internal sealed record OutputDraft(
    OutputSource Source, string Name, string Version, JsonObject Sections, IReadOnlySet<string> Asked, IReadOnlySet<string> Hidden, ScalarNode? BuildString,
    IReadOnlyList<JsonObject> Inherited, IReadOnlyList<string> InheritedNames)
{
    public JsonObject Build => Sections["build"] as JsonObject ?? [];

    public string? NoArch => Build["noarch"]?.GetValue<string>();

    public long BuildNumber => Build["number"]?.GetValue<long>() ?? 0;

    public bool IsSkipped => Build["skip"] is JsonArray conditions && conditions.Any(condition => condition!.GetValue<bool>());

    /// <summary>The packages that the build or host requirements name without a version, those of outputs it inherits from first (CEP 41 §Building outputs).</summary>
    public IReadOnlyList<string> FreeNames => [.. InheritedNames, .. Requirements("build", "host").Select(Rendering.Requirements.FreeName).OfType<string>()];

    public IEnumerable<JsonNode> Requirements(params IEnumerable<string> sections) => sections.SelectMany(
        section => (Sections["requirements"]?[section] as JsonArray)?.OfType<JsonNode>() ?? []);

    public IEnumerable<string> Texts(string section, string key) =>
        (Build[section]?[key] as JsonArray)?.Select(item => item!.GetValue<string>()) ?? [];
}
