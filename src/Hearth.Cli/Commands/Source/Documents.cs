using System.Globalization;
using System.Text.Json;
using Hearth.Channels.Sources;
using Hearth.Cli.Output;
using Hearth.Foundation.Time;
using Hearth.Mirrors.Sources;
using Hearth.Server;

namespace Hearth.Cli.Commands.Source;

/// <summary>The document of <c>hearth source collect --json</c>: of a collection, of a plan of one, or of a schedule.</summary>
internal sealed record SourceCollectDocument(
    string Schema, string Channel, bool DryRun, int Read, int Collected, long Bytes, int Missing, int Changed, int Wanted, int Unarchivable, IReadOnlyList<PlannedHost> Hosts, IReadOnlyList<DiagnosticDocument> Problems, int? EveryMinutes)
{
    private const string Name = "hearth.source-collect.1";

    public static SourceCollectDocument Of(string channel, CollectReport report) => new(
        Name, channel, false, report.Read, report.Collected, report.Bytes, report.Missing, report.Changed, report.Collected + report.Missing + report.Changed, 0, [], [.. report.Problems.Select(DiagnosticDocument.From)], null);

    public static SourceCollectDocument Of(string channel, CollectPlan plan) => new(
        Name, channel, true, plan.Artifacts, 0, 0, 0, 0, plan.Sources, plan.Unarchivable, [.. plan.Hosts.Select(host => new PlannedHost(host.Host, host.Sources, host.IsAllowed))], [], null);

    public static SourceCollectDocument Scheduled(string channel, int? everyMinutes) => new(Name, channel, false, 0, 0, 0, 0, 0, 0, 0, [], [], everyMinutes);
}

/// <summary>A host that sources lie at.</summary>
internal sealed record PlannedHost(string Host, int Sources, bool Allowed);

/// <summary>The document of <c>hearth source add --json</c>; whether it was added is not known in a dry run.</summary>
internal sealed record SourceAddDocument(string Schema, string Sha256, string Sha512, string Sha1, string Md5, long Size, bool? Added);

/// <summary>A source, as lists show it.</summary>
internal sealed record ShownSource(
    string Sha256, long Size, string Kind, string? Revision, string? Tree, string Added, int? TakenDown, IReadOnlyList<string> Files, IReadOnlyList<string> Packages, IReadOnlyList<string> Urls)
{
    public static ShownSource Of(ListedSource listed) => new(
        listed.Source.Sha256.ToString(),
        listed.Source.Size,
        listed.Source.Kind.Word(),
        listed.Source.Revision,
        listed.Source.Tree,
        Rfc3339.Format(listed.Source.Added),
        listed.Source.Takedown?.Status,
        listed.Files,
        listed.Packages,
        listed.Urls);

    public static string Line(ListedSource listed) =>
        $"{listed.Source.Sha256}  {ProgressLine.Size(listed.Source.Size),9}  {listed.Files.FirstOrDefault("")}{(listed.Packages.Count > 0 ? $"  {string.Join(' ', listed.Packages)}" : "")}{(listed.Source.Takedown is null ? "" : "  taken down")}";
}

/// <summary>How much of a channel is covered.</summary>
internal sealed record CoveredChannel(
    string Channel, long Artifacts, long Read, long Unread, long WithSources, long Complete, IReadOnlyDictionary<string, long> Sources, long Bytes, string? Followed)
{
    public static CoveredChannel Of(SourceCoverage coverage) => new(
        coverage.Channel,
        coverage.Artifacts,
        coverage.Read,
        coverage.Unread,
        coverage.WithSources,
        coverage.Complete,
        Enum.GetValues<NeedState>().ToDictionary(state => state.Word(), state => coverage.Needs.GetValueOrDefault(state)),
        coverage.Bytes,
        coverage.Followed is { } followed ? Rfc3339.Format(followed) : null);

    public static string Line(SourceCoverage coverage) => string.Create(
        CultureInfo.InvariantCulture,
        $"{coverage.Channel}  {coverage.Complete:n0} of {coverage.WithSources:n0} artifacts with sources are covered, {coverage.Artifacts:n0} in all, {coverage.Read:n0} read; {ProgressLine.Size(coverage.Bytes)}");
}

/// <summary>The document of <c>hearth source list --json</c>.</summary>
internal sealed record SourceListDocument(string Schema, long Held, long Bytes, IReadOnlyList<CoveredChannel> Channels, IReadOnlyList<ShownSource> Sources);

