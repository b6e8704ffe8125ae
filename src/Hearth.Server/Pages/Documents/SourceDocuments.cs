using Hearth.Channels.Sources;
using Hearth.Mirrors.Sources;

namespace Hearth.Server.Pages.Documents;

/// <summary>The archive of sources; what only those see who administer it is absent for others.</summary>
internal sealed record SourcesDocument(
    string Schema, string Query, IReadOnlyList<SourceLine> Found, IReadOnlyList<CoverageLine> Channels, long? Held, long? Bytes, IReadOnlyList<AlertLine>? Alerts, IReadOnlyList<LinkDay>? Links, IReadOnlyList<DeadLine>? Dead);

/// <summary>The sources of a channel.</summary>
internal sealed record ChannelSourcesDocument(string Schema, string Channel, long Revision, CoverageLine Coverage, long GapCount, IReadOnlyList<GapLine> Gaps);

/// <summary>How much of a channel is covered.</summary>
internal sealed record CoverageLine(
    string Channel, long Artifacts, long Read, long Unread, long WithSources, long Complete, IReadOnlyDictionary<string, long> Sources, long Bytes, DateTimeOffset? Followed)
{
    public static CoverageLine Of(SourceCoverage coverage) => new(
        coverage.Channel,
        coverage.Artifacts,
        coverage.Read,
        coverage.Unread,
        coverage.WithSources,
        coverage.Complete,
        Enum.GetValues<NeedState>().ToDictionary(state => state.Word(), state => coverage.Needs.GetValueOrDefault(state)),
        coverage.Bytes,
        coverage.Followed);
}

/// <summary>What is not held.</summary>
internal sealed record GapLine(string Source, string State, string Reason, DateTimeOffset? Tried, IReadOnlyList<string> Artifacts)
{
    public static GapLine Of(SourceGap gap) => new(SourceReference.Parse(gap.Need.Reference).ToString(), gap.Need.State.Word(), gap.Need.Reason, gap.Need.Tried, gap.Artifacts);
}

/// <summary>An address that gave other bytes than it should.</summary>
internal sealed record AlertLine(long Id, string Url, string Expected, string Actual, DateTimeOffset First, DateTimeOffset Last)
{
    public static AlertLine Of(SourceAlert alert) => new(alert.Id, alert.Url, alert.Expected, alert.Actual, alert.First, alert.Last);
}

/// <summary>How many addresses answered at an instant.</summary>
internal sealed record LinkDay(DateTimeOffset At, long Alive, long Dead);

/// <summary>An address that does not answer.</summary>
internal sealed record DeadLine(string Url, DateTimeOffset Since, string Answer);

/// <summary>A source.</summary>
internal sealed record SourceLine(string Sha256, long Size, string Kind, string? Revision, DateTimeOffset Added, int? TakenDown, string? Reason, IReadOnlyList<string> Urls, IReadOnlyList<string> Files, IReadOnlyList<string> Artifacts);

/// <summary>What an artifact was built from.</summary>
internal sealed record ArtifactSources(string? Recipe, string? Problem, IReadOnlyList<BuiltFrom> Sources, IReadOnlyList<PatchFile> Patches)
{
    public static ArtifactSources Of(SourceManifest manifest) => new(
        manifest.RecipePath,
        manifest.Problem,
        [.. manifest.Sources.Select(source => BuiltFrom.Of(source))],
        [.. manifest.Patches.Select(patch => new PatchFile(patch.Path, patch.Sha256?.ToString()))]);
}

/// <summary>A source of an artifact, and what became of it.</summary>
internal sealed record BuiltFrom(string Source, string? Folder, string State, string Reason, string? Sha256)
{
    public static BuiltFrom Of(ManifestSource source) =>
        new(SourceReference.Parse(source.Reference).ToString(), source.Folder, source.Need!.State.Word(), source.Need.Reason, source.Need.Held?.ToString());
}

/// <summary>A patch of an artifact's recipe; without a digest the artifact does not hold it.</summary>
internal sealed record PatchFile(string Path, string? Sha256);

/// <summary>A licence that an artifact brings along.</summary>
internal sealed record LicenceText(string Path, string Text);
