using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Conversion;

/// <summary>Turns the sections of meta.yaml into those of recipe.yaml.</summary>
internal sealed partial class SectionConversion(V0Source source)
{
    private readonly ValueConversion _values = new(source);
    private readonly ContextConversion _context = new(source);

    public string Convert(MappingNode root)
    {
        _context.Read();
        var sections = source.Entries(root);
        var outputs = Named(sections, "outputs").SelectMany(source.Items).ToList();
        var recipe = new V1Map();
        recipe.Add("schema_version", V1Value.Scalar("1"));
        var package = Package(sections);
        var build = new V1Map();
        var requirements = new V1Map();
        Build(Inside(sections, "build"), build, requirements, isOutput: false);
        Requirements(Named(sections, "requirements"), requirements);
        var tests = Tests(Named(sections, "test"), IsNoarchPython(sections));
        var about = About(Inside(sections, "about"));
        var extra = Named(sections, "extra").Select(_values.Any).OfType<V1Value>().LastOrDefault();
        var converted = outputs.Count > 0 ? Outputs(outputs, sections, build, requirements, tests) : null;
        AddBuildNumber(build);
        recipe.Add("context", _context.ToValue());
        recipe.Add(converted is null ? "package" : "recipe", package, First(sections, "package")?.Comments);
        recipe.Add("source", Source(Named(sections, "source")));
        recipe.Add("build", build.Ordered("number", "string", "noarch", "skip", "script").ToValue());
        if (converted is not null)
        {
            recipe.Add("outputs", converted.ToValue());
        }
        else
        {
            recipe.Add("requirements", requirements.Ordered("build", "host", "run", "run_constraints", "run_exports", "ignore_run_exports").ToValue());
            recipe.Add("tests", tests.Count == 0 ? V1Value.Block([]) : tests.ToValue());
        }
        recipe.Add("about", about);
        if (extra is not null)
            recipe.Add("extra", extra);
        foreach (var section in sections.Where(section => section.Key is "app" || !MetaYaml.MetaYamlFields.TopLevel.Contains(section.Key!)))
            source.Dropped(section, $"the section '{section.Key}' has no counterpart");
        return string.Join('\n', recipe.ToValue(spaced: true).Lines) + "\n";
    }

    private static List<V0Part> Named(IEnumerable<V0Part> parts, params ReadOnlySpan<string> names)
    {
        List<V0Part> found = [];
        foreach (var part in parts)
        {
            if (names.Contains(part.Key))
                found.Add(part);
        }
        return found;
    }

    private static V0Part? First(IEnumerable<V0Part> parts, string name) => parts.FirstOrDefault(part => part.Key == name);

    private List<V0Part> Inside(IEnumerable<V0Part> parts, string name) => [.. Named(parts, name).SelectMany(part => source.Entries(part.Node))];

    private bool IsNoarchPython(IEnumerable<V0Part> parts) =>
        Inside(parts, "build").Any(part => part is { Key: "noarch", Condition: null, Node: ScalarNode { Value: "python" } });

    private V1Value Package(IReadOnlyList<V0Part> sections)
    {
        var package = Inside(sections, "package");
        var map = new V1Map();
        foreach (var key in new[] { "name", "version" })
        {
            if (_values.Chosen(Named(package, key), asText: true) is not { } value)
                continue;
            // PKG_NAME and PKG_VERSION become 'name' and 'version', which must then have values.
            if (!_context.Has(key) && source.Lines.Any(line => line.Text.Contains($"PKG_{key.ToUpperInvariant()}", StringComparison.Ordinal) && line.Text.Contains("{{", StringComparison.Ordinal)))
            {
                _context.Add(key, value);
                value = V1Value.Scalar($"${{{{ {key} }}}}");
            }
            map.Add(key, value, First(package, key)?.Comments, First(package, key)?.Trailing);
        }
        return map.ToValue();
    }

    // 'build_number' stands for PKG_BUILDNUM; the build number becomes a value that both can use.
    private void AddBuildNumber(V1Map build)
    {
        if (_context.Has("build_number") || !string.Join('\n', build.ToValue().Lines).Contains("build_number", StringComparison.Ordinal))
            return;
        var number = _number ?? V1Value.Scalar("0");
        if (number.Inline == "${{ build_number }}")
            return;
        _context.Add("build_number", number);
        build.Add("number", V1Value.Scalar("${{ build_number }}"));
    }

    private void Carry(V1Map map, string key, List<V0Part> parts, bool asText = false)
    {
        if (parts.Count > 0 && _values.Chosen(parts, asText) is { } value)
            map.Add(key, value, parts[0].Comments, parts.Count == 1 ? parts[0].Trailing : null);
    }

    private void CarryList(V1Map map, string key, List<V0Part> parts, bool single = false, Func<V0Part, V1Value?>? convert = null)
    {
        var list = _values.List(parts, convert);
        if (list.Count > 0)
            map.Add(key, list.ToValue(single), parts[0].Comments);
    }

