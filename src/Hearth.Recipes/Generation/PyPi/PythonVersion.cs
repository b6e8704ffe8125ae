using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Hearth.Recipes.Generation.PyPi;

/// <summary>
/// A version of a Python project (PEP 440), normalised. Its text is a conda version that sorts the same way, but for development releases: conda has
/// <c>1.0.dev1</c> behind <c>1.0a1</c>.
/// </summary>
public sealed class PythonVersion : ISpanParsable<PythonVersion>, IComparable<PythonVersion>, IEquatable<PythonVersion>
{
    private const int MostCharacters = 128;

    private readonly long[] _release;

    // Ranks among equal releases: dev releases first, then pre-releases, the release itself, post-releases.
    private readonly (int Rank, long Number) _pre;
    private readonly long _post;
    private readonly long _dev;
    private readonly string? _local;

    private PythonVersion(long epoch, long[] release, (int Rank, long Number) pre, long post, long dev, string? local)
    {
        Epoch = epoch;
        _release = release;
        _pre = pre;
        _post = post;
        _dev = dev;
        _local = local;
    }

    public long Epoch { get; }

    /// <summary>The numbers between the dots, at least one.</summary>
    public IReadOnlyList<long> Release => _release;

    /// <summary>Whether it is a development or pre-release.</summary>
    public bool IsPreRelease => _pre.Rank < 0 || _dev >= 0;

    public static PythonVersion Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <exception cref="FormatException">The text is no version by PEP 440.</exception>
    public static PythonVersion Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var version) ? version : throw new FormatException($"'{s}' is no version by PEP 440");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out PythonVersion result) =>
        TryParse(s.AsSpan(), provider, out result);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, [MaybeNullWhen(false)] out PythonVersion result)
    {
        result = null;
        if (s.Length > MostCharacters)
            return false;
        var reader = new Reader(s.Trim().ToString().ToLowerInvariant());
        return reader.TryRead(out result);
    }

    /// <summary>Whether the release starts with the same numbers, missing ones counting as 0 (PEP 440 § Version matching).</summary>
    public bool StartsWith(PythonVersion prefix) =>
        Epoch == prefix.Epoch && Enumerable.Range(0, prefix._release.Length).All(i => NumberAt(i) == prefix.NumberAt(i));

    public int CompareTo(PythonVersion? other)
    {
        if (other is null)
            return 1;
        if (Epoch != other.Epoch)
            return Epoch.CompareTo(other.Epoch);
        for (var i = 0; i < Math.Max(_release.Length, other._release.Length); i++)
        {
            if (NumberAt(i) != other.NumberAt(i))
                return NumberAt(i).CompareTo(other.NumberAt(i));
        }
        // A development release without pre or post comes before every pre-release.
        var order = PreRank.CompareTo(other.PreRank);
        order = order != 0 ? order : _pre.Number.CompareTo(other._pre.Number);
        order = order != 0 ? order : _post.CompareTo(other._post);
        order = order != 0 ? order : (_dev < 0 ? long.MaxValue : _dev).CompareTo(other._dev < 0 ? long.MaxValue : other._dev);
        return order != 0 ? order : string.CompareOrdinal(_local, other._local);
    }

    public bool Equals(PythonVersion? other) => other is not null && CompareTo(other) == 0;

    public override bool Equals(object? obj) => Equals(obj as PythonVersion);

    public override int GetHashCode() => HashCode.Combine(Epoch, NumberAt(0), NumberAt(1), _pre, _post, _dev);

    /// <summary>The normal form of PEP 440.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (Epoch != 0)
            text.Append(CultureInfo.InvariantCulture, $"{Epoch}!");
        text.AppendJoin('.', _release);
        if (_pre.Rank < 0)
            text.Append(_pre.Rank switch { -3 => "a", -2 => "b", _ => "rc" }).Append(_pre.Number);
        if (_post >= 0)
            text.Append(".post").Append(_post);
        if (_dev >= 0)
            text.Append(".dev").Append(_dev);
        if (_local is not null)
            text.Append('+').Append(_local);
        return text.ToString();
    }

    private int PreRank => _pre.Rank == 0 && _post < 0 && _dev >= 0 ? -4 : _pre.Rank;

    private long NumberAt(int index) => index < _release.Length ? _release[index] : 0;

    private ref struct Reader(string text)
    {
        private readonly string _text = text.StartsWith('v') ? text[1..] : text;
        private int _at;

        public bool TryRead([MaybeNullWhen(false)] out PythonVersion version)
        {
            version = null;
            if (Number() is not { } first)
                return false;
            long epoch = 0;
            if (Skip('!'))
            {
                epoch = first;
                if (Number() is not { } release)
                    return false;
                first = release;
            }
            var numbers = new List<long> { first };
            while (_at + 1 < _text.Length && _text[_at] == '.' && char.IsAsciiDigit(_text[_at + 1]))
            {
                _at++;
                if (Number() is not { } next)
                    return false;
                numbers.Add(next);
            }
            var pre = Pre();
            var post = Post();
            var dev = Word("dev") ? Number() ?? 0 : -1;
            string? local = null;
            if (Skip('+'))
            {
                local = _text[_at..].Replace('-', '.').Replace('_', '.');
                _at = _text.Length;
                if (local.Length == 0 || local.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '.'))
                    return false;
            }
            if (_at != _text.Length)
                return false;
            version = new PythonVersion(epoch, [.. numbers], pre, post, dev, local);
            return true;
        }

        private (int Rank, long Number) Pre()
        {
            foreach (var (word, rank) in ((string, int)[])[("alpha", -3), ("beta", -2), ("preview", -1), ("pre", -1), ("rc", -1), ("a", -3), ("b", -2), ("c", -1)])
            {
                if (Word(word))
                    return (rank, Number() ?? 0);
            }
            return (0, 0);
        }

        private long Post()
        {
            if (Word("post") || Word("rev") || Word("r"))
                return Number() ?? 0;
            // The old spelling '1.0-1'.
            if (_at + 1 >= _text.Length || _text[_at] != '-' || !char.IsAsciiDigit(_text[_at + 1]))
                return -1;
            _at++;
            return Number() ?? 0;
        }

        // A word with an optional separator before and after it.
        private bool Word(string word)
        {
            var start = _at < _text.Length && _text[_at] is '.' or '-' or '_' ? _at + 1 : _at;
            if (!_text.AsSpan(start).StartsWith(word))
                return false;
            var end = start + word.Length;
            if (end < _text.Length && char.IsAsciiLetter(_text[end]))
                return false;
            if (end + 1 < _text.Length && _text[end] is '.' or '-' or '_' && char.IsAsciiDigit(_text[end + 1]))
                end++;
            _at = end;
            return true;
        }

        private bool Skip(char c)
        {
            if (_at >= _text.Length || _text[_at] != c)
                return false;
            _at++;
            return true;
        }

        private long? Number()
        {
            var start = _at;
            while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
                _at++;
            return long.TryParse(_text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        }
    }
}
