using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Hearth.Recipes.Variants;

/// <summary>The seven digits in a build string that tell variants of one version apart.</summary>
public static class BuildHash
{
    private const int Digits = 7;

    // conda-build has these in the build string already, or knows nothing of them.
    private static readonly string[] InBuildString = ["python", "perl", "lua", "r_base"];
    private static readonly string[] OfRecipeYaml = ["channel_sources", "build_platform", "MACOSX_DEPLOYMENT_TARGET"];

    /// <summary>The hash of a recipe.yaml's variant: the first digits of the SHA-1 of its JSON.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "The digits name a variant and protect nothing; every tool of the format uses SHA-1.")]
    public static string Of(Variant variant) =>
        Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(variant.ToString())))[..Digits];

    /// <summary>
    /// The part of a meta.yaml's variant that its hash is made of: python, perl, lua and r_base are in the build string already and are left out,
    /// unless they name a build; channel_sources, build_platform and MACOSX_DEPLOYMENT_TARGET, which recipe.yaml counts always, do not count; neither does a target_platform that is noarch or alone.
    /// </summary>
    public static Variant ForMetaYaml(Variant used)
    {
        List<KeyValuePair<string, Jinja.JinjaValue>> kept =
        [
            .. used.Where(entry => !OfRecipeYaml.Contains(entry.Key)
                && (entry.Key != "target_platform" || used[entry.Key] != "noarch")
                && (!InBuildString.Contains(entry.Key) || used[entry.Key]!.Contains(' ', StringComparison.Ordinal))),
        ];
        return kept is [{ Key: "target_platform" }] ? Variant.Empty : new Variant(kept);
    }
}
