namespace Hearth.Recipes.Rendering;

/// <summary>What a value of a recipe may be, and how it is written once rendered (CEP 14).</summary>
internal abstract record Shape
{
    /// <summary>A text; templates in it are rendered. Numbers are taken as they are written.</summary>
    public static Shape Text { get; } = new TextShape(null);

    /// <summary>A text that is an address: one without a path gets the path <c>/</c>.</summary>
    public static Shape Url { get; } = new UrlShape();

    /// <summary>A text of hexadecimal digits, in lower case.</summary>
    public static Shape HexDigits { get; } = new HexShape();

    /// <summary>A text <c>name = module:function</c>, blanks around the sign or not.</summary>
    public static Shape EntryPoint { get; } = new EntryPointShape();

    /// <summary>A text whose templates wait until the build: scripts use variables that only a build has.</summary>
    public static Shape Script { get; } = new ScriptShape();

    public static Shape Integer { get; } = new IntegerShape();

    public static Shape Flag { get; } = new FlagShape();

    /// <summary>An expression without braces, true or false.</summary>
    public static Shape Condition { get; } = new ConditionShape();

    /// <summary>A MatchSpec, or a pin.</summary>
    public static Shape Requirement { get; } = new RequirementShape();

    public static Shape Anything { get; } = new AnyShape();

    public static Shape OneOf(params IReadOnlyList<string> values) => new TextShape(values);

    /// <summary>A list, in which one value may stand for a list of one, and conditions choose items.</summary>
    public static Shape List(Shape item) => new ListShape(item, SingleAlone: false);

    /// <summary>A value as it is, or a list.</summary>
    public static Shape OrList(Shape item) => new ByKindShape(item, List(item), null);

    /// <summary>A value as it is, or a list; a list of one is written as its item.</summary>
    public static Shape OneOrMore(Shape item, Shape? map = null) => new ByKindShape(item, new ListShape(item, SingleAlone: true), map);

    public static Shape Map(params IReadOnlyList<(string Key, Shape Value)> keys) =>
        new MapShape(keys.ToDictionary(key => key.Key, key => key.Value, StringComparer.Ordinal));

    /// <summary>A map with keys of the author's choice.</summary>
    public static Shape MapOf(Shape value, PatternShape? keys = null) => new FreeMapShape(value, keys);

    /// <summary>Different shapes for a single value, a list and a map; null where none is allowed.</summary>
    public static Shape ByKind(Shape? scalar, Shape? list, Shape? map) => new ByKindShape(scalar, list, map);

    /// <summary>A value that is short for a map with one key.</summary>
    public static Shape Under(string key, Shape value) => new WrappedShape(key, value);
}

internal sealed record TextShape(IReadOnlyList<string>? Allowed) : Shape;

internal sealed record UrlShape : Shape;

internal sealed record EntryPointShape : Shape;

internal sealed record HexShape : Shape;

internal sealed record ScriptShape : Shape;

internal sealed record IntegerShape : Shape;

internal sealed record FlagShape : Shape;

internal sealed record ConditionShape : Shape;

internal sealed record RequirementShape : Shape;

internal sealed record AnyShape : Shape;

internal sealed record ListShape(Shape Item, bool SingleAlone) : Shape;

internal sealed record MapShape(IReadOnlyDictionary<string, Shape> Keys) : Shape;

internal sealed record FreeMapShape(Shape Value, PatternShape? Keys) : Shape;

/// <param name="Description">What a text must be, for messages.</param>
/// <param name="Allows">Whether a text is.</param>
internal sealed record PatternShape(string Description, Func<string, bool> Allows) : Shape;

internal sealed record ByKindShape(Shape? Single, Shape? Sequence, Shape? Mapping) : Shape;

internal sealed record WrappedShape(string Key, Shape Value) : Shape;
