using System.Text.Json.Nodes;
using Hearth.Conda.Names;
using Hearth.Conda.Versions;
using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Jinja;
using Hearth.Recipes.Syntax;
using Hearth.Recipes.Variants;

namespace Hearth.Recipes.Rendering;

/// <summary>A recipe under one choice of a value for every variant key.</summary>
internal sealed class RecipePass
{
    // What outputs take from the top of the recipe (CEP 14 §Outputs section), beside its build.script (CEP 41 §Top-level inheritance).
    private static readonly (string Key, Shape Shape)[] Sections =
    [
        ("source", RecipeShapes.Source),
        ("build", RecipeShapes.Build),
        ("requirements", RecipeShapes.RequirementSections),
        ("tests", RecipeShapes.Tests),
        ("about", RecipeShapes.About),
        ("extra", Shape.Anything),
    ];

    private readonly RecipeDocument _document;
    private readonly RenderOptions _options;
    private readonly List<Diagnostic> _problems;
    private readonly HashSet<string> _hidden = new(StringComparer.Ordinal);
    private readonly HashSet<string> _askedByContext = new(StringComparer.Ordinal);
    private readonly RecipeEvaluator _evaluator;
    private readonly JinjaScope _scope;
    private HashSet<string> _asked;

    public RecipePass(RecipeDocument document, TemplateCache templates, Variant choice, RenderOptions options, List<Diagnostic> problems)
    {
        _document = document;
        _options = options;
        _problems = problems;
        Choice = new Variant(choice.Concat(PlatformNames.ForRecipeYaml(options.TargetPlatform, options.BuildPlatform).Where(name => name.Key is "target_platform" or "build_platform")));
        _asked = _askedByContext;
        _scope = JinjaScope.Empty
            .With(Choice)
            .With(PlatformNames.ForRecipeYaml(options.TargetPlatform, options.BuildPlatform))
            .With(RecipeFunctions.For(options, Ask))
            .Observed(name => Ask(name));
        foreach (var key in options.AlsoUsed)
            Ask(key);
        Context = [];
        _evaluator = new RecipeEvaluator(document.Tree, templates, _scope, problems);
        (_scope, _evaluator) = EvaluateContext();
    }

    /// <summary>A value for every key, those of platforms included.</summary>
    public Variant Choice { get; }

    /// <summary>The rendered context.</summary>
    public JsonObject Context { get; }

    public IReadOnlyList<OutputDraft> Drafts()
    {
        if (_document.Outputs is null)
            return [Draft(new OutputSource(_document.Root, 0, IsStaging: false), [])];
        var drafts = new List<OutputDraft>();
        foreach (var node in _evaluator.Items(_document.Outputs))
        {
            if (node is not MappingNode map)
                _problems.Add(_document.Tree.At(RenderingDiagnostics.WrongType, node, "an output must be a map"));
            else
                drafts.Add(Draft(new OutputSource(map, drafts.Count, map.Find("staging") is not null), drafts));
        }
        return drafts;
    }

    /// <summary>The sources of the recipe and its outputs that are there under this choice, or all that there can be.</summary>
    public IEnumerable<(MappingNode Node, JsonObject Rendered)> Sources(bool everyCondition)
    {
        var outputs = _document.Outputs is null ? [] : (everyCondition ? RecipeEvaluator.Every(_document.Outputs) : _evaluator.Items(_document.Outputs)).OfType<MappingNode>();
        foreach (var section in outputs.Prepend(_document.Root).Select(package => package["source"]).OfType<SyntaxNode>())
        {
            foreach (var node in (everyCondition ? RecipeEvaluator.Every(section) : _evaluator.Items(section)).OfType<MappingNode>())
            {
                if (_evaluator.Evaluate(node, RecipeShapes.OneSource) is JsonObject rendered)
                    yield return (node, rendered);
            }
        }
    }

    /// <summary>The build string that a recipe names, once its hash is known.</summary>
    public string? BuildString(OutputDraft draft, string hash)
    {
        // Which keys it asks for was seen when the draft was made.
        _asked = [];
        return draft.BuildString is null ? null : Named(hash, draft.BuildNumber).Value(draft.BuildString)?.ToText(JinjaDialect.V1);
    }

    private string? Ask(string name)
    {
        if (!Choice.TryGet(name, out var value))
            return null;
        _asked.Add(name);
        return Choice[name];
    }

