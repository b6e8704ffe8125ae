using System.Text.Json.Nodes;
using Hearth.Recipes.Jinja;
using Hearth.Recipes.Rendering;
using Hearth.Recipes.Syntax;
using Hearth.Recipes.Variants;

namespace Hearth.Recipes.Maintenance;

/// <summary>A recipe of either format as text with places, for changes that leave the rest alone.</summary>
internal sealed class RecipeText
{
    private static readonly string[] Platforms = ["linux-64", "osx-64", "osx-arm64", "win-64", "linux-aarch64", "linux-ppc64le", "win-arm64"];

    private const int MostSelectors = 12;

    private const string Cran = "https://cran.r-project.org";

    private static readonly string[] VersionNames = ["version"];

    private static readonly string[] NumberNames = ["build", "build_number", "number", "build_num"];

    public RecipeText(string text, string? file, RecipeFormat format, VariantConfig? variants = null)
    {
        Text = text;
        Format = format;
        Variants = variants ?? VariantConfig.Empty;
        Tree = format == RecipeFormat.V1 ? SyntaxTree.Parse(text, file) : SyntaxTree.ParseTemplate(text, file);
    }

    public string Text { get; }

    public RecipeFormat Format { get; }

    public SyntaxTree Tree { get; }

    public VariantConfig Variants { get; }

    public MappingNode? Root => Tree.Root as MappingNode;

    /// <summary>The recipe itself, and its outputs.</summary>
    public IEnumerable<MappingNode> Packages => Root is null ? [] : ((IEnumerable<MappingNode>)[Root]).Concat(Mappings(Root["outputs"]));

    /// <summary>What sets the version: a variable, or the place of the version itself.</summary>
    public RecipeVariable? Version => Resolve(
        Packages.SelectMany(package => new[] { package["package"], package["recipe"], package }).OfType<MappingNode>().Select(map => map["version"]).OfType<ScalarNode>(), VersionNames)
        .FirstOrDefault();

    /// <summary>What sets the build numbers.</summary>
    public IReadOnlyList<RecipeVariable> BuildNumbers =>
        [.. Resolve(Packages.Select(package => package["build"]).OfType<MappingNode>().SelectMany(build => build.Entries.Where(entry => entry.Name == "number"))
            .Select(entry => entry.Value).OfType<ScalarNode>(), NumberNames).Where(variable => long.TryParse(variable.Value, out _))];

    /// <summary>Every variable set to a literal.</summary>
    public IEnumerable<RecipeVariable> Variables => Format == RecipeFormat.V0
        ? SetStatements.Literals(Text)
        : (Root?["context"] as MappingNode)?.Entries.Where(entry => entry.Value is ScalarNode { IsNull: false } value && !value.Value.Contains("{{", StringComparison.Ordinal))
            .Select(entry => new RecipeVariable(entry.Name, ((ScalarNode)entry.Value).Value, entry.Value.Span)) ?? [];

    /// <summary>
    /// The sources that have an address, each once, with the addresses as they are on the first platform that has the source.
    /// </summary>
    public IReadOnlyList<RecipeSource> Sources()
    {
        var found = new Dictionary<int, RecipeSource>();
        foreach (var source in Format == RecipeFormat.V1 ? Platforms.SelectMany(SourcesOfV1) : Platforms.SelectMany(SourcesOfV0))
            found.TryAdd(source.Hashes.Count > 0 ? source.Hashes[0].Literal.Span.Start : source.Place, source);
        return [.. found.Values.OrderBy(source => source.Place)];
    }

    private IEnumerable<RecipeSource> SourcesOfV1(string platform)
    {
        if (RecipeDocument.Read(Tree, []) is not { } document)
            return [];
        var options = RenderOptions.For(platform);
        var choice = Variants.First;
        var pass = new RecipePass(document, new TemplateCache(), choice["cran_mirror"] is null ? choice.With("cran_mirror", JinjaValue.Of(Cran)) : choice, options, []);
        // Those whose condition asks for a variant that is not known come last, as if it held.
        return
        [
            .. from source in pass.Sources(everyCondition: false).Concat(pass.Sources(everyCondition: true))
               let urls = UrlsOf(source.Rendered["url"])
               where urls.Count > 0
               select new RecipeSource(source.Node.Span.Start, urls, Templates(source.Node), Hashes(source.Node)),
        ];
    }

    private static List<string> UrlsOf(JsonNode? node) => node switch
    {
        JsonArray list => [.. list.Select(item => item!.GetValue<string>())],
        null => [],
        _ => [node.GetValue<string>()],
    };

    private static IReadOnlyList<ScalarNode> Templates(MappingNode source) =>
        [.. (source["url"] is SequenceNode list ? list.Items : [source["url"] ?? source]).OfType<ScalarNode>()];

