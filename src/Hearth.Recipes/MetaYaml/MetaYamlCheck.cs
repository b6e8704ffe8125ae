using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.MetaYaml;

/// <summary>Checks the keys of meta.yaml and the kinds of their values.</summary>
internal static class MetaYamlCheck
{
    public static IEnumerable<Diagnostic> Check(SyntaxTree tree, MappingNode root)
    {
        List<Diagnostic> problems = [];
        Repeated(tree, root, problems);
        foreach (var entry in root.Entries)
        {
            if (!MetaYamlFields.TopLevel.Contains(entry.Name))
                problems.Add(tree.At(MetaYamlDiagnostics.UnknownKey, entry.Key, $"meta.yaml has no section '{entry.Name}'", NearestHint(entry.Name, MetaYamlFields.TopLevel)));
            else if (entry.Name == "outputs")
                Outputs(tree, entry.Value, problems);
            else if (entry.Name != "extra")
                Section(tree, entry.Name, entry.Value, problems);
        }
        var package = root["package"] as MappingNode;
        if (package?["name"] is null or ScalarNode { Value: "" })
            problems.Add(tree.At(MetaYamlDiagnostics.NoName, package ?? (SyntaxNode)root, "the package has no name", "write 'package:' with 'name:'"));
        return problems;
    }

    private static void Section(SyntaxTree tree, string name, SyntaxNode value, List<Diagnostic> problems)
    {
        switch (value)
        {
            case ScalarNode { IsNull: true }:
                break;
            case MappingNode map:
                Repeated(tree, map, problems);
                foreach (var entry in map.Entries)
                    Entry(tree, name, MetaYamlFields.Sections[name], entry, problems);
                break;
            case SequenceNode list when name is "source":
                foreach (var item in list.Items)
                    Section(tree, name, item, problems);
                break;
            case SequenceNode when name == "requirements":
                break;
            default:
                problems.Add(tree.At(MetaYamlDiagnostics.WrongKind, value, $"'{name}' must be a map of keys"));
                break;
        }
    }

    private static void Outputs(SyntaxTree tree, SyntaxNode value, List<Diagnostic> problems)
    {
        if (value is not SequenceNode list)
        {
            if (value is not ScalarNode { IsNull: true })
                problems.Add(tree.At(MetaYamlDiagnostics.WrongKind, value, "'outputs' must be a list"));
            return;
        }
        foreach (var item in list.Items)
        {
            if (item is not MappingNode output)
            {
                problems.Add(tree.At(MetaYamlDiagnostics.WrongKind, item, "an output must be a map of keys"));
                continue;
            }
            Repeated(tree, output, problems);
            foreach (var entry in output.Entries)
            {
                if (MetaYamlFields.Sections.ContainsKey(entry.Name))
                    Section(tree, entry.Name, entry.Value, problems);
                else
                    Entry(tree, "an output", MetaYamlFields.Output, entry, problems);
            }
        }
    }

    private static void Entry(SyntaxTree tree, string section, IReadOnlyDictionary<string, string> keys, MappingEntry entry, List<Diagnostic> problems)
    {
        if (!keys.TryGetValue(entry.Name, out var kind))
        {
            var hint = NearestHint(entry.Name, keys.Keys) ?? HomeHint(entry.Name);
            problems.Add(tree.At(MetaYamlDiagnostics.UnknownKey, entry.Key, $"'{section}' has no key '{entry.Name}'", hint));
            return;
        }
        var wrong = (kind, entry.Value) switch
        {
            ("any", _) or (_, ScalarNode { IsNull: true }) => null,
            ("text", not ScalarNode) => "a text",
            ("flag", not ScalarNode) => "true or false",
            ("list", MappingNode) => "a list",
            _ => null,
        };
        if (wrong is not null)
            problems.Add(tree.At(MetaYamlDiagnostics.WrongKind, entry.Value, $"'{entry.Name}' must be {wrong}"));
    }

    private static void Repeated(SyntaxTree tree, MappingNode map, List<Diagnostic> problems)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            if (!seen.Add(entry.Name))
                problems.Add(tree.At(MetaYamlDiagnostics.RepeatedKey, entry.Key, $"'{entry.Name}' stands here a second time; the last one counts"));
        }
    }

    private static string? HomeHint(string key)
    {
        var home = MetaYamlFields.Sections.FirstOrDefault(section => section.Value.ContainsKey(key)).Key;
        return home is null ? null : $"'{key}' belongs to '{home}'";
    }

    private static string? NearestHint(string key, IEnumerable<string> known)
    {
        var nearest = known.Select(name => (Name: name, Distance: Distance(key, name))).OrderBy(pair => pair.Distance).FirstOrDefault();
        return nearest.Name is not null && nearest.Distance <= Math.Max(1, key.Length / 4) ? $"did you mean '{nearest.Name}'?" : null;
    }

    // How many letters must be changed, added or removed.
    private static int Distance(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > 4)
            return int.MaxValue;
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[^1];
    }
}
