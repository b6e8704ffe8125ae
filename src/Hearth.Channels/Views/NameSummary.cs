using Hearth.Conda.MatchSpecs;
using Hearth.Conda.Records;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Views;

/// <summary>What one name of a subdir adds to channel-wide files.</summary>
/// <param name="ChannelData">Its entry for channeldata.json, with what merging needs.</param>
/// <param name="Newest">The files that current_repodata keeps whatever is pinned, as a JSON list.</param>
/// <param name="Requires">The names that those depend on, as a JSON list.</param>
internal sealed record NameSummary(byte[] ChannelData, byte[] Newest, byte[] Requires)
{
    /// <summary>Sums a name up; null if no record of it is listed.</summary>
    /// <param name="artifacts">The listed artifacts of the name, in document order, with what the package files themselves tell.</param>
    public static NameSummary? Of(IReadOnlyList<(string File, PackageRecord Record, byte[] RunExports, byte[] About)> artifacts)
    {
        // Of two archives of one build only the .conda counts (wire-formats §4).
        var stems = artifacts.Where(artifact => artifact.File.EndsWith(".conda", StringComparison.Ordinal))
            .Select(artifact => artifact.File[..^".conda".Length]).ToHashSet(StringComparer.Ordinal);
        var counted = artifacts.Where(artifact => artifact.File.EndsWith(".conda", StringComparison.Ordinal)
            || !stems.Contains(artifact.File[..^".tar.bz2".Length])).ToList();
        if (counted.Count == 0)
            return null;

        var channelData = new ChannelDataOfName();
        foreach (var artifact in counted)
            channelData.Add(artifact.Record, artifact.RunExports, artifact.About);
        var newest = NewestVersions.Of(counted.Select(artifact => (artifact.File, artifact.Record)), pinnedPrefixes: []);
        var requires = counted.Where(artifact => newest.Contains(artifact.File, StringComparer.Ordinal))
            .SelectMany(artifact => artifact.Record.Depends)
            .Select(spec => MatchSpec.NameOf(spec).ToString().ToLowerInvariant())
            .Where(name => name.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        return new NameSummary(channelData.ToJson(withVersionTime: true), JsonText.List(newest), JsonText.List(requires));
    }
}
