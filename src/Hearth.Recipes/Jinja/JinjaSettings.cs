namespace Hearth.Recipes.Jinja;

/// <summary>How expressions are evaluated.</summary>
public sealed record JinjaSettings(JinjaDialect Dialect, UndefinedUse Undefined)
{
    /// <summary>recipe.yaml, to the letter of CEP 39.</summary>
    public static JinjaSettings V1 { get; } = new(JinjaDialect.V1, UndefinedUse.Error);

    /// <summary>meta.yaml while names may still be unknown.</summary>
    public static JinjaSettings V0 { get; } = new(JinjaDialect.V0, UndefinedUse.Anything);

    /// <summary>What one evaluation may take.</summary>
    public JinjaLimits Limits { get; init; } = JinjaLimits.Default;
}