/// <summary>All that is known of a source.</summary>
internal sealed record SourceDetails(
    ShownSource Source, string Sha512, string Sha1, string Md5, string Actor, string Verified, bool Damaged, string? Lacks, string GivenTo, string Reason, IReadOnlyDictionary<string, string> Parts, IReadOnlyList<string> Artifacts)
{
    public static async Task<SourceDetails> OfAsync(ManagedInstance instance, ArchivedSource source, CancellationToken cancellation)
    {
        var users = await new SourceUsers(instance.Store).OfAsync(source.Sha256, cancellation);
        var judgement = source.Takedown is { } takedown
            ? new SourceJudgement(SourceAudience.Nobody, FormattableString.Invariant($"taken down ({takedown.Status}): {takedown.Reason}"))
            : instance.SourcePolicy.Judge([.. users.Select(user => (user.Package, user.Licence)).Distinct()]);
        return new SourceDetails(
            ShownSource.Of(await ListedSource.OfAsync(instance.Store, source, cancellation)),
            source.Digests.Sha512,
            source.Digests.Sha1,
            source.Digests.Md5,
            source.Actor,
            Rfc3339.Format(source.Verified),
            source.IsDamaged,
            source.Lacks.Length > 0 ? source.Lacks : null,
            judgement.Audience.ToString().ToLowerInvariant(),
            judgement.Reason,
            (await new SourceArchive(instance.Store).PartsOfAsync(source.Sha256, cancellation)).ToDictionary(part => part.Path, part => part.Part.ToString()),
            [.. users.Select(user => $"{user.Channel}/{user.Subdir}/{user.File}")]);
    }
}

/// <summary>The document of <c>hearth source show --json</c>.</summary>
internal sealed record SourceShowDocument(string Schema, IReadOnlyList<SourceDetails> Sources);

/// <summary>A gap.</summary>
internal sealed record GapDocument(string Source, string State, string Reason, long Attempts, string? Tried, string? Due, string? Sha256, JsonElement Reference, IReadOnlyList<string> Artifacts)
{
    public static GapDocument Of(SourceGap gap)
    {
        var reference = SourceReference.Parse(gap.Need.Reference);
        using var json = JsonDocument.Parse(reference.Shown.ToJson());
        return new GapDocument(
            reference.ToString(),
            gap.Need.State.Word(),
            gap.Need.Reason,
            gap.Need.Attempts,
            gap.Need.Tried is { } tried ? Rfc3339.Format(tried) : null,
            gap.Need.State is NeedState.Held or NeedState.Unarchivable or NeedState.TakenDown ? null : Rfc3339.Format(gap.Need.Due),
            gap.Need.Held?.ToString(),
            json.RootElement.Clone(),
            gap.Artifacts);
    }
}

/// <summary>An alert.</summary>
internal sealed record AlertDocument(long Id, string Url, string Expected, string Actual, long Size, string First, string Last)
{
    public static AlertDocument Of(SourceAlert alert) =>
        new(alert.Id, alert.Url, alert.Expected, alert.Actual, alert.Size, Rfc3339.Format(alert.First), Rfc3339.Format(alert.Last));
}

/// <summary>The document of <c>hearth source gaps --json</c>.</summary>
internal sealed record SourceGapsDocument(string Schema, string? Channel, IReadOnlyList<GapDocument> Gaps, IReadOnlyList<AlertDocument> Alerts);

/// <summary>The document of <c>hearth source settle --json</c>.</summary>
internal sealed record SourceSettleDocument(string Schema, long Alert, string Url, string Note);

/// <summary>The document of <c>hearth source verify --json</c>.</summary>
internal sealed record SourceVerifyDocument(string Schema, bool IsRight, long Sources, long Bytes, IReadOnlyList<DiagnosticDocument> Problems);

/// <summary>The document of <c>hearth source check-links --json</c>.</summary>
internal sealed record SourceLinksDocument(string Schema, int Asked, int NowDead, int Changed, IReadOnlyList<DeadLink> Dead);

/// <summary>An address that gives nothing any more.</summary>
internal sealed record DeadLink(string Url, string Since, string Answer);

/// <summary>The document of <c>hearth source export --json</c>.</summary>
internal sealed record SourceExportDocument(string Schema, string File, string Format, int Sources, long Bytes);

/// <summary>The document of <c>hearth source push --json</c>.</summary>
internal sealed record SourcePushDocument(string Schema, string Target, bool DryRun, int Sources, int Sent, long Bytes, int Kept);

/// <summary>The document of <c>hearth source cache --json</c>.</summary>
internal sealed record SourceCacheDocument(string Schema, string Channel, string Folder, int Files, long Bytes);

/// <summary>The document of <c>hearth source client-config --json</c>.</summary>
internal sealed record SourceClientConfigDocument(string Schema, IReadOnlyList<string> Origins, string RattlerBuild, string CondaBuild);

/// <summary>The document of <c>hearth source takedown --json</c>; without a status the source is given out again.</summary>
internal sealed record SourceTakedownDocument(string Schema, string Sha256, int? Status, string? Reason, bool Erased, IReadOnlyList<string> Artifacts);
