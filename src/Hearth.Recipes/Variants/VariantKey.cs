namespace Hearth.Recipes.Variants;

/// <summary>The names of variant keys: <c>libpng-dev</c>, <c>libpng.dev</c> and <c>libpng_dev</c> are one key.</summary>
public static class VariantKey
{
    /// <summary>The key as variants and hashes spell it.</summary>
    public static string Of(string name) => name.AsSpan().ContainsAny('-', '.') ? name.Replace('-', '_').Replace('.', '_') : name;
}
