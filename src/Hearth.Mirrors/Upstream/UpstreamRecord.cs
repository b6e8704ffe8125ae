using System.Text.Json;
using Hearth.Conda.MatchSpecs;
using Hearth.Conda.Names;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Conda.Versions;
using Hearth.Foundation.Hashing;

namespace Hearth.Mirrors.Upstream;

/// <summary>What a mirror needs to know of an artifact elsewhere: little enough to hold hundreds of thousands of them.</summary>
public sealed class UpstreamRecord
{
    // A hundred times what packages have. What a file cannot have says nothing, and whatever is added up stays a number.
    private const long MostSize = 1L << 40;

    private readonly Subdir? _parsedSubdir;
    private PackageName _name;
    private CondaVersion _version;

    private UpstreamRecord(string subdir, RecordGroup group, string file, WordPool words) => (Subdir, Group, File, _parsedSubdir) = (subdir, group, file, words.SubdirOf(subdir));

    public string Subdir { get; }

    public RecordGroup Group { get; }

    /// <summary>The file name.</summary>
    public string File { get; }

    /// <summary>In lower case, as shards list it.</summary>
    public string Name => _name.ToString();

    public string Version { get; private set; } = "";

    public string Build { get; private set; } = "";

    public long BuildNumber { get; private set; }

    public IReadOnlyList<string> Depends { get; private set; } = [];

    public string? License { get; private set; }

    /// <summary>Bytes; 0 where the channel does not say, or says what no file has.</summary>
    public long Size { get; private set; }

    public Sha256? Sha256 { get; private set; }

    public Md5? Md5 { get; private set; }

    /// <summary>When it first appeared (CEP 47), else when it was built; null where the channel says neither.</summary>
    public DateTimeOffset? At { get; private set; }

    /// <summary>Whether the channel says when it first appeared; otherwise <see cref="At"/> is what its builder wrote.</summary>
    public bool IsDatedByChannel { get; private set; }

    /// <summary>Where the file lies if not under its name beside the index (CEP 48).</summary>
    public string? Url { get; private set; }

    /// <summary>Whether the record itself says the run exports, as those in shards do (CEP 21).</summary>
    public bool SaysRunExports { get; private set; }

    /// <summary>What MatchSpecs look at.</summary>
    public MatchCandidate Candidate => new()
    {
        Name = _name,
        Version = _version,
        Build = Build,
        BuildNumber = BuildNumber,
        Subdir = _parsedSubdir,
        FileName = File,
        Md5 = Md5,
        Sha256 = Sha256,
        License = License,
    };

    public override string ToString() => $"{Subdir}/{File}";

    /// <summary>
    /// When a mirror says that it first appeared (CEP 47): what the channel says. Where it says nothing, what the builder wrote stands in for
    /// it only if nobody can have seen it appear; otherwise a builder could make it look old.
    /// </summary>
    /// <param name="now">When the mirror found it.</param>
    /// <param name="isFirst">Whether the mirror had not looked at the channel before.</param>
    internal DateTimeOffset FirstSeen(DateTimeOffset now, bool isFirst) => At is { } seen && seen < now && (IsDatedByChannel || isFirst) ? seen : now;

    /// <summary>Sorts the records of a name by file name. A file that is listed twice counts once.</summary>
    internal static void SortByFile(List<UpstreamRecord> ofName)
    {
        var hasTwice = false;
        ofName.Sort((one, other) =>
        {
            if (string.CompareOrdinal(one.File, other.File) is not 0 and var order)
                return order;
            hasTwice |= !ReferenceEquals(one, other);
            return one.Group.CompareTo(other.Group);
        });
        if (!hasTwice)
            return;
        var once = ofName.DistinctBy(record => record.File, StringComparer.Ordinal).ToList();
        ofName.Clear();
        ofName.AddRange(once);
    }

    /// <summary>The run exports that a record says, as canonical JSON; null if it says none.</summary>
    /// <exception cref="JsonException">The text is not a JSON object.</exception>
    internal static byte[]? RunExportsIn(ReadOnlySpan<byte> json) => PackageRecord.Parse(json).Raw(RecordField.RunExports) is [(byte)'{', _, _, ..] and var exports ? exports.ToArray() : null;

    /// <summary>Reads a record.</summary>
    /// <param name="subdir">Where it is listed.</param>
    /// <param name="group">The map that lists it.</param>
    /// <param name="key">Its key there.</param>
    /// <param name="json">The record.</param>
    /// <param name="words">Texts that were read before, so that each is held once.</param>
    /// <returns>Null if the key is no file name that could be asked for.</returns>
    /// <exception cref="JsonException">The text is not a JSON object.</exception>
    internal static UpstreamRecord? Read(string subdir, RecordGroup group, string key, ReadOnlySpan<byte> json, WordPool words)
    {
        var file = group.FileOf(key);
        if (!ArtifactFileName.TryParseLenient(file, out var name) && group != RecordGroup.V3Wheel)
            return null;
        var record = new UpstreamRecord(subdir, group, file, words);
        long? built = null, indexed = null;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A record is an object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(RecordField.Depends))
                record.Depends = words.List(ref reader, json);
            else if (reader.ValueTextEquals(RecordField.Name))
                record.SetName(words.Text(ref reader, words.Last?.Name) ?? "", words.Last);
            else if (reader.ValueTextEquals(RecordField.Version))
                record.SetVersion(words.Text(ref reader, words.Last?.Version) ?? "", words);
            else if (reader.ValueTextEquals(RecordField.Build))
                record.Build = words.Text(ref reader) ?? "";
            else if (reader.ValueTextEquals(RecordField.BuildNumber))
                record.BuildNumber = WordPool.Integer(ref reader) ?? 0;
            else if (reader.ValueTextEquals(RecordField.License))
                record.License = words.Text(ref reader, words.Last?.License);
            else if (reader.ValueTextEquals(RecordField.Size))
                record.Size = WordPool.Integer(ref reader) is > 0 and <= MostSize and { } size ? size : 0;
            else if (reader.ValueTextEquals(RecordField.Sha256))
                record.Sha256 = Foundation.Hashing.Sha256.TryParse(WordPool.Bytes(ref reader), out var sha256) ? sha256 : null;
            else if (reader.ValueTextEquals(RecordField.Md5))
                record.Md5 = Foundation.Hashing.Md5.TryParse(WordPool.Bytes(ref reader), out var md5) ? md5 : null;
            else if (reader.ValueTextEquals(RecordField.Timestamp))
                built = WordPool.Integer(ref reader);
            else if (reader.ValueTextEquals(RecordField.IndexedTimestamp))
                indexed = WordPool.Integer(ref reader);
            else if (reader.ValueTextEquals("url"u8))
                record.Url = WordPool.Fresh(ref reader);
            else
            {
                record.SaysRunExports |= reader.ValueTextEquals(RecordField.RunExports);
                SkipValue(ref reader);
            }
        }
        if (record.Name.Length == 0)
            record._name = name.Name;
        record.IsDatedByChannel = indexed is not null;
        record.At = (indexed ?? built) is { } at ? BuildTime.FromRecord(at) : null;
        return words.Last = record;
    }

    private void SetName(string text, UpstreamRecord? last) => _name = ReferenceEquals(text, last?.Name) ? last!._name : PackageName.Lenient(text);

    private void SetVersion(string text, WordPool words) =>
        (Version, _version) = (text, ReferenceEquals(text, words.Last?.Version) ? words.Last!._version : words.Version(text));

    private static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }
}
