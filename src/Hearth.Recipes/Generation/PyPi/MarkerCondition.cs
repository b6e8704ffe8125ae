using System.Globalization;
using Hearth.Recipes.Generation.Drafts;

namespace Hearth.Recipes.Generation.PyPi;

/// <summary>What a marker means in conda's terms. Only CPython is meant: other implementations of Python are not packaged.</summary>
internal sealed class MarkerCondition(PythonVersion oldest)
{
    private static readonly string[] Platforms = ["linux", "osx", "win"];

    /// <summary>The marker without what is known: the extra asked for, the implementation, Pythons older than the oldest.</summary>
    public MarkerExpression Simplify(MarkerExpression marker, string? extra) => marker.Simplify(comparison => comparison.Variable switch
    {
        "extra" => Extra(comparison, extra),
        "implementation_name" => comparison.HoldsFor("cpython"),
        "platform_python_implementation" => comparison.HoldsFor("CPython"),
        "python_version" or "python_full_version" => Python(comparison),
        _ => PlatformsOf(comparison) switch { [] => false, { Count: 3 } => true, _ => null },
    });

    /// <summary>As the value of <c>when</c> (CEP 43); null if it cannot be said.</summary>
    public static string? When(MarkerExpression marker) => marker switch
    {
        MarkerComparison comparison when PythonSpec(comparison) is { } spec => $"python{spec}",
        MarkerComparison comparison => VirtualPackages(PlatformsOf(comparison)),
        MarkerGroup group when group.Parts.Select(When).ToList() is var parts && !parts.Contains(null) => string.Join(group.IsAll ? " and " : " or ", parts.Select(Wrapped)),
        _ => null,
    };

    /// <summary>As a condition of the recipe; null if it cannot be said.</summary>
    public static DraftCondition? Recipe(MarkerExpression marker) => marker switch
    {
        MarkerComparison comparison when PythonSpec(comparison) is { } spec => new DraftCondition($"match(python, \"{spec}\")", Selector(comparison)),
        MarkerComparison comparison => PlatformCondition(comparison),
        MarkerGroup group when group.Parts.Select(Recipe).ToList() is var parts && !parts.Contains(null) => Join(parts!, group.IsAll),
        _ => null,
    };

    /// <summary>Whether the marker speaks of Python's version only.</summary>
    public static bool IsAboutPython(MarkerExpression marker) => marker.Comparisons.All(comparison => PythonSpec(comparison) is not null);

    private static DraftCondition Join(IReadOnlyList<DraftCondition> parts, bool all)
    {
        var word = all ? " and " : " or ";
        return new DraftCondition(string.Join(word, parts.Select(part => Wrapped(part.Expression))), string.Join(word, parts.Select(part => Wrapped(part.Selector))));
    }

    private static string? Wrapped(string? text) => text is not null && (text.Contains(" or ", StringComparison.Ordinal) || text.Contains(" and ", StringComparison.Ordinal)) ? $"({text})" : text;

    private static bool? Extra(MarkerComparison comparison, string? extra) => comparison.Operator switch
    {
        "==" => extra is not null && PythonName.Normalise(comparison.Value) == extra,
        "!=" => extra is null || PythonName.Normalise(comparison.Value) != extra,
        _ => null,
    };

    // False if no Python from the oldest on fulfils it, true if each of them does.
    private bool? Python(MarkerComparison comparison)
    {
        if (!PythonVersion.TryParse(comparison.Value, null, out var version))
            return null;
        var order = oldest.CompareTo(version);
        return comparison.Operator switch
        {
            "<" when order >= 0 => false,
            "<=" when order > 0 => false,
            "==" when order > 0 && !oldest.StartsWith(version) => false,
            ">=" when order >= 0 => true,
            ">" when order > 0 => true,
            "!=" when order > 0 && !oldest.StartsWith(version) => true,
            _ => null,
        };
    }

    // python_version has two numbers: '> 3.6' means 3.7 and later, '<= 3.8' includes 3.8.20.
    private static string? PythonSpec(MarkerComparison comparison)
    {
        if (comparison.Variable is not ("python_version" or "python_full_version"))
            return null;
        if (comparison.Operator == "in")
            return string.Join('|', comparison.Value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(one => $"{one}.*")) is { Length: > 0 } any ? any : null;
        if (!PythonVersion.TryParse(comparison.Value.EndsWith(".*", StringComparison.Ordinal) ? comparison.Value[..^2] : comparison.Value, null, out var version))
            return null;
        var text = version.Release is [var major, var minor, 0] ? $"{major}.{minor}" : version.ToString();
        if (comparison.Variable == "python_full_version" || version.Release.Count > 2 && text == version.ToString())
            return comparison.Operator is "in" or "not in" ? null : comparison.Operator == "===" ? $"=={text}" : $"{comparison.Operator}{text}";
        return comparison.Operator switch
        {
            ">" => $">={Next(version)}",
            "<=" => $"<{Next(version)}",
            "==" or "===" => $"{text}.*",
            "!=" => $"!={text}.*",
            "<" or ">=" or "~=" => $"{comparison.Operator}{text}",
            _ => null,
        };
    }

    private static string Next(PythonVersion version)
    {
        var numbers = version.Release.Take(2).ToList();
        numbers[^1]++;
        return string.Join('.', numbers);
    }

    // conda-build's 'py' is the version without its dot.
    private static string Selector(MarkerComparison comparison)
    {
        if (!PythonVersion.TryParse(comparison.Value, null, out var version))
            return "py";
        var number = string.Concat(version.Release.Take(2).Select(part => part.ToString(CultureInfo.InvariantCulture)));
        var sign = comparison.Operator switch { "===" => "==", "~=" => ">=", var other => other };
        return $"py{sign}{number}";
    }

    private static IReadOnlyList<string>? PlatformsOf(MarkerComparison comparison)
    {
        Func<string, string>? valueOn = comparison.Variable switch
        {
            "sys_platform" => platform => platform switch { "linux" => "linux", "osx" => "darwin", _ => "win32" },
            "platform_system" => platform => platform switch { "linux" => "Linux", "osx" => "Darwin", _ => "Windows" },
            "os_name" => platform => platform == "win" ? "nt" : "posix",
            _ => null,
        };
        if (valueOn is null)
            return null;
        var holds = Platforms.Select(platform => (Platform: platform, Holds: comparison.HoldsFor(valueOn(platform)))).ToList();
        return holds.Any(one => one.Holds is null) ? null : [.. holds.Where(one => one.Holds == true).Select(one => one.Platform)];
    }

    private static string? VirtualPackages(IReadOnlyList<string>? platforms) => platforms switch
    {
        null or [] => null,
        ["linux", "osx"] => "__unix",
        _ => string.Join(" or ", platforms.Select(platform => $"__{platform}")),
    };

    private static DraftCondition? PlatformCondition(MarkerComparison comparison)
    {
        if (PlatformsOf(comparison) is { Count: > 0 } platforms)
        {
            var text = platforms is ["linux", "osx"] ? "unix" : string.Join(" or ", platforms);
            return new DraftCondition(text, text);
        }
        if (comparison is { Variable: "platform_machine", Operator: "==" or "!=" } && Architecture(comparison.Value) is { } architecture)
        {
            var text = comparison.Operator == "==" ? architecture : $"not {architecture}";
            return new DraftCondition(text, text);
        }
        return null;
    }

    private static string? Architecture(string machine) => machine switch
    {
        "x86_64" or "AMD64" => "x86_64",
        "aarch64" => "aarch64",
        "arm64" => "arm64",
        "ppc64le" => "ppc64le",
        _ => null,
    };
}
