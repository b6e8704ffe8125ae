using System.Numerics;

namespace Hearth.Channels.Search;

/// <summary>
/// How many slips lie between two names: a letter too many, too few, wrong, or two neighbours swapped. Keeps its rows between calls, so
/// one serves one thread.
/// </summary>
internal sealed class EditDistance
{
    private int[] _before = [];
    private int[] _last = [];
    private int[] _row = [];

    /// <summary>A bit for each character that a text has; several characters share a bit.</summary>
    public static ulong CharactersOf(ReadOnlySpan<char> text)
    {
        var characters = 0UL;
        foreach (var c in text)
            characters |= 1UL << (c & 63);
        return characters;
    }

    /// <summary>False if the characters of two texts differ so much that so few slips cannot explain it: each brings in one and takes one away at most.</summary>
    public static bool MayBeWithin(ulong one, ulong other, int most) => BitOperations.PopCount(one ^ other) <= 2 * most;

    /// <summary>The number of slips; null if they are more than <paramref name="most"/>, which is found out early.</summary>
    public int? Of(ReadOnlySpan<char> name, ReadOnlySpan<char> typed, int most)
    {
        if (most == 0 || Math.Abs(name.Length - typed.Length) > most)
            return null;
        if (_row.Length <= typed.Length)
            (_before, _last, _row) = (new int[typed.Length + 1], new int[typed.Length + 1], new int[typed.Length + 1]);
        for (var column = 0; column <= typed.Length; column++)
            _row[column] = column;
        for (var line = 1; line <= name.Length; line++)
        {
            (_before, _last, _row) = (_last, _row, _before);
            if (Fill(name, typed, line) > most)
                return null;
        }
        return _row[typed.Length] <= most ? _row[typed.Length] : null;
    }

    /// <summary>Fills one row of the table; returns its least number, below which no later row falls by much.</summary>
    private int Fill(ReadOnlySpan<char> name, ReadOnlySpan<char> typed, int line)
    {
        _row[0] = line;
        var least = line;
        for (var column = 1; column <= typed.Length; column++)
        {
            var isSame = name[line - 1] == typed[column - 1];
            var slips = Math.Min(Math.Min(_last[column], _row[column - 1]) + 1, _last[column - 1] + (isSame ? 0 : 1));
            if (line > 1 && column > 1 && name[line - 1] == typed[column - 2] && name[line - 2] == typed[column - 1])
                slips = Math.Min(slips, _before[column - 2] + 1);
            _row[column] = slips;
            least = Math.Min(least, slips);
        }
        return least;
    }
}
