using System.Globalization;
using Tomlyn.Model;

namespace Hearth.Recipes.Generation.PyPi;

/// <summary>Poetry's own way to write requirements: a table of names, with <c>^1.2</c> and <c>~1.2</c> for versions.</summary>
internal static class PoetryVersions
{
    /// <summary>The requirements of a <c>[tool.poetry]</c> table as texts by PEP 508; those that only extras need carry markers.</summary>
    public static IEnumerable<string> Requirements(TomlTable? poetry)
    {
        if (poetry.Table("dependencies") is not { } dependencies)
            yield break;
        var extras = poetry.Table("extras");
        foreach (var (name, value) in dependencies.Where(pair => pair.Key != "python"))
        {
            foreach (var (version, extra, marker, optional) in Entries(value))
            {
                var brackets = extra.Count == 0 ? "" : $"[{string.Join(',', extra)}]";
                var wanted = $"{name}{brackets}{ToPython(version)}";
                if (!optional)
                    yield return marker is null ? wanted : $"{wanted} ; {marker}";
                foreach (var group in optional && extras is not null ? extras.Keys.Where(group => extras.Texts(group).Contains(name)) : [])
                    yield return marker is null ? $"{wanted} ; extra == '{group}'" : $"{wanted} ; ({marker}) and extra == '{group}'";
            }
        }
    }

    /// <summary>The same constraint by PEP 440; null for none.</summary>
    public static string? ToPython(string? version)
    {
        if (string.IsNullOrWhiteSpace(version) || version.Trim() == "*" || version.Contains('|'))
            return null;
        return string.Join(',', version.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Clause));
    }

    private static string Clause(string clause)
    {
        if (clause.StartsWith('^'))
            return Between(clause[1..].Trim(), LeftmostNonZero);
        if (clause.StartsWith('~') && !clause.StartsWith("~=", StringComparison.Ordinal))
            return Between(clause[1..].Trim(), numbers => Math.Min(1, numbers.Count - 1));
        return char.IsAsciiDigit(clause[0]) ? $"=={clause}" : clause.Replace(" ", "", StringComparison.Ordinal);
    }

    private static int LeftmostNonZero(IReadOnlyList<long> numbers)
    {
        for (var i = 0; i < numbers.Count; i++)
        {
            if (numbers[i] != 0)
                return i;
        }
        return numbers.Count - 1;
    }

    private static string Between(string version, Func<IReadOnlyList<long>, int> raised)
    {
        if (!PythonVersion.TryParse(version, null, out var parsed))
            return $">={version}";
        var at = raised(parsed.Release);
        var upper = parsed.Release.Take(at).Append(parsed.Release[at] + 1).Select(number => number.ToString(CultureInfo.InvariantCulture));
        return $">={parsed},<{string.Join('.', upper)}";
    }

    private static IEnumerable<(string? Version, IReadOnlyList<string> Extras, string? Marker, bool Optional)> Entries(object? value) => value switch
    {
        string version => [(version, [], null, false)],
        TomlTable table => [(table.Text("version"), table.Texts("extras"), Marker(table), table.TryGetValue("optional", out var optional) && optional is true)],
        TomlTableArray tables => tables.SelectMany(Entries),
        TomlArray items => items.SelectMany(Entries),
        _ => [],
    };

    private static string? Marker(TomlTable table)
    {
        var python = ToPython(table.Text("python")) is { } versions && PythonSpecifierSet.TryParse(versions, null, out var set)
            ? string.Join(" and ", set.Clauses.Select(clause => $"python_version {clause.Operator} '{clause.Version}'"))
            : null;
        var marker = table.Text("markers");
        return (marker, python) switch { (null, _) => python, (_, null) => marker, _ => $"({marker}) and {python}" };
    }
}
