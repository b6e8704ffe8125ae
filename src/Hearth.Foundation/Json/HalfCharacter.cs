using System.Globalization;
using System.Text.Json;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Foundation.Json;

/// <summary>
/// JSON can escape one half of a surrogate pair without the other (RFC 8259 § 8.2). Such a text has no UTF-8 form, so it is neither
/// readable nor writable as anything but that escape.
/// </summary>
public static class HalfCharacter
{
    /// <summary>Where the first text with half a character begins; null if every text is whole.</summary>
    /// <exception cref="JsonException">The input is not JSON.</exception>
    public static TextPosition? Find(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0)
            return null;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = CanonicalJson.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped && IsIn(reader.ValueSpan))
                return PositionOf(json[..(int)reader.TokenStartIndex]);
        }
        return null;
    }

    /// <summary>Whether the inside of a JSON string has an unpaired surrogate.</summary>
    public static bool IsIn(ReadOnlySpan<byte> escaped)
    {
        var isHighBefore = false;
        while (!escaped.IsEmpty)
        {
            var unit = '\0';
            var length = 1;
            if (escaped[0] == '\\')
            {
                length = escaped[1] == 'u' ? 6 : 2;
                if (length == 6)
                    unit = (char)ushort.Parse(escaped.Slice(2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            }
            if (isHighBefore != char.IsLowSurrogate(unit))
                return true;
            isHighBefore = char.IsHighSurrogate(unit);
            escaped = escaped[length..];
        }
        return isHighBefore;
    }

    private static TextPosition PositionOf(ReadOnlySpan<byte> before) =>
        new(before.Count((byte)'\n') + 1, before.Length - (before.LastIndexOf((byte)'\n') + 1) + 1);
}
