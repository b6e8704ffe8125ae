using System.Buffers;

namespace Hearth.Channels.Patches.Yaml;

/// <summary>
/// A shell pattern as Python's fnmatch has it — <c>*</c>, <c>?</c>, <c>[abc]</c>, <c>[!a-c]</c> — and <c>?( *)</c>, which stands for
/// nothing or for a blank and anything. The whole text must match; case counts.
/// </summary>
internal sealed class ShellPattern
{
    private const string OptionalRest = "?( *)";

    private static readonly SearchValues<char> Special = SearchValues.Create("*?[");

    private readonly string _text;
    private readonly int _prefixLength;
    private readonly Token[] _tokens;

    private ShellPattern(string text)
    {
        _text = text;
        _prefixLength = text.AsSpan().IndexOfAny(Special) is >= 0 and var first ? first : text.Length;
        _tokens = [.. Tokens(text, _prefixLength)];
    }

    private enum Kind
    {
        Character,
        AnyCharacter,
        Anything,
        OptionalRest,
    }

    /// <summary>Whether the pattern matches one text only, the one that it is.</summary>
    public bool IsLiteral => _tokens.Length == 0;

    /// <summary>How every text that matches begins; empty if that cannot be told.</summary>
    public Starts Start => Starts.Of(_text.AsSpan(0, _prefixLength));

    public static ShellPattern Parse(string text) => new(text);

    /// <summary>Whether fnmatch would see more than plain characters in a text.</summary>
    public static bool IsPattern(string text) => text.AsSpan().IndexOfAny(Special) >= 0;

    public bool Matches(string text)
    {
        if (!text.AsSpan().StartsWith(_text.AsSpan(0, _prefixLength)))
            return false;
        return _tokens switch
        {
            [] => text.Length == _prefixLength,
            [{ Kind: Kind.Anything }] => true,
            [{ Kind: Kind.OptionalRest }] => text.Length == _prefixLength || text[_prefixLength] == ' ',
            _ => MatchesTokens(text.AsSpan(_prefixLength)),
        };
    }

    public override string ToString() => _text;

    // Follows all ways to match at once, so no pattern takes longer than its length times the text's.
    private bool MatchesTokens(ReadOnlySpan<char> text)
    {
        var size = text.Length + 1;
        var reached = size <= 512 ? stackalloc bool[size] : new bool[size];
        reached[0] = true;
        foreach (var token in _tokens)
        {
            if (token.Kind == Kind.Anything)
                Spread(reached);
            else if (token.Kind == Kind.OptionalRest)
                SpreadAfterBlank(reached, text);
            else
                Step(reached, text, token);
        }
        return reached[^1];
    }

    private static void Spread(Span<bool> reached)
    {
        var from = reached.IndexOf(true);
        if (from >= 0)
            reached[from..].Fill(true);
    }

    private static void SpreadAfterBlank(Span<bool> reached, ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!reached[i] || text[i] != ' ')
                continue;
            reached[(i + 1)..].Fill(true);
            return;
        }
    }

    private static void Step(Span<bool> reached, ReadOnlySpan<char> text, Token token)
    {
        for (var i = text.Length; i > 0; i--)
            reached[i] = reached[i - 1] && (token.Kind == Kind.AnyCharacter || token.Accepts(text[i - 1]));
        reached[0] = false;
    }

    private static IEnumerable<Token> Tokens(string text, int start)
    {
        for (var i = start; i < text.Length;)
        {
            if (string.CompareOrdinal(text, i, OptionalRest, 0, OptionalRest.Length) == 0)
            {
                yield return new(Kind.OptionalRest);
                i += OptionalRest.Length;
                continue;
            }
            var end = text[i] == '[' ? EndOfSet(text, i) : -1;
            yield return text[i] switch
            {
                '*' => new(Kind.Anything),
                '?' => new(Kind.AnyCharacter),
                '[' when end > 0 => new(Kind.Character, text[(i + 1)..end]),
                _ => new(Kind.Character, text.Substring(i, 1), IsSet: false),
            };
            i = Math.Max(end, i) + 1;
        }
    }

    // A ']' right after '[' or '[!' belongs to the set; a '[' that nothing closes is itself.
    private static int EndOfSet(string text, int start)
    {
        var first = start + 1;
        if (first < text.Length && text[first] == '!')
            first++;
        return first + 1 < text.Length ? text.IndexOf(']', first + 1) : -1;
    }

    private readonly record struct Token(Kind Kind, string Characters = "", bool IsSet = true)
    {
        public bool Accepts(char c)
        {
            if (!IsSet)
                return Characters[0] == c;
            var negated = Characters[0] == '!';
            return Contains(Characters.AsSpan(negated ? 1 : 0), c) != negated;
        }

        private static bool Contains(ReadOnlySpan<char> set, char c)
        {
            for (var i = 0; i < set.Length; i++)
            {
                if (i + 2 < set.Length && set[i + 1] == '-')
                {
                    if (set[i] <= c && c <= set[i + 2])
                        return true;
                    i += 2;
                }
                else if (set[i] == c)
                {
                    return true;
                }
            }
            return false;
        }
    }
}