    // From top to bottom: each value sees those above it (CEP 39 §The context section).
    private (JinjaScope Scope, RecipeEvaluator Evaluator) EvaluateContext()
    {
        var (scope, evaluator) = (_scope, _evaluator);
        foreach (var entry in _document.Context?.Entries ?? [])
        {
            var value = ContextValue(entry, evaluator);
            if (value is null)
                continue;
            Context[entry.Name] = ScalarValues.ToJson(value);
            if (!_askedByContext.Contains(entry.Name) && Choice.TryGet(entry.Name, out _))
                _hidden.Add(entry.Name);
            scope = scope.With(entry.Name, value);
            evaluator = evaluator.With(scope);
        }
        return (scope, evaluator);
    }

    private JinjaValue? ContextValue(MappingEntry entry, RecipeEvaluator evaluator)
    {
        switch (entry.Value)
        {
            case ScalarNode { Kind: ScalarKind.Float } number:
                // A version without quotes: 1.10 stays 1.10.
                return JinjaValue.Of(number.Value);
            case ScalarNode scalar:
                return evaluator.Value(scalar);
            case SequenceNode list:
                return JinjaValue.List([.. evaluator.Items(list).OfType<ScalarNode>().Select(evaluator.Value).OfType<JinjaValue>()]);
            default:
                _problems.Add(_document.Tree.At(RenderingDiagnostics.WrongType, entry.Value, $"the context value '{entry.Name}' must be a single value or a list (CEP 14 §Context section)"));
                return null;
        }
    }

    private OutputDraft Draft(OutputSource source, IReadOnlyList<OutputDraft> before)
    {
        _asked = new HashSet<string>(_askedByContext, StringComparer.Ordinal);
        var sections = new JsonObject();
        var isWhole = ReferenceEquals(source.Node, _document.Root);
        if (!isWhole)
            CheckKeys(source);
        var takesExports = true;
        var parent = isWhole ? null : Parent(source, before, out takesExports);
        var inheritsTop = !isWhole && parent is null;
        foreach (var (key, shape) in Sections)
        {
            var inherited = inheritsTop && key is not "requirements" ? Section(_document.Root, key, shape) : parent is not null && key is "build" or "about" ? parent?.Sections[key]?.DeepClone() : null;
            // CEP 41 §Top-level inheritance would ignore a script at the top; the tools do not, and recipes rely on it.
            if (key == "build" && inherited is JsonObject build && parent is not null)
                build.Remove("script");
            if (Merged(inherited, Section(source.Node, key, shape)) is { } merged)
                sections[key] = merged;
        }
        if (parent is not null)
            _asked.UnionWith(parent.Asked);
        if (!isWhole && ScriptFile(sections["build"]?["script"]) is { } script)
            _asked.UnionWith(_options.UsedByScript(script));
        var (name, version) = Identity(source, isWhole);
        var template = TemplateOf(source.Node) ?? (inheritsTop ? TemplateOf(_document.Root) : parent?.BuildString);
        IReadOnlyList<JsonObject> exporting = parent is null || !takesExports ? []
            : parent.Sections["requirements"] is JsonObject requirements ? [.. parent.Inherited, requirements] : parent.Inherited;
        return new OutputDraft(source, name, version, sections, _asked, _hidden, template, exporting, parent?.FreeNames ?? []);
    }

    private static string? ScriptFile(JsonNode? script) => script switch
    {
        JsonObject map => ScriptFile(map["file"]),
        JsonArray { Count: 1 } list => ScriptFile(list[0]),
        JsonValue value when value.TryGetValue<string>(out var text) && !text.Contains(' ', StringComparison.Ordinal) => text,
        _ => null,
    };

    private JsonNode? Section(MappingNode node, string key, Shape shape) =>
        node[key] is { } section and not ScalarNode { IsNull: true } ? Named("0000000", 0).Evaluate(section, shape) : null;

    // Names that only the build string has (CEP 39 §The hash variable).
    private RecipeEvaluator Named(string hash, long number)
    {
        var scope = _scope.With("hash", JinjaValue.Of(hash));
        return _evaluator.With(Context.ContainsKey("build_number") ? scope : scope.With("build_number", JinjaValue.Of(number)));
    }

    private static ScalarNode? TemplateOf(MappingNode node) => (node["build"] as MappingNode)?["string"] as ScalarNode is { IsNull: false } template ? template : null;

