using System.Text.Json;

namespace Hearth.Foundation.Json;

/// <summary>Where a member stands in the text of a JSON object. The name is without its quotes, and still escaped.</summary>
public readonly record struct JsonMember(int NameStart, int NameLength, int ValueStart, int ValueLength)
{
    /// <summary>The members of the one object that <paramref name="json"/> is.</summary>
    /// <exception cref="JsonException">The text is not a JSON object.</exception>
    public static JsonMember[] FindIn(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A JSON object is expected.");
        Span<JsonMember> found = stackalloc JsonMember[32];
        List<JsonMember>? more = null;
        var count = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var nameStart = (int)reader.TokenStartIndex + 1;
            var nameLength = reader.ValueSpan.Length;
            reader.Read();
            var valueStart = (int)reader.TokenStartIndex;
            reader.Skip();
            var member = new JsonMember(nameStart, nameLength, valueStart, (int)reader.BytesConsumed - valueStart);
            if (count < found.Length)
                found[count++] = member;
            else
                (more ??= []).Add(member);
        }
        return more is null ? found[..count].ToArray() : [.. found[..count], .. more];
    }
}
