using System.Text.Json;
using Hearth.Foundation.Json;

namespace Hearth.Conda.Records;

/// <summary>The members of an object whose text is known to be canonical (see <see cref="CanonicalJson"/>), found in a fraction of the time that a full reader takes.</summary>
public static class CanonicalMembers
{
    /// <summary>What <see cref="JsonMember.FindIn"/> finds.</summary>
    /// <exception cref="JsonException">The text is not a JSON object.</exception>
    public static JsonMember[] FindIn(ReadOnlySpan<byte> json)
    {
        if (json is not [(byte)'{', .., (byte)'}'])
            throw new JsonException("A JSON object is expected.");
        Span<JsonMember> found = stackalloc JsonMember[32];
        var count = 0;
        for (var at = 1; at < json.Length - 1;)
        {
            // Records have fewer.
            if (count == found.Length)
                return JsonMember.FindIn(json);
            var nameEnd = EndOfText(json, at);
            var valueEnd = EndOfValue(json, nameEnd + 1);
            found[count++] = new JsonMember(at + 1, nameEnd - at - 2, nameEnd + 1, valueEnd - nameEnd - 1);
            at = valueEnd + 1;
        }
        return found[..count].ToArray();
    }

    // The index behind the closing quote of the text that begins at a quote.
    private static int EndOfText(ReadOnlySpan<byte> json, int start)
    {
        for (var at = start + 1; ; at += 2)
        {
            var next = json[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
                throw new JsonException("A text does not end.");
            at += next;
            if (json[at] == '"')
                return at + 1;
        }
    }

    private static int EndOfValue(ReadOnlySpan<byte> json, int start)
    {
        var depth = 0;
        for (var at = start; at < json.Length;)
        {
            switch (json[at])
            {
                case (byte)'"':
                    at = EndOfText(json, at);
                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    at++;
                    break;
                case (byte)'}' or (byte)']' when depth > 0:
                    depth--;
                    at++;
                    break;
                case (byte)',' or (byte)'}' when depth == 0:
                    return at;
                default:
                    at++;
                    break;
            }
        }
        throw new JsonException("A value does not end.");
    }
}
