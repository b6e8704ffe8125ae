using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Hearth.Foundation.Buffers;

namespace Hearth.Foundation.Json;

/// <summary>JSON strings in canonical form: UTF-8 as it is, the short escapes, <c>\u00xx</c> for other control characters.</summary>
public static class JsonText
{
    private static readonly SearchValues<byte> MustEscape =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    /// <summary>Writes the string or property name that <paramref name="reader"/> stands on, with its quotes.</summary>
    public static void WriteToken(ref Utf8JsonReader reader, ByteBuffer output)
    {
        output.Append((byte)'"');
        if (reader.ValueIsEscaped)
            WriteEscaped(reader.ValueSpan, output);
        else
            output.Append(reader.ValueSpan);
        output.Append((byte)'"');
    }

    /// <summary>Writes <paramref name="utf8"/> as a JSON string, with its quotes.</summary>
    public static void Write(ReadOnlySpan<byte> utf8, ByteBuffer output)
    {
        output.Append((byte)'"');
        int at;
        while ((at = utf8.IndexOfAny(MustEscape)) >= 0)
        {
            output.Append(utf8[..at]);
            AppendCodeUnit(utf8[at], output);
            utf8 = utf8[(at + 1)..];
        }
        output.Append(utf8);
        output.Append((byte)'"');
    }

    /// <inheritdoc cref="Write(ReadOnlySpan{byte}, ByteBuffer)"/>
    public static void Write(ReadOnlySpan<char> text, ByteBuffer output)
    {
        var size = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = null;
        var utf8 = size <= 512 ? stackalloc byte[512] : rented = ArrayPool<byte>.Shared.Rent(size);
        Write(utf8[..Encoding.UTF8.GetBytes(text, utf8)], output);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>An array of strings.</summary>
    public static byte[] List(IEnumerable<string> texts)
    {
        var output = new ByteBuffer();
        output.Append((byte)'[');
        foreach (var text in texts)
        {
            if (output.Length > 1)
                output.Append((byte)',');
            Write(text, output);
        }
        output.Append((byte)']');
        return output.ToArray();
    }

    /// <summary>The strings of an array; whatever else it holds is passed over.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static IReadOnlyList<string> ReadList(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var texts = new List<string>();
        while (reader.Read())
        {
            if (reader is { TokenType: JsonTokenType.String, CurrentDepth: 1 })
                texts.Add(reader.GetString()!);
        }
        return texts;
    }

    // Undoes every escape that JSON does not demand. A surrogate without its other half has no UTF-8 form and stays
    // escaped, so that a document that holds one (Python writes them) survives.
    private static void WriteEscaped(ReadOnlySpan<byte> escaped, ByteBuffer output)
    {
        for (var i = 0; i < escaped.Length;)
        {
            if (escaped[i] != '\\')
            {
                output.Append(escaped[i++]);
            }
            else if (escaped[i + 1] != 'u')
            {
                if (escaped[i + 1] != '/')
                    output.Append((byte)'\\');
                output.Append(escaped[i + 1]);
                i += 2;
            }
            else
            {
                var unit = CodeUnitAt(escaped, i);
                i += 6;
                if (char.IsHighSurrogate(unit) && i + 6 <= escaped.Length && escaped[i] == '\\' && escaped[i + 1] == 'u'
                    && CodeUnitAt(escaped, i) is var low && char.IsLowSurrogate(low))
                {
                    output.Advance(new Rune(unit, low).EncodeToUtf8(output.GetSpan(4)));
                    i += 6;
                }
                else
                {
                    AppendCodeUnit(unit, output);
                }
            }
        }
    }

    private static char CodeUnitAt(ReadOnlySpan<byte> escaped, int backslash) =>
        (char)ushort.Parse(escaped.Slice(backslash + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static void AppendCodeUnit(int unit, ByteBuffer output)
    {
        switch (unit)
        {
            case '"': output.Append("\\\""u8); break;
            case '\\': output.Append("\\\\"u8); break;
            case '\b': output.Append("\\b"u8); break;
            case '\f': output.Append("\\f"u8); break;
            case '\n': output.Append("\\n"u8); break;
            case '\r': output.Append("\\r"u8); break;
            case '\t': output.Append("\\t"u8); break;
            case < 0x20 or (>= 0xD800 and <= 0xDFFF):
                output.Append("\\u"u8);
                unit.TryFormat(output.GetSpan(4), out var written, "x4", CultureInfo.InvariantCulture);
                output.Advance(written);
                break;
            default:
                output.Advance(new Rune(unit).EncodeToUtf8(output.GetSpan(4)));
                break;
        }
    }
}
