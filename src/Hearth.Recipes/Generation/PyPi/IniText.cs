namespace Hearth.Recipes.Generation.PyPi;

/// <summary>Sections with keys and values, as <c>setup.cfg</c> and <c>entry_points.txt</c> have them. Indented lines go on.</summary>
internal static class IniText
{
    private const int MostEntries = 20_000;

    /// <summary>In the order of the file. A line without <c>=</c> is a key without a value.</summary>
    public static IReadOnlyList<(string Section, string Key, string Value)> Read(string text)
    {
        var entries = new List<(string Section, string Key, string Value)>();
        var section = "";
        var goesOn = false;
        foreach (var line in text.EnumerateLines())
        {
            var trimmed = line.Trim();
            if (trimmed.IsEmpty || trimmed[0] is '#' or ';')
                continue;
            if (trimmed[0] == '[' && trimmed[^1] == ']' && !char.IsWhiteSpace(line[0]))
            {
                section = trimmed[1..^1].Trim().ToString();
                goesOn = false;
            }
            else if (char.IsWhiteSpace(line[0]) && goesOn)
            {
                var (at, key, value) = entries[^1];
                entries[^1] = (at, key, value.Length == 0 ? trimmed.ToString() : $"{value}\n{trimmed}");
            }
            else if (entries.Count < MostEntries)
            {
                var equals = trimmed.IndexOfAny('=', ':');
                entries.Add((section, (equals < 0 ? trimmed : trimmed[..equals].Trim()).ToString(), (equals < 0 ? [] : trimmed[(equals + 1)..].Trim()).ToString()));
                goesOn = true;
            }
        }
        return entries;
    }
}
