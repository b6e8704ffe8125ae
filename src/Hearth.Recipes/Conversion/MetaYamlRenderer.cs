using System.Text.Json.Nodes;
using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Jinja;
using Hearth.Recipes.MetaYaml;
using Hearth.Recipes.Rendering;
using Hearth.Recipes.Syntax;
using Hearth.Recipes.Variants;

namespace Hearth.Recipes.Conversion;

/// <summary>
/// Renders meta.yaml by way of its conversion: what the recipe.yaml stands for, with hashes by the rules of conda-build. Problems found after the
/// conversion have places in the converted text.
/// </summary>
public static class MetaYamlRenderer
{
    // What conda-build takes for keys that no file of variants has.
    private static readonly VariantConfig Defaults = new(
        new Dictionary<string, IReadOnlyList<JinjaValue>>(StringComparer.Ordinal) { ["cran_mirror"] = [JinjaValue.Of("https://cran.r-project.org")] }, [], VariantConfig.Empty.Pins);

    private static readonly VariantConfig DefaultsOfWindows = Defaults.OverriddenBy(VariantConfig.Empty with
    {
        Values = new Dictionary<string, IReadOnlyList<JinjaValue>>(StringComparer.Ordinal) { ["vc"] = [JinjaValue.Of("14")] },
    });

    /// <param name="text">The text of meta.yaml.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="variants">The values of variant keys.</param>
    /// <param name="options">For what it is rendered.</param>
    /// <param name="folder">The folder with the build scripts, which may use keys, too.</param>
    public static RenderedRecipe Render(string text, string file, VariantConfig variants, RenderOptions options, RecipeFolder? folder = null)
    {
        var converted = MetaYamlConverter.Convert(text, file);
        if (converted.Text is null || !converted.IsComplete)
            return new([], converted.Problems);
        var tree = SyntaxTree.Parse(converted.Text, $"{file} (converted)");
        var known = (options.TargetPlatform.StartsWith("win-", StringComparison.Ordinal) ? DefaultsOfWindows : Defaults).OverriddenBy(variants);
        var used = NamesInSelectors(text);
        if ((tree.Root as MappingNode)?.Find("outputs") is null)
            used = used.Concat(InScript("build.sh")).Concat(options.TargetPlatform.StartsWith("win-", StringComparison.Ordinal) ? InScript("bld.bat") : []);
        var rendered = RecipeRenderer.Render(tree, known, options with { AlsoUsed = [.. used.Distinct()], UsedByScript = InScript, Rules = RendererRules.CondaBuild });
        return new(
            [.. rendered.Outputs.Select(WithOldHash)],
            [.. converted.Problems.Where(problem => problem.Severity == Severity.Error), .. rendered.Problems]);

        IEnumerable<string> InScript(string name) => folder?.TryRead(name) is { } script ? ScriptVariables.In(name, script, known.Values.Keys) : [];
    }

    // conda-build looks for variables in the text, whatever selectors come to; one behind nothing but a comment's sign is how recipes say that they use a key.
    private static IEnumerable<string> NamesInSelectors(string text) => text.Split('\n')
        .Select(line => SelectorComment.Of(line)?.Condition ?? (line.Trim() is { Length: > 4 } alone && alone.StartsWith("# [", StringComparison.Ordinal) && alone[^1] == ']' ? alone[3..^1] : null))
        .SelectMany(selector => selector is not null && JinjaExpression.TryParse(selector, out var condition, out _) ? condition.Names : []);

    private static RenderedOutput WithOldHash(RenderedOutput output)
    {
        var hashed = BuildHash.ForMetaYaml(output.Variant);
        var hash = BuildHash.Of(hashed);
        var prefix = Prefix(output);
        var isOwn = output.BuildString != $"{output.HashPrefix}h{output.Hash}_{output.BuildNumber}";
        return output with
        {
            Hash = hash,
            HashPrefix = prefix,
            BuildString = isOwn ? output.BuildString.Replace(output.Hash, hash, StringComparison.Ordinal)
                : hashed.Count > 0 ? $"{prefix}h{hash}_{output.BuildNumber}"
                : prefix.Length > 0 ? $"{prefix}_{output.BuildNumber}" : $"{output.BuildNumber}",
        };
    }

    // conda-build names the languages that the package is both built and run with, and NumPy not since it has variants.
    private static string Prefix(RenderedOutput output)
    {
        var requirements = output.Recipe["requirements"] as JsonObject ?? [];
        var run = FinalizedDependencies.List(requirements, "run").Select(Requirements.NameOf).ToHashSet(StringComparer.Ordinal);
        return BuildString.Prefix(new Variant(output.Variant.Where(entry => entry.Key != "numpy" && run.Contains(entry.Key == "r_base" ? "r-base" : entry.Key))), output.NoArch);
    }
}
