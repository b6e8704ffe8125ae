using Hearth.Conda.Records;
using Hearth.Conda.Versions;

namespace Hearth.Channels.Views;

/// <summary>Which artifacts of a name current_repodata.json keeps whatever depends on them (wire-formats §4).</summary>
public static class NewestVersions
{
    /// <summary>
    /// All builds of the newest version; where those track features, also all builds of the newest version that does not;
    /// and for each pinned prefix, all builds of the newest version that starts with it.
    /// </summary>
    /// <returns>The file names, sorted.</returns>
    public static IReadOnlyList<string> Of(IEnumerable<(string File, PackageRecord Record)> artifacts, IReadOnlyList<string> pinnedPrefixes)
    {
        // A version has many builds, and is understood and compared once for all of them.
        var byVersion = artifacts
            .GroupBy(artifact => artifact.Record.Version, StringComparer.Ordinal)
            .Select(builds => (Version: CondaVersion.TryParse(builds.Key, null, out var version) ? version : default, Builds: builds))
            .OrderByDescending(version => version.Version)
            .SelectMany(version => version.Builds.Select(artifact => (artifact.File, artifact.Record, version.Version)))
            .ToList();
        var kept = new SortedSet<string>(StringComparer.Ordinal);
        Keep(byVersion);
        if (byVersion.Count > 0 && byVersion.TakeWhile(artifact => artifact.Version == byVersion[0].Version).All(artifact => HasFeatures(artifact.Record)))
            Keep(byVersion.Where(artifact => !HasFeatures(artifact.Record)));
        foreach (var prefix in pinnedPrefixes)
        {
            if (CondaVersion.TryParse(prefix, null, out var start))
                Keep(byVersion.Where(artifact => artifact.Version.StartsWith(start)));
        }
        return [.. kept];

        void Keep(IEnumerable<(string File, PackageRecord Record, CondaVersion Version)> candidates)
        {
            CondaVersion? newest = null;
            foreach (var (file, _, version) in candidates)
            {
                if ((newest ??= version) != version)
                    break;
                kept.Add(file);
            }
        }
    }

    private static bool HasFeatures(PackageRecord record) =>
        record.Raw(RecordField.TrackFeatures) is { IsEmpty: false } features && !features.SequenceEqual("\"\""u8) && !features.SequenceEqual("null"u8);
}
