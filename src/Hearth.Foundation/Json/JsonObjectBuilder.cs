using System.Globalization;
using System.Text;
using System.Text.Json;
using Hearth.Foundation.Buffers;

namespace Hearth.Foundation.Json;

/// <summary>Puts a canonical JSON object together, member by member. Members come out sorted, whatever order they are set in.</summary>
public sealed class JsonObjectBuilder
{
    // In order of their names. Most objects have few members, and most members arrive in order.
    private readonly List<(ReadOnlyMemory<byte> Name, ReadOnlyMemory<byte> Value)> _members = [];

    /// <summary>Sets a member to canonical JSON.</summary>
    /// <param name="name">The name, in the escaped form in which it stands in JSON.</param>
    /// <param name="canonicalJson">The value.</param>
    public JsonObjectBuilder SetRaw(ReadOnlyMemory<byte> name, ReadOnlyMemory<byte> canonicalJson)
    {
        var at = Find(name.Span);
        if (at >= 0)
            _members[at] = (_members[at].Name, canonicalJson);
        else
            _members.Insert(~at, (name, canonicalJson));
        return this;
    }

    public JsonObjectBuilder SetRaw(ReadOnlySpan<byte> name, ReadOnlyMemory<byte> canonicalJson)
    {
        var at = Find(name);
        if (at >= 0)
            _members[at] = (_members[at].Name, canonicalJson);
        else
            _members.Insert(~at, (name.ToArray(), canonicalJson));
        return this;
    }

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
        if (Find(name) is >= 0 and var at)
            _members.RemoveAt(at);
        return this;
    }

    /// <summary>The canonical JSON of a member's value; empty if it is not set.</summary>
    public ReadOnlyMemory<byte> Raw(ReadOnlySpan<byte> name) => Find(name) is >= 0 and var at ? _members[at].Value : default;

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
        // Two braces; for each member two quotes, a colon and, but for the last, a comma.
        var length = 2 + Math.Max(0, (4 * _members.Count) - 1);
        foreach (var (name, value) in _members)
            length += name.Length + value.Length;
        var json = new byte[length];
        var at = 0;
        Append("{"u8);
        foreach (var (name, value) in _members)
        {
            Append(at == 1 ? "\""u8 : ",\""u8);
            Append(name.Span);
            Append("\":"u8);
            Append(value.Span);
        }
        Append("}"u8);
        return json;

        void Append(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(json.AsSpan(at));
            at += bytes.Length;
        }
    }

    // Where a member is; where it is not, the complement of where it belongs.
    private int Find(ReadOnlySpan<byte> name)
    {
        if (_members.Count == 0 || _members[^1].Name.Span.SequenceCompareTo(name) < 0)
            return ~_members.Count;
        var (first, last) = (0, _members.Count - 1);
        while (first <= last)
        {
            var middle = (first + last) / 2;
            var order = _members[middle].Name.Span.SequenceCompareTo(name);
            if (order == 0)
                return middle;
            (first, last) = order < 0 ? (middle + 1, last) : (first, middle - 1);
        }
        return ~first;
    }
}
