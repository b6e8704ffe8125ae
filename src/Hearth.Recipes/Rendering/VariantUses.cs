using Hearth.Recipes.Variants;

namespace Hearth.Recipes.Rendering;

/// <summary>Finds the variant keys that an output uses, each with the first reason in the order of <see cref="UseReason"/>.</summary>
internal static class VariantUses
{
    private static readonly string[] Everywhere = ["target_platform", "channel_sources", "channel_targets", "MACOSX_DEPLOYMENT_TARGET"];

    /// <summary>The keys, whether or not the variants have them; pins of other outputs are not among them.</summary>
    /// <param name="draft">The output.</param>
    /// <param name="withHidden">Whether keys count whose value the context hides.</param>
    public static IEnumerable<VariantUse> Of(OutputDraft draft, bool withHidden)
    {
        HashSet<string> seen = [.. draft.Texts("variant", "ignore_keys").Select(VariantKey.Of).Except(Everywhere)];
        // A noarch python package suits every version.
        if (draft.NoArch == "python")
            seen.Add("python");
        return Candidates(draft, withHidden).Where(use => seen.Add(use.Key));
    }

    private static IEnumerable<VariantUse> Candidates(OutputDraft draft, bool withHidden) =>
    [
        .. Everywhere.Select(key => new VariantUse(key, UseReason.Always)),
        .. draft.Asked.Where(key => withHidden || !draft.Hidden.Contains(key)).Select(key => new VariantUse(key, UseReason.Expression)),
        .. draft.FreeNames.Select(name => new VariantUse(VariantKey.Of(name), UseReason.Requirement)),
        .. draft.Texts("variant", "use_keys").Select(key => new VariantUse(VariantKey.Of(key), UseReason.UseKeys)),
    ];
}