    private IEnumerable<RecipeSource> SourcesOfV0(string platform)
    {
        var scope = JinjaScope.Empty.With("cran_mirror", JinjaValue.Of(Cran)).With(PlatformNames.ForSelectors(platform)).With(Variants.First)
            .With("environ", JinjaValue.Map([])).With("compiler", call => JinjaValue.Of(call.Text(0, "language")));
        // Selectors that ask for something unknown, such as the version of Python, hold one after the other.
        return UnknownSelectors(scope).Prepend(null).SelectMany(unknown => SourcesOfV0(ChosenLines(scope, unknown), scope));
    }

    private List<RecipeSource> SourcesOfV0(string chosen, JinjaScope scope)
    {
        var tree = SyntaxTree.ParseTemplate(chosen, null);
        if (tree.Root is not MappingNode root)
            return [];
        var sources = new List<RecipeSource>();
        foreach (var source in ((IEnumerable<MappingNode>)[root]).Concat(Mappings(root["outputs"])).SelectMany(package => Mappings(package["source"])))
        {
            var templates = Templates(source);
            var urls = templates
                .Select(url => SetStatements.Evaluate(chosen, url.Value, scope)?.Trim()).OfType<string>().ToList();
            if (urls.Count > 0)
                sources.Add(new RecipeSource(source.Span.Start, urls, templates, Hashes(source, chosen)));
        }
        return sources;
    }

    private IEnumerable<string> UnknownSelectors(JinjaScope scope) => Text.Split('\n').Select(line => LineSelector.Of(line).ToString())
        .Where(selector => selector.Length > 0 && JinjaExpression.TryParse(selector, out var condition, out _) && condition.Names.Any(name => !scope.TryGet(name, out _)))
        .Distinct().Take(MostSelectors);

    // Lines whose selector does not hold become blanks of the same length, so that places stay right.
    private string ChosenLines(JinjaScope scope, string? unknown)
    {
        var chosen = Text.ToCharArray();
        for (var start = 0; start < Text.Length; start = Tree.Source.NextLine(start))
        {
            var end = Tree.Source.LineEnd(start);
            var selector = LineSelector.Of(Text.AsSpan(start, end - start));
            if (selector.IsEmpty || selector.SequenceEqual(unknown) || !JinjaExpression.TryParse(selector.ToString(), out var condition, out _)
                || !condition.TryEvaluate(scope, JinjaSettings.V0, out var value, out _) || value.IsTrue)
            {
                continue;
            }
            Array.Fill(chosen, ' ', start, end - start);
        }
        return new string(chosen);
    }

    private List<RecipeHash> Hashes(MappingNode source, string? chosen = null)
    {
        var hashes = new List<RecipeHash>();
        foreach (var (key, value) in source.Entries.Where(entry => entry.Name is "sha256" or "md5").Select(entry => (entry.Name, entry.Value as ScalarNode)))
        {
            if (value is null)
                continue;
            var variables = chosen is null ? Variables : SetStatements.Literals(chosen);
            var literal = IsTemplate(value) ? variables.LastOrDefault(variable => variable.Name == SoleName(value.Value)) : new RecipeVariable(key, value.Value, value.Span);
            if (literal is not null)
                hashes.Add(new RecipeHash(key, literal));
        }
        return hashes;
    }

    // A scalar that is a literal stands for itself, one that is a template for the variables it uses; usual names help where it is more than one name.
    private List<RecipeVariable> Resolve(IEnumerable<ScalarNode> scalars, string[] usual)
    {
        var variables = new List<RecipeVariable>();
        foreach (var scalar in scalars)
        {
            if (!IsTemplate(scalar))
            {
                if (!scalar.IsNull)
                    variables.Add(new RecipeVariable(usual[0], scalar.Value, scalar.Span));
                continue;
            }
            var names = NamesIn(scalar.Value);
            variables.AddRange(Variables.Where(variable => names.Count == 1 ? names.Contains(variable.Name) : names.Contains(variable.Name) && usual.Contains(variable.Name)));
        }
        return [.. variables.DistinctBy(variable => variable.Span.Start)];
    }

    private static bool IsTemplate(ScalarNode scalar) => scalar.Value.Contains("{{", StringComparison.Ordinal);

    private static string? SoleName(string template) => NamesIn(template) is [var name] ? name : null;

    private static IReadOnlyList<string> NamesIn(string template)
    {
        var text = template.Contains("${{", StringComparison.Ordinal) ? template : template.Replace("{{", "${{", StringComparison.Ordinal);
        return JinjaInterpolation.TryParse(text, out var parsed, out _) ? parsed.Names : [];
    }

    private static IEnumerable<MappingNode> Mappings(SyntaxNode? node) => node is null ? [] : RecipeEvaluator.Every(node).OfType<MappingNode>();
}
