using Hearth.Recipes.Jinja;

namespace Hearth.Recipes.Variants;

/// <summary>The names that expressions have for platforms.</summary>
public static class PlatformNames
{
    private static readonly string[] WithWordSizes = ["linux", "osx", "win"];

    private static readonly string[] Systems = ["linux", "osx", "win", "emscripten", "freebsd", "wasi"];

    private static readonly string[] Architectures =
        ["x86", "x86_64", "aarch64", "arm64", "armv6l", "armv7l", "ppc64", "ppc64le", "s390x", "sparc64", "riscv32", "riscv64", "loongarch64", "wasm32"];

    /// <summary>The names of recipe.yaml and variants.yaml (CEP 39 §Default variables in the recipe).</summary>
    public static IEnumerable<KeyValuePair<string, JinjaValue>> ForRecipeYaml(string targetPlatform, string buildPlatform)
    {
        var (system, architecture) = Parts(targetPlatform);
        return
        [
            new("target_platform", JinjaValue.Of(targetPlatform)),
            new("host_platform", JinjaValue.Of(targetPlatform)),
            new("build_platform", JinjaValue.Of(buildPlatform)),
            .. Systems.Select(name => KeyValuePair.Create(name, JinjaValue.Of(name == system))),
            .. Architectures.Select(name => KeyValuePair.Create(name, JinjaValue.Of(name == architecture))),
            new("unix", JinjaValue.Of(system is "linux" or "osx" or "emscripten" or "freebsd")),
            // Not in the CEP; the names of meta.yaml, which the tools still know.
            .. WithWordSizes.SelectMany(name => new[]
            {
                KeyValuePair.Create($"{name}32", JinjaValue.Of(name == system && architecture == "x86")),
                KeyValuePair.Create($"{name}64", JinjaValue.Of(name == system && architecture == "x86_64")),
            }),
        ];
    }

    /// <summary>The names in selectors of conda_build_config.yaml, which are those of meta.yaml without Python's and numpy's.</summary>
    public static IEnumerable<KeyValuePair<string, JinjaValue>> ForSelectors(string targetPlatform)
    {
        var (_, architecture) = Parts(targetPlatform);
        return
        [
            .. ForRecipeYaml(targetPlatform, targetPlatform),
            new("x86", JinjaValue.Of(architecture is "x86" or "x86_64")),
            new("environ", JinjaValue.Map([])),
            new("os", JinjaValue.Map([new("environ", JinjaValue.Map([]))])),
        ];
    }

    private static (string System, string Architecture) Parts(string platform)
    {
        var dash = platform.IndexOf('-', StringComparison.Ordinal);
        var system = dash < 0 ? platform : platform[..dash];
        var architecture = dash < 0 ? "" : platform[(dash + 1)..];
        return (system, architecture switch { "64" => "x86_64", "32" => "x86", _ => architecture });
    }
}
