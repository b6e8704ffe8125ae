using System.Buffers;
using System.Text.Json;
using Hearth.Foundation.Buffers;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Foundation.Json;

/// <summary>
/// The one form in which Hearth writes channel JSON: compact, object keys sorted by their UTF-8 bytes, numbers as they
/// were written, <c>\u</c> escapes only where JSON demands them. Equal content gives equal bytes.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Deeper nesting is refused: no conda file needs it, and hostile ones exhaust the stack with it.</summary>
    public const int MaxDepth = 64;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    /// <summary>Rewrites one JSON document.</summary>
    /// <exception cref="JsonException">The input is not one complete JSON value, or nests too deep.</exception>
    public static byte[] Rewrite(ReadOnlySpan<byte> json)
    {
        var output = new ByteBuffer(Math.Max(json.Length, 16));
        Rewrite(json, output);
        return output.ToArray();
    }

    /// <inheritdoc cref="Rewrite(ReadOnlySpan{byte})"/>
    public static void Rewrite(ReadOnlySpan<byte> json, ByteBuffer output)
    {
        var reader = new Utf8JsonReader(WithoutByteOrderMark(json), ReaderOptions);
        reader.Read();
        Rewrite(ref reader, output);
        if (reader.Read())
            throw new JsonException("There is text after the end of the JSON value.");
    }

    /// <summary>Rewrites a document that came from outside; damage becomes a diagnostic that names the place.</summary>
    /// <exception cref="BadInputException">The document is not JSON, or one of its texts is not whole.</exception>
    public static byte[] RewriteFile(ReadOnlySpan<byte> json, string file)
    {
        try
        {
            if (HalfCharacter.Find(WithoutByteOrderMark(json)) is { } position)
                throw FoundationDiagnostics.HalfCharacter.Refuse(file, "the text that begins here escapes half a character", at: position);
            return Rewrite(json);
        }
        catch (JsonException e)
        {
            throw FoundationDiagnostics.NotJson.Refuse(file, e.Message, at: PositionOf(e));
        }
    }

    /// <summary>Rewrites the value that <paramref name="reader"/> stands on, and leaves it on the value's last token.</summary>
    public static void Rewrite(ref Utf8JsonReader reader, ByteBuffer output)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                RewriteObject(ref reader, output);
                break;
            case JsonTokenType.StartArray:
                RewriteArray(ref reader, output);
                break;
            case JsonTokenType.String:
                JsonText.WriteToken(ref reader, output);
                break;
            default:
                output.Append(reader.ValueSpan);
                break;
        }
    }

    /// <summary>The place that a <see cref="JsonException"/> names, counted from 1.</summary>
    public static TextPosition? PositionOf(JsonException e) =>
        e is { LineNumber: { } line, BytePositionInLine: { } column } ? new TextPosition((int)line + 1, (int)column + 1) : null;

    public static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> json) =>
        json.StartsWith("\uFEFF"u8) ? json[3..] : json;

    private static void RewriteArray(ref Utf8JsonReader reader, ByteBuffer output)
    {
        output.Append((byte)'[');
        for (var first = true; reader.Read() && reader.TokenType != JsonTokenType.EndArray; first = false)
        {
            if (!first)
                output.Append((byte)',');
            Rewrite(ref reader, output);
        }
        output.Append((byte)']');
    }

    private static void RewriteObject(ref Utf8JsonReader reader, ByteBuffer output)
    {
        output.Append((byte)'{');
        var start = output.Length;
        var members = new MemberList();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var nameStart = output.Length;
            JsonText.WriteToken(ref reader, output);
            var nameEnd = output.Length;
            output.Append((byte)':');
            reader.Read();
            Rewrite(ref reader, output);
            output.Append((byte)',');
            members.Add(new Member(nameStart - start, nameEnd - nameStart, output.Length - start), output.Span[start..]);
        }
        if (!members.IsSorted)
            members.Sort(output, start);
        if (output.Length > start)
            output.Truncate(output.Length - 1);
        output.Append((byte)'}');
    }

    // Where a member stands in the object's bytes: the quoted name first, the comma after the value last.
    private readonly record struct Member(int Start, int NameLength, int End);

    private struct MemberList
    {
        private List<Member>? _members;
        private Member _last;
        private bool _unsorted;

        public readonly bool IsSorted => !_unsorted;

        public void Add(Member member, ReadOnlySpan<byte> written)
        {
            _members ??= new List<Member>(24);
            _unsorted |= _members.Count > 0 && CompareNames(_last, member, written) >= 0;
            _members.Add(member);
            _last = member;
        }

        // Sorts by name; of members with one name the last written wins, as in Python's reader.
        public readonly void Sort(ByteBuffer output, int start)
        {
            var length = output.Length - start;
            var copy = ArrayPool<byte>.Shared.Rent(length);
            output.Span[start..].CopyTo(copy);
            var members = _members!.Select((member, order) => (member, order)).ToArray();
            Array.Sort(members, (a, b) =>
                CompareNames(a.member, b.member, copy) is var byName and not 0 ? byName : a.order - b.order);
            output.Truncate(start);
            for (var i = 0; i < members.Length; i++)
            {
                var member = members[i].member;
                if (i + 1 == members.Length || CompareNames(member, members[i + 1].member, copy) != 0)
                    output.Append(copy.AsSpan(member.Start, member.End - member.Start));
            }
            ArrayPool<byte>.Shared.Return(copy);
        }

        private static int CompareNames(Member a, Member b, ReadOnlySpan<byte> written) =>
            written.Slice(a.Start + 1, a.NameLength - 2).SequenceCompareTo(written.Slice(b.Start + 1, b.NameLength - 2));
    }
}
