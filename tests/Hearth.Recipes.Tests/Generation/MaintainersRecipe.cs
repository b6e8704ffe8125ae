using System.Text.RegularExpressions;

namespace Hearth.Recipes.Tests.Generation;

/// <summary>What a maintainer's meta.yaml asks for on linux-64, read line by line: enough to compare names, and independent of the code under test.</summary>
internal sealed partial class MaintainersRecipe
{
    private readonly List<(string Section, string Name)> _requirements = [];

    public MaintainersRecipe(string text)
    {
        var variables = Set().Matches(text).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value, StringComparer.Ordinal);
        var section = "";
        var sectionIndent = -1;
        var outputs = 0;
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("  - name:", StringComparison.Ordinal))
                outputs++;
            var trimmed = line.Trim();
            var indent = line.Length - line.TrimStart().Length;
            if (trimmed.Length == 0 || trimmed[0] == '#')
                continue;
            if (Key().Match(trimmed) is { Success: true } key)
                (section, sectionIndent) = (key.Groups[1].Value, indent);
            else if (trimmed[0] != '-' || indent < sectionIndent)
                section = "";
            else if (section is "host" or "run" && outputs <= 1 && HoldsOnLinux(trimmed) && NameIn(trimmed, variables) is { } name)
                _requirements.Add((section, name));
        }
    }

    public IReadOnlySet<string> Run => Names("run");

    public IReadOnlySet<string> Host => Names("host");

    private HashSet<string> Names(string section) => [.. _requirements.Where(one => one.Section == section).Select(one => one.Name)];

    private static bool HoldsOnLinux(string line) => Selector().Match(line).Groups[1].Value is not ("win" or "osx");

    private static string? NameIn(string line, Dictionary<string, string> variables)
    {
        var item = line[1..].Split('#')[0].Trim().Trim('"', '\'');
        item = Pin().Replace(item, "$1");
        item = Variable().Replace(item, match => match.Groups[1].Value is "native" or "posix" ? "" : variables.GetValueOrDefault(match.Groups[1].Value, "0"));
        var name = item.Split([' ', '=', '<', '>', '!', '~', '['], 2)[0].ToLowerInvariant();
        return name.Length > 0 && char.IsLetterOrDigit(name[0]) ? name : null;
    }

    [GeneratedRegex("""\{%-?\s*set\s+(\w+)\s*=\s*["']([^"']*)["']\s*-?%\}""")]
    private static partial Regex Set();

    [GeneratedRegex("""^(?:- )?(\w+):\s*(?:#.*)?$""")]
    private static partial Regex Key();

    [GeneratedRegex("""#\s*\[([^\]]*)\]""")]
    private static partial Regex Selector();

    [GeneratedRegex("""\{\{\s*pin_(?:subpackage|compatible)\(\s*['"]([^'"]+)['"].*?\}\}""")]
    private static partial Regex Pin();

    [GeneratedRegex("""\{\{\s*(\w+)[^}]*\}\}""")]
    private static partial Regex Variable();
}
