using System.Text;
using System.Text.Json;

namespace Hearth.Mirrors.Upstream;

/// <summary>
/// Texts that records repeat, each held once: among 600,000 records of a subdir only one in ten dependencies is new.
/// </summary>
internal sealed class WordPool
{
    private const int MostPooled = 200;

    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    public WordPool() => _bySpan = _words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The text of the next value; null if it is something else.</summary>
    public string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return Current(ref reader);
    }

    /// <summary>The texts of the next value, if it is a list.</summary>
    public IReadOnlyList<string> List(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return [];
        }
        var texts = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (Current(ref reader) is { } text)
                texts.Add(text);
        }
        return texts.Count == 0 ? [] : texts.ToArray();
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
}
