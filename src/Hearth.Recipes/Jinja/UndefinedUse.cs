namespace Hearth.Recipes.Jinja;

/// <summary>What may be done with a name that has no value, beyond <c>is defined</c> and <c>default</c>.</summary>
public enum UndefinedUse
{
    /// <summary>Nothing (CEP 39 §Error handling).</summary>
    Error,

    /// <summary>It may be compared, asked for its truth and joined to a text with '~', as the tools for recipe.yaml let it; anything else is an error.</summary>
    Condition,

    /// <summary>Everything: each operation yields another undefined value, and it prints as nothing. So meta.yaml is read before its variants are known.</summary>
    Anything,
}
