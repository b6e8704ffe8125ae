namespace Hearth.Recipes.Variants;

/// <summary>Build strings as the tools make them where a recipe names none: prefix, <c>h</c> and hash, build number.</summary>
public static class BuildString
{
    private static readonly (string Prefix, string Key, int Parts)[] Prefixes =
        [("np", "numpy", 2), ("py", "python", 2), ("pl", "perl", 3), ("lua", "lua", 2), ("r", "r_base", 2)];

    /// <summary>What the build string begins with: the languages of the variant and their versions, such as <c>np2py312</c>; <c>py</c> for noarch python.</summary>
    public static string Prefix(Variant variant, string? noarch)
    {
        if (noarch == "python")
            return "py";
        var prefix = "";
        foreach (var (name, key, parts) in Prefixes)
        {
            if (variant[key] is { } value)
                prefix += $"{name}{Digits(value, parts)}";
        }
        return prefix;
    }

    public static string Of(Variant variant, string? noarch, long number) => $"{Prefix(variant, noarch)}h{BuildHash.Of(variant)}_{number}";

    // The first parts of the version in a spec such as '3.12.* *_cpython', without dots.
    private static string Digits(string spec, int parts)
    {
        var version = spec.AsSpan().Trim();
        if (version.IndexOf(' ') is var blank and >= 0)
            version = version[..blank];
        version = version.TrimStart("=<>~!");
        if (version.IndexOfAny(",|") is var end and >= 0)
            version = version[..end];
        var digits = "";
        foreach (var part in version.Split('.'))
        {
            if (parts-- == 0 || version[part] is "*" or "")
                break;
            digits += version[part].ToString();
        }
        return digits.Replace("*", "", StringComparison.Ordinal);
    }
}
