using System.Globalization;
using Hearth.Conda.Versions;

namespace Hearth.Recipes.Rendering;

/// <summary>What a pin comes to once the version of the package is known (CEP 39 §Pin definition).</summary>
public static class PinBounds
{
    /// <summary>The version spec of a pin, such as <c>&gt;=1.2.3,&lt;2.0a0</c>; empty if it has no bounds.</summary>
    /// <param name="version">The version of the package.</param>
    /// <param name="lower">A pin expression such as <c>x.x</c>, a version, or null for none.</param>
    /// <param name="upper">The same.</param>
    public static string Of(CondaVersion version, string? lower, string? upper)
    {
        var bounds = new List<string>();
        if (lower is not null)
            bounds.Add($">={(IsExpression(lower) ? Kept(version, Segments(lower)) : lower)}");
        if (upper is not null)
            bounds.Add($"<{(IsExpression(upper) ? Raised(version, Segments(upper)) : upper)}");
        return string.Join(',', bounds);
    }

    private static bool IsExpression(string bound) => bound.Length > 0 && bound.All(c => c is 'x' or '.');

    private static int Segments(string expression) => expression.Count(c => c == 'x');

    // Epoch and local part stay; segments that are not there are not made up.
    private static string Kept(CondaVersion version, int segments)
    {
        var (epoch, release, local) = Parts(version);
        return $"{epoch}{string.Join('.', release.Take(segments))}{local}";
    }

    // The last kept segment is raised: a letter behind it goes back to 'a', and nothing earlier than a first alpha is let in. The local part goes.
    private static string Raised(CondaVersion version, int segments)
    {
        var (epoch, release, _) = Parts(version);
        List<string> kept = [.. release.Take(segments)];
        // Zeros go behind: the CEP's example, 1.0.0.3 of 1.2, would shut out the version itself.
        while (kept.Count < segments)
            kept.Add("0");
        var last = kept[^1];
        var digits = last.AsSpan().IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : last.Length;
        var number = long.TryParse(last.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed + 1 : 1;
        kept[^1] = digits < last.Length ? $"{number}a" : $"{number}";
        return $"{epoch}{string.Join('.', kept)}{(digits < last.Length ? "" : ".0a0")}";
    }

    private static (string Epoch, string[] Release, string Local) Parts(CondaVersion version)
    {
        var text = version.ToString();
        var release = text.IndexOf('!') + 1;
        var local = text.IndexOf('+') is var plus and >= 0 ? plus : text.Length;
        return (text[..release], text[release..local].Split('.', '_', '-'), text[local..]);
    }
}
