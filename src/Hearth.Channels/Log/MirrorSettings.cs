using System.Text.Json.Serialization;

namespace Hearth.Channels.Log;

/// <summary>What a channel copies from elsewhere. What is left out is as <c>hearth mirror add --help</c> says.</summary>
public sealed record MirrorSettings
{
    /// <summary>The same channel at one or more addresses, best first: http(s) URLs or folders. Secrets do not belong here.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Hosts that may be contacted beside those of the sources.</summary>
    public IReadOnlyList<string>? OtherHosts { get; init; }

    /// <summary>Whether host names may lead into private networks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AllowsPrivateAddresses { get; init; }

    /// <summary>The subdirs; none means all.</summary>
    public IReadOnlyList<string>? Subdirs { get; init; }

    /// <summary>MatchSpecs of what is copied; none means all.</summary>
    public IReadOnlyList<string>? Include { get; init; }

    /// <summary>MatchSpecs of what is not.</summary>
    public IReadOnlyList<string>? Exclude { get; init; }

    /// <summary>How many of the newest versions of each name.</summary>
    public int? NewestVersions { get; init; }

    /// <summary>Days that an artifact must have been in the source.</summary>
    public int? MinimumAgeDays { get; init; }

    /// <summary>Whether dependencies are copied as well.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WithDependencies { get; init; }

    /// <summary>Whether packages are fetched when they are first asked for, and not at each sync.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool PullThrough { get; init; }

    /// <summary>The most bytes that a pull-through mirror keeps of what it fetched; null: all of it.</summary>
    public long? MostHeldBytes { get; init; }

    /// <summary>Minutes from one sync by the server to the next; null: it is synced by hand, or from a timer.</summary>
    public int? EveryMinutes { get; init; }

    /// <summary>Days for which an artifact that the source no longer lists is kept.</summary>
    public int? HoldDays { get; init; }

    /// <summary>The most artifacts, in per cent of those held, that may vanish from the source between two syncs before a person is asked.</summary>
    public int? MostVanishedPercent { get; init; }

    /// <summary>CEP 42: the channel that the source builds on, as it was when it was last looked at.</summary>
    public string? RelationsBase { get; init; }

    /// <summary>CEP 42: the channel whose artifacts those of the source replace.</summary>
    public string? RelationsOverrides { get; init; }
}
