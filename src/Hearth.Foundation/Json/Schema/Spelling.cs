namespace Hearth.Foundation.Json.Schema;

/// <summary>What was probably meant.</summary>
internal static class Spelling
{
    private const int MostEdits = 2;

    /// <summary>The word that takes the fewest edits to reach, if two suffice; of several such words the first.</summary>
    public static string? Nearest(string written, IEnumerable<string> words) =>
        words.Where(word => Math.Abs(word.Length - written.Length) <= MostEdits)
            .Select(word => (Word: word, Edits: Edits(written, word)))
            .Where(candidate => candidate.Edits <= Math.Min(MostEdits, candidate.Word.Length / 2))
            .OrderBy(candidate => candidate.Edits)
            .Select(candidate => candidate.Word)
            .FirstOrDefault();

    /// <summary>Levenshtein's distance: insertions, deletions and substitutions.</summary>
    private static int Edits(string from, string to)
    {
        var above = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var row = new int[to.Length + 1];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
                row[j] = Math.Min(Math.Min(row[j - 1], above[j]) + 1, above[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1));
            above = row;
        }
        return above[to.Length];
    }
}
