namespace Hearth.Recipes.Generation.Splitting;

/// <summary>A recipe's text cut at its keys of one level, so that parts of it can be put elsewhere as they are.</summary>
internal sealed class RecipeBlocks
{
    private readonly List<KeyValuePair<string, IReadOnlyList<string>>> _blocks = [];

    private RecipeBlocks(IReadOnlyList<string> head, int indent)
    {
        Head = head;
        Indent = indent;
    }

    /// <summary>The lines before the first key.</summary>
    public IReadOnlyList<string> Head { get; }

    /// <summary>How far the keys are indented.</summary>
    public int Indent { get; }

    public IEnumerable<string> Keys => _blocks.Select(block => block.Key);

    /// <summary>The lines of a key, its own line first; empty if the key is not there.</summary>
    public IReadOnlyList<string> this[string key] => _blocks.FirstOrDefault(block => block.Key == key).Value ?? [];

    /// <summary>Cuts lines at the keys that are indented as the first one is.</summary>
    public static RecipeBlocks Of(IEnumerable<string> lines)
    {
        var all = lines.ToList();
        var first = all.FindIndex(IsKey);
        if (first < 0)
            return new RecipeBlocks(all, 0);
        var blocks = new RecipeBlocks(all[..first], IndentOf(all[first]));
        var start = first;
        for (var i = first + 1; i <= all.Count; i++)
        {
            if (i < all.Count && !(IsKey(all[i]) && IndentOf(all[i]) == blocks.Indent))
                continue;
            var block = all[start..i];
            while (block.Count > 1 && string.IsNullOrWhiteSpace(block[^1]))
                block.RemoveAt(block.Count - 1);
            blocks._blocks.Add(KeyValuePair.Create(KeyOf(block[0]), (IReadOnlyList<string>)block));
            start = i;
        }
        return blocks;
    }

    /// <summary>The blocks below a key.</summary>
    public RecipeBlocks Below(string key) => Of(this[key].Skip(1));

    /// <summary>A key's lines moved so that the key is indented by <paramref name="indent"/>.</summary>
    public IEnumerable<string> MovedTo(string key, int indent) =>
        this[key].Select(line => string.IsNullOrWhiteSpace(line) ? "" : $"{new string(' ', indent)}{line[Math.Min(Indent, IndentOf(line))..]}");

    private static int IndentOf(string line) => line.Length - line.TrimStart(' ').Length;

    private static bool IsKey(string line)
    {
        var text = line.TrimStart(' ');
        return text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] == '$') && text.IndexOf(':') is > 0 and var colon && text[..colon].All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '$');
    }

    private static string KeyOf(string line) => line.Trim().Split(':')[0];
}