    // Where a selector takes the first line of an item away, the lines below that have none join the item before, and so on upwards: what stands
    // below the last of several sources that selectors choose between belongs to whichever is chosen.
    private static void GiveRestToEach(List<(V0Part Item, IReadOnlyList<V0Part> Entries)> items)
    {
        for (var last = items.Count - 1; last > 0; last--)
        {
            if (items[last].Entries is not [{ Condition: not null }, ..])
                continue;
            List<V0Part> rest = [.. items[last].Entries.Where(entry => entry.Condition is null)];
            for (var at = last - 1; at >= 0 && rest.Count > 0 && items[at].Entries.Count > 0 && items[at].Entries.All(entry => entry.Condition is not null); at--)
                items[at] = items[at] with { Entries = [.. items[at].Entries, .. rest.Where(entry => items[at].Entries.All(own => own.Key != entry.Key))] };
        }
    }

    private V1Value Source(IReadOnlyList<V0Part> parts)
    {
        var list = new V1List();
        List<(V0Part Item, IReadOnlyList<V0Part> Entries)> items = [.. parts.SelectMany(source.Items).Select(item => (item, source.Entries(item.Node)))];
        GiveRestToEach(items);
        foreach (var (item, entries) in items)
        {
            // Addresses that selectors choose between come with hashes of their own.
            var conditions = entries.Where(entry => entry.Condition is not null && entry.Key is "url" or "path" or "git_url" && entry.Condition is not null)
                .Select(entry => entry.Condition!).Distinct(StringComparer.Ordinal).ToList();
            if (conditions.Count == 0)
            {
                AddSource(list, entries, null, item.Comments);
                continue;
            }
            foreach (var condition in conditions)
                AddSource(list, [.. entries.Where(entry => entry.Condition is null || entry.Condition == condition).Select(entry => entry with { Condition = null })], condition, item.Comments);
        }
        return list.Count == 0 ? V1Value.Block([]) : list.ToValue() is { } value && list.Count == 1 && value.Lines[0].StartsWith("- ", StringComparison.Ordinal) && !value.Lines[0].StartsWith("- if:", StringComparison.Ordinal)
            ? V1Value.Block([.. value.Lines.Select(line => line.Length > 1 ? line[2..] : line)])
            : list.ToValue();
    }

    private void AddSource(V1List list, IReadOnlyList<V0Part> entries, string? condition, IReadOnlyList<string> comments)
    {
        var map = new V1Map();
        foreach (var group in entries.Where(entry => !entry.IsNull).GroupBy(KeyOf, StringComparer.Ordinal))
        {
            List<V0Part> parts = [.. group];
            var key = group.Key switch
            {
                "fn" => "file_name",
                "git_url" => "git",
                "git_rev" => "rev",
                "git_tag" => "tag",
                "git_branch" => "branch",
                "git_depth" => "depth",
                "folder" => "target_directory",
                "url" or "sha256" or "md5" or "path" or "patches" or "lfs" or "target_directory" or "use_gitignore" => group.Key,
                _ => null,
            };
            if (key is null && group.Key is "sha1" or "sha224" or "sha384" or "sha512" or "no_hoist" or "path_via_symlink")
                source.Dropped(parts[0], $"'{group.Key}' of a source was removed");
            else if (key is null)
                source.Lost(parts[0].Line, $"'{group.Key}' of a source has no counterpart");
            else if (key == "patches" || (key == "url" && parts.Any(part => part.Node is SequenceNode)))
                CarryList(map, key, parts);
            else
                Carry(map, key, parts, asText: key is "sha256" or "md5" or "rev" or "tag" or "branch");
        }
        if (!map.IsEmpty)
            list.Add(map.Ordered("url", "git", "path", "tag", "rev", "branch", "sha256", "md5").ToValue(), condition, condition is null ? comments : []);
    }

    // A key may be an expression, as in '{{ hash_type }}: …'.
    private string KeyOf(V0Part part)
    {
        var name = part.Key!;
        return name.StartsWith("{{", StringComparison.Ordinal) ? _context.Literal(name.Trim('{', '}', ' ')) ?? name : name;
    }

    private V1Value About(IReadOnlyList<V0Part> entries)
    {
        var map = new V1Map();
        foreach (var group in entries.Where(entry => !entry.IsNull).GroupBy(entry => entry.Key!, StringComparer.Ordinal))
        {
            List<V0Part> parts = [.. group];
            var key = group.Key switch
            {
                "home" => "homepage",
                "dev_url" => "repository",
                "doc_url" => "documentation",
                "license" or "license_file" or "summary" or "description" => group.Key,
                _ => null,
            };
            if (key is null)
                source.Dropped(parts[0], $"'about: {group.Key}' was removed from the format");
            else if (key == "license_file")
                CarryList(map, key, parts, single: true);
            else
                Carry(map, key, [.. parts.Select(part => part.Node is SequenceNode { Items: [ScalarNode only, ..] } ? part with { Node = only } : part)], asText: true);
        }
        return map.Ordered("homepage", "license", "license_file", "summary", "description", "documentation", "repository").ToValue();
    }
}
