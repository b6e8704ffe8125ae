using System.Globalization;
using System.Text;
using System.Text.Json;
using Hearth.Foundation.Buffers;

namespace Hearth.Foundation.Json;

/// <summary>Puts a canonical JSON object together, member by member. Members come out sorted, whatever order they are set in.</summary>
public sealed class JsonObjectBuilder
{
    private readonly SortedList<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> _members = new(ByBytes.Instance);

    /// <summary>Sets a member to canonical JSON.</summary>
    /// <param name="name">The name, in the escaped form in which it stands in JSON.</param>
    /// <param name="canonicalJson">The value.</param>
    public JsonObjectBuilder SetRaw(ReadOnlyMemory<byte> name, ReadOnlyMemory<byte> canonicalJson)
    {
        _members[name] = canonicalJson;
        return this;
    }

    public JsonObjectBuilder SetRaw(ReadOnlySpan<byte> name, ReadOnlyMemory<byte> canonicalJson) =>
        SetRaw((ReadOnlyMemory<byte>)name.ToArray(), canonicalJson);

    public JsonObjectBuilder Set(ReadOnlySpan<byte> name, string text)
    {
        var value = new ByteBuffer(text.Length + 2);
        JsonText.Write(text, value);
        return SetRaw(name, value.ToArray());
    }

    public JsonObjectBuilder Set(ReadOnlySpan<byte> name, long value) =>
        SetRaw(name, Encoding.UTF8.GetBytes(value.ToString(CultureInfo.InvariantCulture)));

    public JsonObjectBuilder Set(ReadOnlySpan<byte> name, bool value) => SetRaw(name, value ? "true"u8.ToArray() : "false"u8.ToArray());

    public JsonObjectBuilder Set(ReadOnlySpan<byte> name, IEnumerable<string> texts) => SetRaw(name, JsonText.List(texts));

    public JsonObjectBuilder Remove(ReadOnlySpan<byte> name)
    {
        _members.Remove(name.ToArray());
        return this;
    }

    /// <summary>The canonical JSON of a member's value; empty if it is not set.</summary>
    public ReadOnlyMemory<byte> Raw(ReadOnlySpan<byte> name) => _members.GetValueOrDefault(name.ToArray());

    /// <summary>Adds every member of a JSON object.</summary>
    /// <exception cref="JsonException">The text is not a JSON object.</exception>
    public JsonObjectBuilder SetAll(ReadOnlySpan<byte> json)
    {
        ReadOnlyMemory<byte> canonical = CanonicalJson.Rewrite(json);
        foreach (var member in JsonMember.FindIn(canonical.Span))
            SetRaw(canonical.Slice(member.NameStart, member.NameLength), canonical.Slice(member.ValueStart, member.ValueLength));
        return this;
    }

    public bool IsEmpty => _members.Count == 0;

    /// <summary>The object as canonical JSON.</summary>
    public byte[] Build()
    {
        var json = new ByteBuffer(512);
        json.Append((byte)'{');
        foreach (var (name, value) in _members)
        {
            if (json.Length > 1)
                json.Append((byte)',');
            json.Append((byte)'"');
            json.Append(name.Span);
            json.Append("\":"u8);
            json.Append(value.Span);
        }
        json.Append((byte)'}');
        return json.ToArray();
    }

    private sealed class ByBytes : IComparer<ReadOnlyMemory<byte>>
    {
        public static readonly ByBytes Instance = new();

        public int Compare(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceCompareTo(y.Span);
    }
}
