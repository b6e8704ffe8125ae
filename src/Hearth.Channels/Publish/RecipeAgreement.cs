using System.Text;
using Hearth.Conda.Records;
using Hearth.Foundation.Diagnostics;
using Hearth.Packages.Metadata;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Hearth.Channels.Publish;

/// <summary>Compares the rendered recipe inside a package with its index.json.</summary>
internal static class RecipeAgreement
{
    // A recipe is a page or two; whatever is larger is not read for this.
    private const int MaxSize = 1 << 20;

    /// <summary>Reports a name or version that the recipe does not have. Recipes that cannot be read as YAML say nothing.</summary>
    public static void Check(PackageInfo info, string file, List<Diagnostic> problems)
    {
        if (info.Recipe is not { Length: > 0 and <= MaxSize } recipe || Root(recipe.Span) is not { } root)
            return;
        var record = PackageRecord.Parse(info.Index.Span);
        // rattler-build puts the rendered recipe below a key of its own.
        root = Child(root, "recipe") ?? root;
        if (Child(root, "package") is not { } package || Text(package, "name") is not { } name)
            return;
        // The outputs of a recipe have names and sometimes versions of their own.
        var outputs = root.Children.TryGetValue("outputs", out var list) && list is YamlSequenceNode sequence ? sequence.OfType<YamlMappingNode>().ToList() : [];
        var names = outputs.Select(output => Text(Child(output, "package") ?? output, "name")).OfType<string>().Append(name).ToList();
        if (!names.Contains(record.Name, StringComparer.Ordinal))
            Report("name", name, record.Name);
        else if (outputs.Count == 0 && Text(package, "version") is { } version && version != record.Version)
            Report("version", version, record.Version);

        void Report(string what, string expected, string actual) => problems.Add(
            PublishDiagnostics.RecipeDisagrees.In(file, $"the recipe says {what} '{expected}', index.json says '{actual}'") with { Expected = expected, Actual = actual });
    }

    private static YamlMappingNode? Root(ReadOnlySpan<byte> yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(Encoding.UTF8.GetString(yaml)));
            return stream.Documents.Count > 0 ? stream.Documents[0].RootNode as YamlMappingNode : null;
        }
        catch (YamlException)
        {
            return null;
        }
    }

    private static YamlMappingNode? Child(YamlMappingNode node, string key) => node.Children.TryGetValue(key, out var child) ? child as YamlMappingNode : null;

    private static string? Text(YamlMappingNode node, string key) => node.Children.TryGetValue(key, out var child) ? (child as YamlScalarNode)?.Value : null;
}
