using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Hearth.Foundation.Buffers;
using Hearth.Foundation.Json;

namespace Hearth.Foundation.MsgPack;

/// <summary>Turns JSON values into MessagePack and back. Binary values become lower-case hexadecimal text in JSON.</summary>
public static class MsgPackJson
{
    /// <summary>Writes the JSON value that <paramref name="reader"/> stands on; leaves it on the value's last token.</summary>
    public static void Write(ref Utf8JsonReader reader, ByteBuffer output)
    {
        var writer = new MsgPackWriter(output);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                WriteObject(ref reader, output);
                break;
            case JsonTokenType.StartArray:
                WriteArray(ref reader, output);
                break;
            case JsonTokenType.String:
            case JsonTokenType.PropertyName:
                WriteText(ref reader, output);
                break;
            case JsonTokenType.Number when reader.TryGetInt64(out var integer):
                writer.Integer(integer);
                break;
            case JsonTokenType.Number when reader.TryGetUInt64(out var integer):
                writer.Unsigned(integer);
                break;
            case JsonTokenType.Number:
                writer.Double(reader.GetDouble());
                break;
            case JsonTokenType.True or JsonTokenType.False:
                writer.Boolean(reader.GetBoolean());
                break;
            default:
                writer.Nil();
                break;
        }
    }

    /// <summary>Writes the next MessagePack value as JSON: binary as hexadecimal text; NaN and the infinities as null.</summary>
    /// <exception cref="InvalidDataException">The data is damaged or nests too deep.</exception>
    public static void Write(ref MsgPackReader reader, ByteBuffer json, int depth = 0)
    {
        if (depth > CanonicalJson.MaxDepth)
            throw reader.Damaged("it nests too deep");
        switch (reader.Peek())
        {
            case MsgPackKind.Nil:
                reader.Nil();
                json.Append("null"u8);
                break;
            case MsgPackKind.Boolean:
                json.Append(reader.Boolean() ? "true"u8 : "false"u8);
                break;
            case MsgPackKind.Integer:
                AppendNumber(reader.Integer(), json);
                break;
            case MsgPackKind.Float:
                AppendFloat(reader.Float(), json);
                break;
            case MsgPackKind.Text:
                JsonText.Write(reader.Text(), json);
                break;
            case MsgPackKind.Binary:
                AppendHex(reader.Binary(), json);
                break;
            case MsgPackKind.Array:
                json.Append((byte)'[');
                for (int i = 0, count = reader.ArrayHeader(); i < count; i++)
                {
                    if (i > 0)
                        json.Append((byte)',');
                    Write(ref reader, json, depth + 1);
                }
                json.Append((byte)']');
                break;
            case MsgPackKind.Map:
                json.Append((byte)'{');
                for (int i = 0, count = reader.MapHeader(); i < count; i++)
                {
                    if (i > 0)
                        json.Append((byte)',');
                    JsonText.Write(reader.Text(), json);
                    json.Append((byte)':');
                    Write(ref reader, json, depth + 1);
                }
                json.Append((byte)'}');
                break;
            default:
                throw reader.Damaged("extension values have no JSON form");
        }
    }

    private static void WriteObject(ref Utf8JsonReader reader, ByteBuffer output)
    {
        var start = output.Length;
        var count = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndObject; count++)
        {
            WriteText(ref reader, output);
            reader.Read();
            Write(ref reader, output);
        }
        InsertHeader(output, start, count, static (writer, count) => writer.MapHeader(count));
    }

    private static void WriteArray(ref Utf8JsonReader reader, ByteBuffer output)
    {
        var start = output.Length;
        var count = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
            Write(ref reader, output);
        InsertHeader(output, start, count, static (writer, count) => writer.ArrayHeader(count));
    }

    // The number of elements is known only after them, and the header's length depends on it.
    private static void InsertHeader(ByteBuffer output, int start, int count, Action<MsgPackWriter, int> writeHeader)
    {
        var content = output.Length - start;
        var copy = ArrayPool<byte>.Shared.Rent(content);
        output.Span[start..].CopyTo(copy);
        output.Truncate(start);
        writeHeader(new MsgPackWriter(output), count);
        output.Append(copy.AsSpan(0, content));
        ArrayPool<byte>.Shared.Return(copy);
    }

    private static void WriteText(ref Utf8JsonReader reader, ByteBuffer output)
    {
        var writer = new MsgPackWriter(output);
        if (!reader.ValueIsEscaped)
        {
            writer.Text(reader.ValueSpan);
            return;
        }
        var unescaped = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        writer.Text(unescaped.AsSpan(0, reader.CopyString(unescaped)));
        ArrayPool<byte>.Shared.Return(unescaped);
    }

    private static void AppendHex(ReadOnlySpan<byte> data, ByteBuffer json)
    {
        json.Append((byte)'"');
        Convert.TryToHexStringLower(data, json.GetSpan(data.Length * 2), out var written);
        json.Advance(written);
        json.Append((byte)'"');
    }

    // JSON has no form for these (RFC 8259 § 6), and clients read null as "not known", which is what they mean.
    private static void AppendFloat(double number, ByteBuffer json)
    {
        if (double.IsFinite(number))
            AppendNumber(number, json);
        else
            json.Append("null"u8);
    }

    private static void AppendNumber<T>(T number, ByteBuffer json)
        where T : IUtf8SpanFormattable
    {
        number.TryFormat(json.GetSpan(32), out var written, default, CultureInfo.InvariantCulture);
        json.Advance(written);
    }
}
