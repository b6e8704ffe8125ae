using Hearth.Recipes.Jinja;

namespace Hearth.Recipes.MetaYaml;

/// <summary>
/// Pins whose versions are known only once an environment is solved. They pass through the template as text,
/// <c>pin_compatible|numpy|x.x.x.x.x.x|x|</c>, and are taken up again behind it.
/// </summary>
/// <param name="Function"><c>pin_compatible</c> or <c>pin_subpackage</c>.</param>
/// <param name="Name">The package.</param>
/// <param name="Lower">The lower bound, empty if there is none.</param>
/// <param name="Upper">The upper bound, empty if there is none.</param>
/// <param name="IsExact">Whether version and build are pinned.</param>
public sealed record PinText(string Function, string Name, string Lower, string Upper, bool IsExact)
{
    private const string DefaultLower = "x.x.x.x.x.x";
    private const string DefaultUpper = "x";

    internal static string Of(string function, JinjaCall call)
    {
        var exact = call.Flag(5, "exact", false);
        return string.Join(
            '|',
            function,
            call.Text(0, "package_name").Replace('|', '_'),
            Bound(call, "lower_bound", "min_pin", DefaultLower),
            Bound(call, "upper_bound", "max_pin", DefaultUpper),
            exact ? "exact" : "");
    }

    /// <summary>The pin in a requirement; null if it is none.</summary>
    public static PinText? Parse(string requirement)
    {
        var parts = requirement.Split('|');
        return parts is ["pin_compatible" or "pin_subpackage", _, _, _, _]
            ? new(parts[0], parts[1], parts[2], parts[3], parts[4] == "exact")
            : null;
    }

    private static string Bound(JinjaCall call, string name, string oldName, string fallback)
    {
        var bound = call.Named.GetValueOrDefault(name) ?? call.Named.GetValueOrDefault(oldName);
        return bound is null ? fallback : bound.Kind == JinjaKind.Null ? "" : bound.ToText(JinjaDialect.V0).Replace('|', '_');
    }
}
