using System.Text.Json;

namespace Hearth.Conda.Records;

/// <summary>Where a field stands in a canonical JSON object. The name is without its quotes.</summary>
internal readonly record struct FieldSpan(int NameStart, int NameLength, int ValueStart, int ValueLength)
{
    public static FieldSpan[] FindIn(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A JSON object is expected.");
        Span<FieldSpan> found = stackalloc FieldSpan[32];
        List<FieldSpan>? more = null;
        var count = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var nameStart = (int)reader.TokenStartIndex + 1;
            var nameLength = reader.ValueSpan.Length;
            reader.Read();
            var valueStart = (int)reader.TokenStartIndex;
            reader.Skip();
            var field = new FieldSpan(nameStart, nameLength, valueStart, (int)reader.BytesConsumed - valueStart);
            if (count < found.Length)
                found[count++] = field;
            else
                (more ??= []).Add(field);
        }
        return more is null ? found[..count].ToArray() : [.. found[..count], .. more];
    }
}
