using System.Text;
using System.Text.Json;
using Hearth.Conda.Names;
using Hearth.Foundation.Json;

namespace Hearth.Conda.Records;

/// <summary>
/// The metadata of one artifact as clients see it (CEP 36 § Package record metadata). Immutable. Kept as canonical JSON, so
/// that fields which Hearth does not know pass through unchanged; the typed members decode on demand.
/// </summary>
public sealed class PackageRecord : IEquatable<PackageRecord>
{
    private readonly ReadOnlyMemory<byte> _json;
    private readonly JsonMember[] _fields;

    private PackageRecord(ReadOnlyMemory<byte> canonicalJson)
    {
        _json = canonicalJson;
        _fields = CanonicalMembers.FindIn(canonicalJson.Span);
    }

    /// <summary>The record as canonical JSON (see <see cref="CanonicalJson"/>).</summary>
    public ReadOnlyMemory<byte> Json => _json;

    /// <summary>The name as the artifact spells it; old ones have upper case in it.</summary>
    public string Name => Text(RecordField.Name) ?? "";

    /// <summary>The name in lower case, under which shards and other files of the channel list the record (SHARD-9).</summary>
    public PackageName PackageName => PackageName.Lenient(Name);

    public string Version => Text(RecordField.Version) ?? "";

    public string Build => Text(RecordField.Build) ?? "";

    public long BuildNumber => Integer(RecordField.BuildNumber) ?? 0;

    public string Subdir => Text(RecordField.Subdir) ?? "";

    public long Size => Integer(RecordField.Size) ?? 0;

    public IReadOnlyList<string> Depends => Texts(RecordField.Depends);

    public IReadOnlyList<string> Constrains => Texts(RecordField.Constrains);

    public string? License => Text(RecordField.License);

    /// <summary>When the artifact was built, if known. Values up to 253402300799 are seconds, above it milliseconds.</summary>
    public DateTimeOffset? Timestamp => Instant(RecordField.Timestamp);

    /// <summary>When the artifact first appeared in the channel (CEP 47).</summary>
    public DateTimeOffset? IndexedTimestamp => Instant(RecordField.IndexedTimestamp);

    /// <summary>Whether the record needs repodata revision 3 (CEP 48): it says so, or it uses what only that revision has.</summary>
    public bool NeedsRevision3 =>
        Integer(RecordField.SchemaVersion) >= 3 || Has(RecordField.ExtraDepends) || Has(RecordField.Flags)
        || HasRevision3Keys(Raw(RecordField.Depends)) || HasRevision3Keys(Raw(RecordField.Constrains));

    /// <summary>The names of all fields, sorted.</summary>
    public IEnumerable<string> FieldNames => _fields.Select(span => Encoding.UTF8.GetString(_json.Span.Slice(span.NameStart, span.NameLength)));

    /// <summary>Reads a record in any JSON form.</summary>
    /// <exception cref="JsonException">The text is not a JSON object.</exception>
    public static PackageRecord Parse(ReadOnlySpan<byte> json) => FromCanonical(CanonicalJson.Rewrite(json));

    /// <summary>Takes JSON that is known to be canonical, without a copy.</summary>
    /// <exception cref="JsonException">The text is not a JSON object.</exception>
    public static PackageRecord FromCanonical(ReadOnlyMemory<byte> canonicalJson) => new(canonicalJson);

    public bool Has(ReadOnlySpan<byte> field) => IndexOf(field) >= 0;

    /// <summary>The canonical JSON of a field's value; empty if the record does not have the field.</summary>
    public ReadOnlySpan<byte> Raw(ReadOnlySpan<byte> field) => IndexOf(field) is >= 0 and var at ? ValueOf(_fields[at]) : default;

    /// <summary>A field's text; null if the field is absent or holds something else.</summary>
    public string? Text(ReadOnlySpan<byte> field) =>
        ReaderAt(field, JsonTokenType.String, out var reader) ? reader.GetString() : null;

    /// <summary>A field's integer; null if the field is absent or holds something else.</summary>
    public long? Integer(ReadOnlySpan<byte> field) =>
        ReaderAt(field, JsonTokenType.Number, out var reader) && reader.TryGetInt64(out var value) ? value : null;

    /// <summary>A field's list of texts; empty if the field is absent or holds something else.</summary>
    public IReadOnlyList<string> Texts(ReadOnlySpan<byte> field)
    {
        if (!ReaderAt(field, JsonTokenType.StartArray, out var reader))
            return [];
        var texts = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String)
                texts.Add(reader.GetString()!);
            else
                reader.Skip();
        }
        return texts;
    }

    /// <summary>The record that a builder holds.</summary>
    public static PackageRecord From(JsonObjectBuilder fields) => new(fields.Build());

    /// <summary>A builder that starts with this record's fields.</summary>
    public JsonObjectBuilder ToBuilder()
    {
        var builder = new JsonObjectBuilder();
        foreach (var field in _fields)
            builder.SetRaw(_json.Slice(field.NameStart, field.NameLength), _json.Slice(field.ValueStart, field.ValueLength));
        return builder;
    }

    public bool Equals(PackageRecord? other) => other is not null && _json.Span.SequenceEqual(other._json.Span);

    public override bool Equals(object? obj) => Equals(obj as PackageRecord);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_json.Span);
        return hash.ToHashCode();
    }

    public override string ToString() => Encoding.UTF8.GetString(_json.Span);

    // CEP 43, 44, 45: clients that do not know these keys refuse the MatchSpec.
    private static bool HasRevision3Keys(ReadOnlySpan<byte> specs) =>
        specs.LastIndexOf((byte)'[') > 0
        && (specs.IndexOf("when="u8) >= 0 || specs.IndexOf("extras="u8) >= 0 || specs.IndexOf("flags="u8) >= 0);

    private ReadOnlySpan<byte> ValueOf(JsonMember field) => _json.Span.Slice(field.ValueStart, field.ValueLength);

    private DateTimeOffset? Instant(ReadOnlySpan<byte> field) => Integer(field) is { } value ? BuildTime.FromRecord(value) : null;

    private bool ReaderAt(ReadOnlySpan<byte> field, JsonTokenType type, out Utf8JsonReader reader)
    {
        reader = default;
        if (IndexOf(field) is not (>= 0 and var at))
            return false;
        reader = new Utf8JsonReader(ValueOf(_fields[at]));
        return reader.Read() && reader.TokenType == type;
    }

    private int IndexOf(ReadOnlySpan<byte> field)
    {
        var json = _json.Span;
        for (var i = 0; i < _fields.Length; i++)
        {
            if (json.Slice(_fields[i].NameStart, _fields[i].NameLength).SequenceEqual(field))
                return i;
        }
        return -1;
    }
}
