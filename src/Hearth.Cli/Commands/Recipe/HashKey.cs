using Hearth.Recipes.Rendering;

namespace Hearth.Cli.Commands.Recipe;

/// <summary>A key of a variant, and why it is part of the hash.</summary>
internal sealed record HashKey(string Key, string Value, string Why)
{
    public static HashKey Of(VariantUse use, RenderedOutput output) => new(use.Key, output.Variant[use.Key]!, use.Reason switch
    {
        UseReason.Always => "every hash has it",
        UseReason.Expression => "an expression uses it",
        UseReason.Requirement => "a build or host requirement without a version",
        UseReason.UseKeys => "named in build.variant.use_keys",
        UseReason.ExactPin => "an output that is pinned exactly",
        _ => "a virtual package that the output needs",
    });
}
