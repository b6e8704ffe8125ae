namespace Hearth.Channels.Search;

/// <summary>What someone typed into a search field.</summary>
public sealed class SearchQuery
{
    /// <summary>More characters than any name has are not looked at.</summary>
    public const int MaxLength = 100;

    private const int MostWords = 8;

    /// <summary>Takes any text.</summary>
    public SearchQuery(string text)
    {
        Text = text.Trim();
        var searched = (Text.Length > MaxLength ? Text[..MaxLength] : Text).ToLowerInvariant();
        var words = searched.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries);
        Words = words.Length > MostWords ? words[..MostWords] : words;
        // Whoever types "scikit learn" means scikit-learn.
        Name = string.Join('-', Words);
        Pairs = CharacterPairs.Of([.. Words]);
        Characters = EditDistance.CharactersOf(Name);
        // One slip in a short name, two in a longer one; in two letters, anything is near to anything.
        MostSlips = Name.Length < 3 ? 0 : Name.Length < 6 ? 1 : 2;
    }

    /// <summary>As it was typed.</summary>
    public string Text { get; }

    internal string Name { get; }

    internal IReadOnlyList<string> Words { get; }

    internal int MostSlips { get; }

    /// <summary>What a name or its summary must have to answer.</summary>
    internal CharacterPairs Pairs { get; }

    private ulong Characters { get; }

    internal bool IsEmpty => Words.Count == 0;

    /// <summary>How many slips lie between the query and a name; null if too many.</summary>
    internal int? SlipsTo(NameEntry entry, EditDistance distance) => distance.Of(entry.Name, Name, MostSlips);

    /// <summary>False if the characters of a name alone show that too many slips lie between.</summary>
    internal bool MayMean(ulong characters) => EditDistance.MayBeWithin(characters, Characters, MostSlips);

    /// <summary>How a name answers the query as it is spelt; null if it does not.</summary>
    internal MatchKind? Judge(NameEntry entry)
    {
        var name = entry.Name.AsSpan();
        if (name.SequenceEqual(Name))
            return MatchKind.Exact;
        if (name.StartsWith(Name, StringComparison.Ordinal))
            return MatchKind.Prefix;
        var (inName, inEither) = (true, true);
        foreach (var word in Words)
        {
            if (name.Contains(word, StringComparison.Ordinal))
                continue;
            inName = false;
            if (!HasWord(entry.SearchedSummary, word))
            {
                inEither = false;
                break;
            }
        }
        return inName ? MatchKind.Within : inEither ? MatchKind.Summary : null;
    }

    // A word of the summary that begins with what was typed: "graph" finds "graphs", and not "photograph".
    private static bool HasWord(ReadOnlySpan<char> text, ReadOnlySpan<char> word)
    {
        while (text.IndexOf(word, StringComparison.Ordinal) is var at and >= 0)
        {
            if (at == 0 || !char.IsLetterOrDigit(text[at - 1]))
                return true;
            text = text[(at + word.Length)..];
        }
        return false;
    }
}