    // Maps are merged, key by key and deeply; anything else is replaced.
    private static JsonNode? Merged(JsonNode? inherited, JsonNode? own)
    {
        if (own is null || inherited is not JsonObject below || own is not JsonObject above)
            return own ?? inherited;
        foreach (var (key, value) in above.ToList())
        {
            above.Remove(key);
            var merged = Merged(below[key], value);
            below.Remove(key);
            below[key] = merged;
        }
        return below;
    }

    private (string Name, string Version) Identity(OutputSource source, bool isWhole)
    {
        if (source.IsStaging)
            return (Required(source.Node, "staging", RecipeShapes.Staging, "name") ?? "", "");
        var package = source.Node["package"] is { } own ? _evaluator.Evaluate(own, RecipeShapes.Package) : null;
        var top = isWhole ? null : _document.Root["recipe"] is { } recipe ? _evaluator.Evaluate(recipe, RecipeShapes.Package) : null;
        var name = package?["name"]?.GetValue<string>();
        var version = package?["version"]?.GetValue<string>() ?? top?["version"]?.GetValue<string>();
        var place = source.Node["package"] ?? source.Node;
        if (name is null)
            Missing(place, "package.name");
        else if (PackageName.Problem(name) is { } wrong)
            _problems.Add(_document.Tree.At(RenderingDiagnostics.BadValue, place, wrong));
        if (version is null)
            Missing(place, "package.version");
        else if (CondaVersion.Problem(version) is { } wrong)
            _problems.Add(_document.Tree.At(RenderingDiagnostics.BadValue, place, wrong));
        return (name ?? "", version ?? "");
    }

    private string? Required(MappingNode node, string section, Shape shape, string key)
    {
        var value = _evaluator.Evaluate(node[section]!, shape)?[key]?.GetValue<string>();
        if (value is null)
            Missing(node[section]!, $"{section}.{key}");
        return value;
    }

    private void Missing(SyntaxNode place, string key)
    {
        // An expression that failed has been told already.
        if (_problems.Count == 0)
            _problems.Add(_document.Tree.At(RenderingDiagnostics.MissingKey, place, $"'{key}' is missing"));
    }

    private void CheckKeys(OutputSource source)
    {
        foreach (var entry in source.Node.Entries.Where(entry => !RecipeShapes.Output.Contains(entry.Name)))
            _evaluator.Unknown(entry.Key, RecipeShapes.Output);
        if (!source.IsStaging)
            return;
        Forbid(source.Node.Find("package"), "a staging output has no 'package'");
        Forbid((source.Node["requirements"] as MappingNode)?.Find("run"), "a staging output has no run requirements");
        Forbid((source.Node["requirements"] as MappingNode)?.Find("run_constraints"), "a staging output has no run constraints");
        foreach (var entry in (source.Node["build"] as MappingNode)?.Entries ?? [])
            Forbid(entry.Name == "script" ? null : entry, "under 'build', a staging output has nothing but 'script'");
    }

    private void Forbid(MappingEntry? entry, string reason)
    {
        if (entry is not null)
            _problems.Add(_document.Tree.At(RenderingDiagnostics.NotAllowedHere, entry.Key, $"{reason} (CEP 41)"));
    }

    // The output that this one inherits from; null for the top of the recipe.
    private OutputDraft? Parent(OutputSource source, IReadOnlyList<OutputDraft> before, out bool takesExports)
    {
        takesExports = true;
        if (source.Node["inherit"] is not { } node || node is ScalarNode { IsNull: true })
            return null;
        var inherit = _evaluator.Evaluate(node, RecipeShapes.Inherit);
        var from = inherit is JsonObject map ? map["from"]?.GetValue<string>() : inherit?.GetValue<string>();
        takesExports = (inherit as JsonObject)?["run_exports"]?.GetValue<bool>() ?? true;
        var parent = before.FirstOrDefault(draft => draft.Name == from);
        if (parent is null)
        {
            _problems.Add(_document.Tree.At(
                RenderingDiagnostics.BadInheritance, node, $"no output before this one is named '{from}'", "an output inherits from one that stands above it"));
        }
        else if (source.IsStaging && !parent.Source.IsStaging)
        {
            _problems.Add(_document.Tree.At(RenderingDiagnostics.BadInheritance, node, $"'{from}' is a package; a staging output inherits from staging outputs only (CEP 41)"));
        }
        return parent;
    }
}
