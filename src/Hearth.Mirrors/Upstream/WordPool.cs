using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Hearth.Conda.Names;
using Hearth.Conda.Versions;

namespace Hearth.Mirrors.Upstream;

/// <summary>
/// Texts that records repeat, each held once: among 600,000 records of a subdir only one in ten dependencies is new.
/// </summary>
internal sealed class WordPool
{
    private const int MostPooled = 200;

    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly Dictionary<string, CondaVersion> _versions = new(StringComparer.Ordinal);
    private readonly Dictionary<byte[], string[]> _lists = new(BytesComparer.Instance);
    private readonly Dictionary<byte[], string[]>.AlternateLookup<ReadOnlySpan<byte>> _listsBySpan;
    private (string Text, Subdir? Parsed) _subdir = ("", null);

    public WordPool() => (_bySpan, _listsBySpan) = (_words.GetAlternateLookup<ReadOnlySpan<char>>(), _lists.GetAlternateLookup<ReadOnlySpan<byte>>());

    /// <summary>What a text is as a subdir; null if it is none.</summary>
    public Subdir? SubdirOf(string text)
    {
        if (!ReferenceEquals(_subdir.Text, text))
            _subdir = (text, Subdir.TryParse(text, null, out var parsed) ? parsed : null);
        return _subdir.Parsed;
    }

    /// <summary>The record that was read last: most are much like the one before.</summary>
    public UpstreamRecord? Last { get; set; }

    /// <summary>The text of the next value; null if it is something else.</summary>
    /// <param name="reader">Stands before the value.</param>
    /// <param name="likely">What it is in most cases; null where that cannot be said.</param>
    public string? Text(ref Utf8JsonReader reader, string? likely = null)
    {
        reader.Read();
        return likely is not null && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(likely) ? likely : Current(ref reader);
    }

    /// <summary>The version that a text is; none if it is no version.</summary>
    public CondaVersion Version(string text)
    {
        ref var version = ref CollectionsMarshal.GetValueRefOrAddDefault(_versions, text, out var isKnown);
        if (!isKnown)
            version = CondaVersion.TryParse(text, null, out var parsed) ? parsed : default;
        return version;
    }

    /// <summary>The texts of the next value, if it is a list. Lists that are written alike are one.</summary>
    /// <param name="reader">Stands before the value.</param>
    /// <param name="json">What it reads.</param>
    public IReadOnlyList<string> List(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return [];
        }
        var inside = reader;
        reader.Skip();
        var written = json[(int)inside.TokenStartIndex..(int)reader.BytesConsumed];
        if (_listsBySpan.TryGetValue(written, out var known))
            return known;
        var texts = new List<string>();
        while (inside.Read() && inside.TokenType != JsonTokenType.EndArray)
        {
            if (Current(ref inside) is { } text)
                texts.Add(text);
        }
        return _lists[written.ToArray()] = texts.Count == 0 ? [] : texts.ToArray();
    }

    /// <summary>The text of the next value, not kept for others.</summary>
    public static string? Fresh(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString();
        reader.Skip();
        return null;
    }

    /// <summary>The bytes of the next value if it is a text without escapes; empty otherwise.</summary>
    public static ReadOnlySpan<byte> Bytes(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return reader.ValueIsEscaped ? default : reader.ValueSpan;
        reader.Skip();
        return default;
    }

    /// <summary>The next value if it is an integer.</summary>
    public static long? Integer(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number)
            return reader.TryGetInt64(out var value) ? value : null;
        reader.Skip();
        return null;
    }

    private string? Current(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }
        if (reader.ValueIsEscaped || reader.ValueSpan.Length > MostPooled)
            return reader.GetString();
        Span<char> text = stackalloc char[MostPooled];
        var length = Encoding.UTF8.GetChars(reader.ValueSpan, text);
        if (_bySpan.TryGetValue(text[..length], out var known))
            return known;
        var word = text[..length].ToString();
        _words.Add(word);
        return word;
    }

    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly BytesComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
