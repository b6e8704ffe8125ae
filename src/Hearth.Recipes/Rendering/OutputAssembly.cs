using System.Text.Json.Nodes;
using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Jinja;
using Hearth.Recipes.Variants;

namespace Hearth.Recipes.Rendering;

/// <summary>Collects the outputs of all variants in the order of building, each once.</summary>
internal sealed class OutputAssembly(RecipeDocument document, RenderOptions options, List<Diagnostic> problems)
{
    private readonly List<RenderedOutput> _outputs = [];
    private readonly HashSet<(string Name, Variant Variant)> _known = [];
    private readonly Dictionary<string, RenderedSubpackage> _subpackages = new(StringComparer.Ordinal);

    public IReadOnlyList<RenderedOutput> Outputs => _outputs;

    /// <summary>Adds the outputs of one pass that no earlier pass has given.</summary>
    public void Add(RecipePass pass, IReadOnlyList<OutputDraft> drafts)
    {
        var built = new Dictionary<string, RenderedSubpackage>(StringComparer.Ordinal);
        foreach (var draft in BuildOrder.Of(drafts, options.Rules, document, problems).Where(draft => !draft.Source.IsStaging))
        {
            var uses = Uses(draft, built, options.Rules != RendererRules.Current);
            var variant = new Variant(uses.Select(use => Valued(use.Key, draft, pass, built)).OfType<KeyValuePair<string, JinjaValue>>());
            var hash = BuildHash.Of(variant);
            var prefix = BuildString.Prefix(variant, draft.NoArch);
            var buildString = pass.BuildString(draft, hash) is { Length: > 0 } named ? named : $"{prefix}h{hash}_{draft.BuildNumber}";
            built[draft.Name] = new RenderedSubpackage(draft.Name, draft.Version, buildString);
            if (draft.IsSkipped || !_known.Add((draft.Name, variant)))
                continue;
            _subpackages[draft.Name] = built[draft.Name];
            _outputs.Add(new RenderedOutput
            {
                Name = draft.Name,
                Version = draft.Version,
                BuildString = buildString,
                BuildNumber = draft.BuildNumber,
                NoArch = draft.NoArch,
                TargetPlatform = draft.NoArch is null ? options.TargetPlatform : "noarch",
                HostPlatform = options.TargetPlatform,
                BuildPlatform = options.BuildPlatform,
                Variant = variant,
                Uses = [.. uses.Where(use => variant.TryGet(use.Key, out _)).OrderBy(use => use.Key, StringComparer.Ordinal)],
                Hash = hash,
                HashPrefix = prefix,
                Recipe = OutputDocument.Of(draft, pass.Context, buildString),
                Subpackages = [.. _subpackages.Values],
                Inherited = draft.Inherited,
            });
        }
    }

    private static List<VariantUse> Uses(OutputDraft draft, Dictionary<string, RenderedSubpackage> built, bool withHidden) =>
    [
        .. VariantUses.Of(draft, withHidden),
        .. draft.Requirements("build", "host", "run").Select(Requirements.ExactSubpackage).OfType<string>()
            .Where(built.ContainsKey).Distinct(StringComparer.Ordinal).Select(name => new VariantUse(VariantKey.Of(name), UseReason.ExactPin)),
        .. VirtualPackages(draft).Select(text => new VariantUse(text, UseReason.VirtualPackage)),
    ];

    // A package that needs a virtual package differs from one that does not.
    private static IEnumerable<string> VirtualPackages(OutputDraft draft) => draft.Requirements("run").OfType<JsonValue>().Select(value => value.GetValue<string>())
            .Where(text => text.StartsWith("__", StringComparison.Ordinal)).Select(text => text.Split(' ')[0]).Distinct(StringComparer.Ordinal);

    private KeyValuePair<string, JinjaValue>? Valued(string key, OutputDraft draft, RecipePass pass, Dictionary<string, RenderedSubpackage> built)
    {
        if (key == "target_platform")
            return new(key, JinjaValue.Of(draft.NoArch is null ? options.TargetPlatform : "noarch"));
        if (key.StartsWith("__", StringComparison.Ordinal))
            return new(key, JinjaValue.Of(draft.Requirements("run").OfType<JsonValue>().Select(value => value.GetValue<string>()).First(text => text.Split(' ')[0] == key)));
        if (built.Values.FirstOrDefault(output => VariantKey.Of(output.Name) == key) is { } pinned
            && draft.Requirements("build", "host", "run").Any(requirement => Requirements.ExactSubpackage(requirement) == pinned.Name))
        {
            return new(key, JinjaValue.Of($"{pinned.Version} {pinned.BuildString}"));
        }
        return pass.Choice.TryGet(key, out var value) ? new(key, value) : null;
    }
}
