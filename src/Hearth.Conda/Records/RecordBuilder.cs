using System.Globalization;
using System.Text;
using System.Text.Json;
using Hearth.Foundation.Buffers;
using Hearth.Foundation.Json;

namespace Hearth.Conda.Records;

/// <summary>Puts a record together, field by field. Fields come out sorted, whatever order they are set in.</summary>
public sealed class RecordBuilder
{
    private readonly SortedList<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> _fields = new(24, ByBytes.Instance);

    /// <summary>Sets a field to canonical JSON.</summary>
    /// <param name="field">The name, in the escaped form in which it stands in JSON.</param>
    /// <param name="canonicalJson">The value.</param>
    public RecordBuilder SetRaw(ReadOnlyMemory<byte> field, ReadOnlyMemory<byte> canonicalJson)
    {
        _fields[field] = canonicalJson;
        return this;
    }

    public RecordBuilder SetRaw(ReadOnlySpan<byte> field, ReadOnlyMemory<byte> canonicalJson) =>
        SetRaw((ReadOnlyMemory<byte>)field.ToArray(), canonicalJson);

    public RecordBuilder Set(ReadOnlySpan<byte> field, string text)
    {
        var value = new ByteBuffer(text.Length + 2);
        JsonText.Write(text, value);
        return SetRaw(field, value.ToArray());
    }

    public RecordBuilder Set(ReadOnlySpan<byte> field, long value) =>
        SetRaw(field, Encoding.UTF8.GetBytes(value.ToString(CultureInfo.InvariantCulture)));

    public RecordBuilder Remove(ReadOnlySpan<byte> field)
    {
        _fields.Remove(field.ToArray());
        return this;
    }

    /// <summary>The canonical JSON of a field's value; empty if it is not set.</summary>
    public ReadOnlyMemory<byte> Raw(ReadOnlySpan<byte> field) => _fields.GetValueOrDefault(field.ToArray());

    /// <summary>Adds every member of a JSON object.</summary>
    /// <exception cref="JsonException">The text is not a JSON object.</exception>
    public RecordBuilder SetAll(ReadOnlySpan<byte> json)
    {
        ReadOnlyMemory<byte> canonical = CanonicalJson.Rewrite(json);
        foreach (var field in FieldSpan.FindIn(canonical.Span))
            SetRaw(canonical.Slice(field.NameStart, field.NameLength), canonical.Slice(field.ValueStart, field.ValueLength));
        return this;
    }

    public PackageRecord Build()
    {
        var json = new ByteBuffer(512);
        json.Append((byte)'{');
        foreach (var (name, value) in _fields)
        {
            if (json.Length > 1)
                json.Append((byte)',');
            json.Append((byte)'"');
            json.Append(name.Span);
            json.Append("\":"u8);
            json.Append(value.Span);
        }
        json.Append((byte)'}');
        return PackageRecord.FromCanonical(json.ToArray());
    }

    private sealed class ByBytes : IComparer<ReadOnlyMemory<byte>>
    {
        public static readonly ByBytes Instance = new();

        public int Compare(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceCompareTo(y.Span);
    }
}
