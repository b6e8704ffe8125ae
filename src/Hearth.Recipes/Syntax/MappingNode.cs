namespace Hearth.Recipes.Syntax;

/// <summary>Keys and values, in the order of the file. Keys repeat only where the reader was told to let them.</summary>
public sealed class MappingNode : SyntaxNode
{
    public MappingNode(TextSpan span, IReadOnlyList<MappingEntry> entries, bool isFlow)
        : base(span)
    {
        Entries = entries;
        IsFlow = isFlow;
        Weight = 1 + entries.Sum(entry => 1 + entry.Value.Weight);
    }

    public IReadOnlyList<MappingEntry> Entries { get; }

    /// <summary>Whether it is written in braces.</summary>
    public bool IsFlow { get; }

    internal override int Weight { get; }

    /// <summary>The value of the first entry with this key; null if there is none.</summary>
    public SyntaxNode? this[string key] => Find(key)?.Value;

    public MappingEntry? Find(string key)
    {
        foreach (var entry in Entries)
        {
            if (string.Equals(entry.Name, key, StringComparison.Ordinal))
                return entry;
        }
        return null;
    }
}
