namespace Hearth.Recipes.Rendering;

/// <summary>Finds the word that was probably meant.</summary>
internal static class Spelling
{
    private const int MostEdits = 2;

    // What keys of the older format, and words often written in their place, are called now.
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["home"] = "homepage",
        ["dev_url"] = "repository",
        ["doc_url"] = "documentation",
        ["run_constrained"] = "run_constraints",
        ["test"] = "tests",
        ["folder"] = "target_directory",
        ["fn"] = "file_name",
        ["git_url"] = "git",
        ["git_rev"] = "rev",
        ["git_tag"] = "tag",
        ["git_depth"] = "depth",
        ["merge_build_host"] = "merge_build_and_host_envs",
        ["entry_points"] = "python.entry_points",
        ["ignore_run_exports_from"] = "ignore_run_exports.from_package",
        ["missing_dso_whitelist"] = "dynamic_linking.missing_dso_allowlist",
        ["binary_relocation"] = "dynamic_linking.binary_relocation",
        ["imports"] = "python.imports",
        ["commands"] = "script",
        ["requires"] = "requirements.run",
        ["strong_constrains"] = "strong_constraints",
        ["weak_constrains"] = "weak_constraints",
        ["track_features"] = "variant.down_prioritize_variant",
        ["always_include"] = "always_include_files",
    };

    /// <summary>A hint for a key that is not among <paramref name="known"/>.</summary>
    public static string? Hint(string key, IEnumerable<string> known)
    {
        List<string> names = [.. known.Order(StringComparer.Ordinal)];
        if (Renamed.TryGetValue(key, out var now) && names.Contains(now.Split('.')[0]))
            return $"it is called '{now}' in this format";
        if (names.Contains("about") && RecipeShapes.SectionOf(key) is { } section)
            return $"it belongs under '{section}'";
        var nearest = names.Select(name => (Name: name, Edits: Distance(key, name))).OrderBy(candidate => candidate.Edits).FirstOrDefault();
        if (nearest.Name is not null && nearest.Edits <= MostEdits && nearest.Edits < key.Length - 1)
            return $"did you mean '{nearest.Name}'?";
        return names.Count is > 0 and <= 14 ? $"known here: {string.Join(", ", names)}" : null;
    }

    // Insertions, deletions and replacements of one character.
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > MostEdits)
            return int.MaxValue;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j - 1], above) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
