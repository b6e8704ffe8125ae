namespace Hearth.Conda.MatchSpecs;

/// <summary>What a MatchSpec asks for beside name, version and build: the channel before the name and the keys in brackets.</summary>
public sealed record MatchSpecKeys
{
    /// <summary>Nothing is asked for.</summary>
    public static MatchSpecKeys None { get; } = new();

    /// <summary>A channel by name or by base URL.</summary>
    public StringPattern Channel { get; init; }

    public StringPattern Subdir { get; init; }

    public BuildNumberSpec? BuildNumber { get; init; }

    /// <summary>Words of which each must be among those of the record.</summary>
    public StringPattern TrackFeatures { get; init; }

    /// <inheritdoc cref="TrackFeatures"/>
    public StringPattern Features { get; init; }

    public StringPattern Url { get; init; }

    public StringPattern Md5 { get; init; }

    public StringPattern Sha256 { get; init; }

    public StringPattern License { get; init; }

    public StringPattern LicenseFamily { get; init; }

    public StringPattern FileName { get; init; }

    /// <summary>The condition under which the spec counts as a dependency (CEP 43). Says nothing about the record.</summary>
    public WhenExpression? When { get; init; }

    /// <summary>The optional dependency groups to install along (CEP 44). Says nothing about the record.</summary>
    public IReadOnlyList<string> Extras { get; init; } = [];

    /// <summary>Patterns of which each must fit a flag of the record (CEP 45).</summary>
    public IReadOnlyList<StringPattern> Flags { get; init; } = [];

    internal bool Match(in MatchCandidate record) =>
        (Channel.IsAny || ChannelMatching.Matches(Channel, record.Channel))
        && (Subdir.IsAny || (record.Subdir is { } subdir && Subdir.Matches(subdir.AsSpan())))
        && (BuildNumber is not { } buildNumber || buildNumber.Matches(record.BuildNumber))
        && HasWords(TrackFeatures, record.TrackFeatures)
        && HasWords(Features, record.Features)
        && IsMatch(Url, record.Url)
        && (Md5.IsAny || IsMatch(Md5, record.Md5?.ToString()))
        && (Sha256.IsAny || IsMatch(Sha256, record.Sha256?.ToString()))
        && IsMatch(License, record.License)
        && IsMatch(LicenseFamily, record.LicenseFamily)
        && IsMatch(FileName, record.FileName)
        && HasFlags(record.Flags);

    private static bool IsMatch(StringPattern wanted, string? found) => wanted.IsAny || (found is not null && wanted.Matches(found));

    private static bool HasWords(StringPattern wanted, string? found)
    {
        if (wanted.IsAny || wanted.IsRegex)
            return IsMatch(wanted, found);
        var words = Words(found ?? "");
        return Words(wanted.ToString()).All(pattern => words.Any(word => Glob.Matches(pattern, word)));
    }

    private static string[] Words(string text) => text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);

    private bool HasFlags(IReadOnlyList<string>? found)
    {
        foreach (var flag in Flags)
        {
            if (found is null || !found.Any(text => flag.Matches(text)))
                return false;
        }
        return true;
    }
}
