using System.Text.Json.Nodes;
using Hearth.Conda.Versions;

namespace Hearth.Recipes.Rendering;

/// <summary>An output that others of the recipe can pin.</summary>
public sealed record RenderedSubpackage(string Name, string Version, string BuildString)
{
    /// <summary>The requirement that a pin of it comes to, such as <c>demo &gt;=1.2,&lt;2.0a0</c>.</summary>
    /// <param name="pin">The pin as it was rendered (CEP 40 §Recipe section).</param>
    public string Pinned(JsonObject pin) => (bool?)pin["exact"] == true
        ? $"{Name} =={Version}={BuildString}"
        : $"{Name} {PinBounds.Of(CondaVersion.Parse(Version), (string?)pin["lower_bound"], (string?)pin["upper_bound"])}".TrimEnd();
}
