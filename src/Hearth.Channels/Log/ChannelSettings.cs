using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hearth.Channels.History;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Log;

/// <summary>What the owners of a channel decide. Kept as JSON, in snake case, in the log.</summary>
public sealed record ChannelSettings
{
    public string Description { get; init; } = "";

    /// <summary>Whether only those with a role may read it.</summary>
    public bool Private { get; init; }

    /// <summary>Whether an artifact may be replaced by another of the same file name.</summary>
    public bool Overwrite { get; init; }

    /// <summary>The subdirs that artifacts may be published to; empty means all that clients know.</summary>
    public IReadOnlyList<string> Subdirs { get; init; } = [];

    /// <summary>Patterns (<c>*</c>, <c>?</c>) of the names that the channel takes; empty means all.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The most bytes that all artifacts may have together.</summary>
    public long? QuotaBytes { get; init; }

    /// <summary>The most bytes of one artifact.</summary>
    public long? MaxArtifactBytes { get; init; }

    /// <summary>Whether the digests in <c>paths.json</c> are compared with the files before an artifact is accepted.</summary>
    public bool VerifyPaths { get; init; } = true;

    /// <summary>Who may publish which names: a pattern, and the feedstocks, users or teams that may. A name that no pattern covers is free.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Outputs { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>CEP 42: the channel that this one builds on.</summary>
    public string? RelationsBase { get; init; }

    /// <summary>CEP 42: the channel whose artifacts this one's replace.</summary>
    public string? RelationsOverrides { get; init; }

    /// <summary>Versions that current_repodata.json keeps beside the newest: name to version prefixes.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> CurrentPins { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>How long repodata.json and the other whole documents may lag behind the shards.</summary>
    public int DocumentsWithinSeconds { get; init; } = 30;

    /// <summary>Whether to write repodata.json.bz2 for clients of before 2023.</summary>
    public bool Bzip2 { get; init; }

    /// <summary>Whether to write repodata.jlap for clients of before conda 26.3.</summary>
    public bool Jlap { get; init; }

    /// <summary>Whether publishing is stopped, for everyone, until it is allowed again.</summary>
    public bool Frozen { get; init; }

    /// <summary>Labels that nothing more is listed under until they are unlocked.</summary>
    public IReadOnlyList<string> LockedLabels { get; init; } = [];

    /// <summary>The channel that uploads for this one go to first; null if it has none. What passes the checks is copied from there.</summary>
    public string? Staging { get; init; }

    /// <summary>Whether what passes the checks still waits for a person to approve it.</summary>
    public bool NeedsApproval { get; init; }

    /// <summary>What the channel copies from elsewhere; null if it is no mirror.</summary>
    public MirrorSettings? Mirror { get; init; }

    /// <summary>How what its artifacts were built from is collected; null: by hand, or from a timer.</summary>
    public SourceSettings? Sources { get; init; }

    /// <summary>The channels that this one shows as one; null if it has artifacts of its own.</summary>
    public VirtualSettings? Virtual { get; init; }

    /// <summary>
    /// Which states get a name by themselves: those of the end of each day (<c>daily</c>), Sunday (<c>weekly</c>) or month (<c>monthly</c>), or at the times
    /// of a cron expression, in UTC; null for none.
    /// </summary>
    public string? Snapshots { get; init; }

    /// <summary>Which of those are kept; null for all.</summary>
    public SnapshotRetention? SnapshotRetention { get; init; }

    /// <summary>Parts of the channel that rules select, by name; see <see cref="Selections.ChannelView"/>.</summary>
    public IReadOnlyDictionary<string, JsonElement> Views { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>
    /// Reads settings. What the text leaves out, or sets to null, is as in a new channel: also where it was written before a setting
    /// existed.
    /// </summary>
    /// <exception cref="BadInputException">The text is no object, names a setting that does not exist, or gives one a wrong value.</exception>
    public static ChannelSettings Parse(ReadOnlySpan<byte> json)
    {
        // The generated reader gives left-out members the default of their type, not of the setting.
        var merged = new JsonObjectBuilder().SetAll(JsonSerializer.SerializeToUtf8Bytes(new ChannelSettings(), LogJson.Default.ChannelSettings));
        try
        {
            var given = CanonicalJson.Rewrite(json);
            foreach (var member in JsonMember.FindIn(given))
            {
                var name = given.AsSpan(member.NameStart, member.NameLength);
                if (merged.Raw(name).IsEmpty)
                    throw LogDiagnostics.BadSettings.Refuse(null, $"there is no setting '{Encoding.UTF8.GetString(name)}'");
                var value = given.AsMemory(member.ValueStart, member.ValueLength);
                if (!value.Span.SequenceEqual("null"u8))
                    merged.SetRaw(name, value);
            }
            var settings = JsonSerializer.Deserialize(merged.Build(), LogJson.Default.ChannelSettings)!;
            if (settings.Snapshots is { } schedule && !SnapshotSchedule.TryParse(schedule, out _))
                throw LogDiagnostics.BadSettings.Refuse(null, $"'snapshots' is {SnapshotSchedule.Expected}, not '{schedule}'");
            if ((settings.RelationsBase ?? settings.RelationsOverrides) is not null && new ChannelRelations(settings.RelationsBase, settings.RelationsOverrides).Problem() is { } wrong)
                throw LogDiagnostics.BadSettings.Refuse(null, $"'relations_base' and 'relations_overrides': {wrong}");
            if (settings.SnapshotRetention is { IsValid: false })
                throw LogDiagnostics.BadSettings.Refuse(null, "'snapshot_retention' says how many snapshots are kept (last, daily, weekly, monthly): numbers, not all of them zero");
            if (settings.Sources is { EveryMinutes: < 1 or > SourceSettings.MostMinutes })
                throw LogDiagnostics.BadSettings.Refuse(null, $"'sources.every_minutes' is a number from 1 to {SourceSettings.MostMinutes}");
            return settings;
        }
        catch (JsonException e)
        {
            throw LogDiagnostics.BadSettings.Refuse(null, $"the settings are not understood: {e.Message}");
        }
    }

    /// <summary>CEP 42, in the shape that documents take: what the owners say, else what the source of a mirror says.</summary>
    [JsonIgnore]
    public ChannelRelations? Relations => ChannelRelations.Of(RelationsBase, RelationsOverrides) ?? ChannelRelations.Of(Mirror?.RelationsBase, Mirror?.RelationsOverrides);
}
