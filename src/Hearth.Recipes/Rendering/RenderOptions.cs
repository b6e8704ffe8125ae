namespace Hearth.Recipes.Rendering;

/// <summary>For what a recipe is rendered.</summary>
/// <param name="TargetPlatform">The platform that packages are for, such as <c>linux-64</c>.</param>
/// <param name="BuildPlatform">The platform that builds.</param>
/// <param name="Environment">The variables that <c>env</c> knows; the process's own are not read.</param>
public sealed record RenderOptions(string TargetPlatform, string BuildPlatform, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Variant keys that every output uses, whatever the recipe asks for.</summary>
    public IReadOnlyCollection<string> AlsoUsed { get; init; } = [];

    /// <summary>The variant keys that an output uses in its script, by the name of the file.</summary>
    public Func<string, IEnumerable<string>> UsedByScript { get; init; } = _ => [];

    /// <summary>Whose rules decide where the CEPs are silent.</summary>
    public RendererRules Rules { get; init; }

    public static RenderOptions For(string platform) => new(platform, platform, new Dictionary<string, string>());
}
