using System.Text;
using System.Text.Json;
using Hearth.Conda.Records;
using Hearth.Conda.Versions;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Views;

/// <summary>
/// The entry of one name in channeldata.json (CEP 38): whether any of its artifacts has scripts or prefixes, and the texts
/// of the newest.
/// </summary>
public sealed class ChannelDataOfName
{
    /// <summary>The members that tell of all artifacts together: true if true of one.</summary>
    public static IReadOnlyList<string> Flags { get; } =
        ["activate.d", "binary_prefix", "deactivate.d", "post_link", "pre_link", "pre_unlink", "text_prefix"];

    private static readonly (string Flag, byte[] Name)[] FlagNames = [.. Flags.Select(flag => (flag, Encoding.UTF8.GetBytes(flag)))];

    private const string VersionTime = "version_time";

    private readonly SortedSet<string> _subdirs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _flags = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ReadOnlyMemory<byte>> _runExports = new(StringComparer.Ordinal);
    private CondaVersion _version;
    private string _versionText = "";
    private long _versionTime = long.MinValue;
    private long _timestamp;
    private ReadOnlyMemory<byte> _about = "{}"u8.ToArray();
    private bool _any;

    public bool IsEmpty => !_any;

    /// <summary>The newest version, as its record writes it.</summary>
    public string Version => _versionText;

    /// <summary>The build time of the artifact built last, in seconds; 0 if unknown.</summary>
    public long Timestamp => _timestamp;

    public IReadOnlyCollection<string> Subdirs => _subdirs;

    /// <summary>A text of the newest artifact (<c>summary</c>, <c>license</c>, <c>home</c>, …), if it has one.</summary>
    public string? Text(ReadOnlySpan<byte> field) => PackageRecord.FromCanonical(_about).Text(field);

    /// <summary>Adds one artifact.</summary>
    /// <param name="record">Its record.</param>
    /// <param name="runExports">Its run exports as canonical JSON; empty means unknown.</param>
    /// <param name="about">Its flags and texts as a canonical JSON object; empty means unknown.</param>
    public void Add(PackageRecord record, ReadOnlyMemory<byte> runExports, ReadOnlyMemory<byte> about)
    {
        var milliseconds = record.Integer(RecordField.Timestamp) is { } timestamp ? BuildTime.ToMilliseconds(timestamp) : 0;
        if (!runExports.IsEmpty && !runExports.Span.SequenceEqual("{}"u8))
            _runExports[record.Version] = runExports;
        Add(record.Subdir, record.Version, milliseconds, TakeFlags(about.IsEmpty ? "{}"u8.ToArray() : about));
    }

    /// <summary>Adds what another subdir knows of the name: a JSON object that <see cref="ToJson"/> made.</summary>
    public void Add(ReadOnlySpan<byte> entry)
    {
        var members = new JsonObjectBuilder().SetAll(entry);
        foreach (var flag in FlagNames)
            TakeFlag(members, flag);
        var state = PackageRecord.From(members);
        foreach (var version in JsonMembers(members.Raw("run_exports"u8)))
            _runExports.TryAdd(version.Name, version.Value);
        foreach (var name in (string[])["run_exports", "subdirs", "timestamp", "version", VersionTime])
            members.Remove(Encoding.UTF8.GetBytes(name));
        _timestamp = Math.Max(_timestamp, state.Integer("timestamp"u8) ?? 0);
        foreach (var subdir in state.Texts("subdirs"u8))
            Add(subdir, state.Version, state.Integer("version_time"u8) ?? 0, members.Build());
    }

    /// <summary>The entry as canonical JSON.</summary>
    /// <param name="withVersionTime">Also writes when the newest was built, which merging needs and clients do not.</param>
    public byte[] ToJson(bool withVersionTime)
    {
        var json = new JsonObjectBuilder().SetAll(_about.Span);
        foreach (var flag in Flags)
            json.Set(Encoding.UTF8.GetBytes(flag), _flags.Contains(flag));
        var runExports = new JsonObjectBuilder();
        foreach (var (version, value) in _runExports)
            runExports.SetRaw(JsonEncodedText.Encode(version).EncodedUtf8Bytes, value);
        json.SetRaw("run_exports"u8, runExports.Build());
        json.Set("subdirs"u8, _subdirs);
        json.Set("timestamp"u8, _timestamp);
        json.Set("version"u8, _versionText);
        if (withVersionTime)
            json.Set("version_time"u8, _versionTime);
        return json.Build();
    }

    // The texts are those of the newest version, and among its builds of the latest built.
    private void Add(string subdir, string version, long milliseconds, ReadOnlyMemory<byte> texts)
    {
        _subdirs.Add(subdir);
        _timestamp = Math.Max(_timestamp, milliseconds / 1000);
        var parsed = _version;
        // Builds of one version stand together.
        if (!_any || version != _versionText)
            CondaVersion.TryParse(version, null, out parsed);
        var order = _any ? parsed.CompareTo(_version) : 1;
        if (order > 0 || (order == 0 && milliseconds > _versionTime))
            (_version, _versionText, _versionTime, _about) = (parsed, version, milliseconds, texts);
        _any = true;
    }

    // Many artifacts have no flag at all.
    private ReadOnlyMemory<byte> TakeFlags(ReadOnlyMemory<byte> about)
    {
        if (!Array.Exists(FlagNames, flag => about.Span.IndexOf(flag.Name) >= 0))
            return about;
        var texts = new JsonObjectBuilder().SetAll(about.Span);
        foreach (var flag in FlagNames)
            TakeFlag(texts, flag);
        return texts.Build();
    }

    private void TakeFlag(JsonObjectBuilder members, (string Flag, byte[] Name) flag)
    {
        if (members.Raw(flag.Name).Span.SequenceEqual("true"u8))
            _flags.Add(flag.Flag);
        members.Remove(flag.Name);
    }

    private static IEnumerable<(string Name, ReadOnlyMemory<byte> Value)> JsonMembers(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty)
            yield break;
        foreach (var member in JsonMember.FindIn(json.Span))
            yield return (Encoding.UTF8.GetString(json.Span.Slice(member.NameStart, member.NameLength)), json.Slice(member.ValueStart, member.ValueLength));
    }
}
