using System.Text.Json;
using Hearth.Conda.Names;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Hashing;
using Hearth.Server.Conformance.Cases;

namespace Hearth.Server.Conformance.Subjects;

/// <summary>What one pass over a repodata document tells; the records themselves are not kept.</summary>
internal sealed class ReadRepodata
{
    // Enough to tell what is wrong, little enough for memory.
    private const int MostMemberBytes = 16 << 20;
    private const int MostRarities = 3;

    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NameRecords> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<RecordRule, Findings> _ruled = RecordRules.All.ToDictionary(rule => rule, _ => new Findings());

    private ReadRepodata(string request) => Request = request;

    public string Request { get; }

    public ContentDigests Digests { get; private set; }

    /// <summary>Everything at the top but records: <c>info</c>, <c>removed</c>, ….</summary>
    public IReadOnlyDictionary<string, JsonElement> Members => _members;

    public IReadOnlyDictionary<string, NameRecords> Names => _names;

    /// <summary>Fingerprints of the names of all listed files.</summary>
    public HashSet<UInt128> Files { get; } = [];

    public long RecordCount { get; private set; }

    public long Revision3Count { get; private set; }

    /// <summary>The least and the greatest <c>indexed_timestamp</c> of revision 3; null if there is none.</summary>
    public (long Oldest, long Newest)? Revision3Times { get; private set; }

    /// <summary>A file that is listed twice, such as in <c>v3</c> and where old clients look; null if there is none.</summary>
    public string? ListedTwice { get; private set; }

    /// <summary>A sample of the records.</summary>
    public IReadOnlyList<RecordInPlace> Sampled { get; private set; } = [];

    /// <summary>A few records whose file names have <c>+</c> or <c>!</c>.</summary>
    public IReadOnlyList<RecordInPlace> Rarities { get; private set; } = [];

    /// <summary>What the rules about single records found.</summary>
    public Findings FindingsOf(RecordRule rule) => _ruled[rule];

    public string? InfoText(string key) =>
        Info(key) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public JsonElement? Info(string key) =>
        _members.TryGetValue("info", out var info) && info.ValueKind == JsonValueKind.Object && info.TryGetProperty(key, out var value) ? value : null;

    /// <summary>Reads a document to its end.</summary>
    /// <exception cref="JsonException">It is not repodata.</exception>
    public static ReadRepodata Read(string request, string subdir, Stream document, int sampleSize, DateTimeOffset now)
    {
        var read = new ReadRepodata(request);
        var sample = new Sample<RecordInPlace>(sampleSize);
        var rarities = new Sample<RecordInPlace>(MostRarities);
        using var hashing = new HashingStream(document);
        using var reader = new RepodataReader(hashing);
        while (reader.Read())
        {
            if (reader.Entry == RepodataEntry.Record)
                read.Take(new RecordInPlace(subdir, reader.Group, reader.Key, PackageRecord.Parse(reader.Value)), sample, rarities, now);
            else if (reader.Value.Length <= MostMemberBytes)
                read._members[reader.Key] = JsonElement.Parse(reader.Value);
        }
        hashing.CopyTo(Stream.Null);
        read.Digests = hashing.Digests();
        read.Sampled = sample.Items;
        read.Rarities = rarities.Items;
        return read;
    }

    private void Take(RecordInPlace listed, Sample<RecordInPlace> sample, Sample<RecordInPlace> rarities, DateTimeOffset now)
    {
        RecordCount++;
        var file = Fingerprint.Of(listed.File);
        if (!Files.Add(file))
            ListedTwice ??= listed.File;
        var name = PackageName.Lenient(listed.Record.Name).ToString();
        _names[name] = _names.GetValueOrDefault(name).Plus(Fingerprint.Of(listed.Group, listed.Key, listed.Record));
        if (listed.Record.Size is > 0 and <= ReadArtifact.MostBytes)
            sample.Add(file, () => listed);
        if (listed.Key.AsSpan().ContainsAny('+', '!'))
            rarities.Add(file, () => listed);
        if (listed.Group.IsV3())
            TakeRevision3(listed.Record);
        foreach (var (rule, findings) in _ruled)
            rule.Check(new(listed, Request, now, findings));
    }

    private void TakeRevision3(PackageRecord record)
    {
        Revision3Count++;
        if (record.Integer(RecordField.IndexedTimestamp) is { } time)
            Revision3Times = Revision3Times is { } times ? (Math.Min(times.Oldest, time), Math.Max(times.Newest, time)) : (time, time);
    }
}
