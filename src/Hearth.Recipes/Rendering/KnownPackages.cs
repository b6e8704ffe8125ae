using System.Text.Json.Nodes;
using Hearth.Recipes.Variants;

namespace Hearth.Recipes.Rendering;

/// <summary>What is known of the packages that an output asks for: its variant, the outputs before it, and the channels.</summary>
internal sealed class KnownPackages(RenderedOutput output, JsonObject requirements, RunExportTable table)
{
    /// <summary>A requirement with its origin (CEP 40 §Spec objects).</summary>
    /// <param name="requirement">The requirement as it was rendered.</param>
    /// <param name="takesVariants">Whether a name alone stands for the value that the variant gives it.</param>
    public JsonObject Spec(JsonNode requirement, bool takesVariants)
    {
        if (requirement is not JsonObject map)
        {
            var text = requirement.GetValue<string>();
            return takesVariants && VersionOf(text) is { } version
                ? new JsonObject { ["variant"] = text, ["spec"] = $"{text} {version}" }
                : new JsonObject { ["source"] = text };
        }
        var (kind, pin) = map.First();
        var spec = new JsonObject { [kind] = (string)pin!["name"]! };
        foreach (var (key, value) in pin.AsObject().Where(entry => entry.Key != "name"))
            spec[key] = value?.DeepClone();
        if (Pinned(kind, pin.AsObject()) is { } pinned)
            spec["spec"] = pinned;
        return spec;
    }

    /// <summary>The package that an environment would have for a requirement, if the channels have it.</summary>
    public ExportingPackage? Exporting(JsonNode requirement) =>
        Spec(requirement, takesVariants: true) is var spec && (string?)(spec["spec"] ?? spec["source"]) is { } text ? table.Newest(text) : null;

    private string? VersionOf(string name) =>
        Requirements.FreeName(name) is { } free && output.Variant[VariantKey.Of(free)] is { Length: > 0 } value ? RecipeFunctions.AsSpec(value) : null;

    private string? Pinned(string kind, JsonObject pin)
    {
        var name = (string)pin["name"]!;
        if (kind == Requirements.PinSubpackage)
            return output.Subpackages.FirstOrDefault(other => other.Name == name)?.Pinned(pin);
        var same = FinalizedDependencies.List(requirements, "host").Concat(FinalizedDependencies.List(requirements, "build"))
            .Where(other => other is JsonValue && Requirements.NameOf(other) == name).Select(Exporting).FirstOrDefault(package => package is not null);
        return same is null ? null : new RenderedSubpackage(name, same.Version.ToString(), same.Build).Pinned(pin);
    }
}
