using System.Globalization;
using Hearth.Conda.Versions;

namespace Hearth.Channels.Patches.Yaml;

/// <summary>
/// Moves the bounds of a dependency that is written as conda-build writes them: <c>name &gt;=1.2,&lt;2.0a0</c>, <c>name &gt;=1.2</c>,
/// <c>name 1.2 build</c>. What is written in another way is left as it is.
/// </summary>
internal static class DependencyPin
{
    private const string UpperSuffix = "a0";

    /// <summary>The name that a dependency begins with.</summary>
    public static ReadOnlySpan<char> NameOf(string dependency) =>
        dependency.AsSpan(0, dependency.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var end ? end : dependency.Length);

    /// <summary>An exact pin with a build string becomes a lower bound, and an upper one if <paramref name="maxPin"/> is given.</summary>
    public static string Relaxed(string dependency, int? maxPin)
    {
        if (dependency.Split(' ') is not [var name, var version, _] || version is ['=' or '<' or '>' or '!', ..])
            return dependency;
        if (maxPin is null)
            return $"{name} >={version}";
        return UpperBound(version, maxPin.Value) is { } upper ? $"{name} >={version},<{Joined(upper)}{UpperSuffix}" : dependency;
    }

    /// <summary>The upper bound moves down, or comes to be. At least one of <paramref name="maxPin"/> and <paramref name="upperBound"/> is given; the latter counts.</summary>
    public static string Tightened(string dependency, int? maxPin, string? upperBound)
    {
        var parts = dependency.Split(' ');
        if (parts.Length == 1)
            return upperBound is null ? dependency : $"{dependency} <{Bound(upperBound.Split('.'))}";
        if (parts.Length > 3)
            return dependency;
        if (TryLower(parts[1], out var lower, out var rest))
        {
            if ((upperBound?.Split('.') ?? UpperBound(lower, maxPin ?? 1)) is not { } wanted)
                return dependency;
            if (!rest.AsSpan().ContainsAny('<', '*'))
                return IsLess(lower.Split('.'), wanted) ? Written(parts, $"{parts[1]},<{Bound(Padded(wanted, lower.Split('.')))}") : dependency;
            return TryUpper(rest, out var upper) && IsLess(wanted, upper)
                ? Written(parts, $">={lower},<{Bound(Padded(wanted, upper))}")
                : dependency;
        }
        return upperBound is not null && parts is [_, ['<', ..]] && IsAbove(parts[1], upperBound) ? $"{parts[0]} <{Bound(upperBound.Split('.'))}" : dependency;
    }

    /// <summary>The upper bound moves up, or goes if neither <paramref name="maxPin"/> nor <paramref name="upperBound"/> is given.</summary>
    public static string Loosened(string dependency, int? maxPin, string? upperBound)
    {
        var parts = dependency.Split(' ');
        if (parts.Length is < 2 or > 3 || !TryLower(parts[1], out var lower, out var rest) || !TryUpper(rest, out var upper))
            return dependency;
        if (upperBound is null && maxPin is null)
            return Written(parts, $">={lower}");
        return (upperBound?.Split('.') ?? UpperBound(lower, maxPin!.Value)) is { } wanted && IsLess(upper, wanted)
            ? Written(parts, $">={lower},<{Bound(Padded(wanted, upper))}")
            : dependency;
    }

    // 'x.x' of 1.2.3 is 1.3.0: the last part that counts goes up by one, those after it become 0.
    private static string[]? UpperBound(string version, int maxPin)
    {
        var parts = version.Split('.').ToList();
        while (parts.Count < maxPin)
            parts.Add("0");
        if (!long.TryParse(parts[maxPin - 1], NumberStyles.None, CultureInfo.InvariantCulture, out var last) || last == long.MaxValue)
            return null;
        parts[maxPin - 1] = (last + 1).ToString(CultureInfo.InvariantCulture);
        for (var i = maxPin; i < parts.Count; i++)
            parts[i] = "0";
        return [.. parts];
    }

    // A bound ends in .0a0, so that it is below the first pre-release of the version that it shuts out.
    private static string Bound(string[] upper) => Joined(upper) + (upper[^1] == "0" ? "" : ".0") + UpperSuffix;

    private static string[] Padded(string[] version, string[] other) =>
        version.Length >= other.Length ? version : [.. version, .. Enumerable.Repeat("0", other.Length - version.Length)];

    private static string Written(string[] parts, string version) => parts.Length == 3 ? $"{parts[0]} {version} {parts[2]}" : $"{parts[0]} {version}";

    private static string Joined(string[] parts) => string.Join('.', parts);

    private static bool IsLess(string[] left, string[] right) =>
        CondaVersion.TryParse(Joined(left), null, out var a) && CondaVersion.TryParse(Joined(right), null, out var b) && a < b;

    // A bound '<=' that is equal to the wanted one is above it all the same, for it lets one version more in.
    private static bool IsAbove(string bound, string wanted)
    {
        var isInclusive = bound.StartsWith("<=", StringComparison.Ordinal);
        return CondaVersion.TryParse(bound.AsSpan(isInclusive ? 2 : 1), null, out var old)
            && CondaVersion.TryParse(Bound(wanted.Split('.')).AsSpan()[..^UpperSuffix.Length], null, out var upper)
            && (isInclusive ? old >= upper : old > upper);
    }

    /// <summary>Splits <c>&gt;=1.2a,…</c> after the digits, and the letter a that may follow them.</summary>
    private static bool TryLower(string spec, out string lower, out string rest)
    {
        lower = rest = "";
        if (!spec.StartsWith(">=", StringComparison.Ordinal))
            return false;
        var end = 2 + DottedDigits(spec.AsSpan(2));
        if (end == 2)
            return false;
        if (end < spec.Length && spec[end] == 'a')
            end++;
        lower = spec[2..end];
        rest = spec[end..];
        return true;
    }

    /// <summary>Reads <c>,&lt;2.0a0</c>, all of it.</summary>
    private static bool TryUpper(string rest, out string[] upper)
    {
        upper = [];
        if (!rest.StartsWith(",<", StringComparison.Ordinal) || !rest.EndsWith(UpperSuffix, StringComparison.Ordinal))
            return false;
        var version = rest[2..^UpperSuffix.Length];
        if (version.Length == 0 || DottedDigits(version) != version.Length)
            return false;
        upper = version.Split('.');
        return true;
    }

    private static int DottedDigits(ReadOnlySpan<char> text)
    {
        var end = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]))
                end = i + 1;
            else if (text[i] != '.' || end != i || i == 0)
                break;
        }
        return end;
    }
}
