using Hearth.Conda.Names;
using Hearth.Conda.Versions;
using Hearth.Foundation.Hashing;

namespace Hearth.Conda.MatchSpecs;

/// <summary>
/// The fields of a record that a MatchSpec can look at. A field that is not known is left out: then only a spec that does not ask
/// for it matches.
/// </summary>
public readonly record struct MatchCandidate
{
    public required PackageName Name { get; init; }

    public required CondaVersion Version { get; init; }

    public required string Build { get; init; }

    public long BuildNumber { get; init; }

    /// <summary>The base URL of the channel, or its name, without subdir.</summary>
    public string? Channel { get; init; }

    public Subdir? Subdir { get; init; }

    public string? Url { get; init; }

    public string? FileName { get; init; }

    public Md5? Md5 { get; init; }

    public Sha256? Sha256 { get; init; }

    public string? License { get; init; }

    public string? LicenseFamily { get; init; }

    /// <summary>Words separated by blanks or commas, as in repodata.</summary>
    public string? Features { get; init; }

    /// <summary>Words separated by blanks or commas, as in repodata.</summary>
    public string? TrackFeatures { get; init; }

    /// <summary>The flags of CEP 45.</summary>
    public IReadOnlyList<string>? Flags { get; init; }
}
