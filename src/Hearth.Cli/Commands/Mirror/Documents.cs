using Hearth.Channels;
using Hearth.Channels.Log;
using Hearth.Cli.Output;
using Hearth.Foundation.Time;
using Hearth.Mirrors.Planning;
using Hearth.Mirrors.Pushing;
using Hearth.Mirrors.Syncing;
using Hearth.Mirrors.Verification;

namespace Hearth.Cli.Commands.Mirror;

/// <summary>The document of <c>hearth mirror plan --json</c>.</summary>
internal sealed record MirrorPlanDocument(
    string Schema,
    string Channel,
    IReadOnlyList<string> Subdirs,
    int Files,
    long Bytes,
    double Seconds,
    IReadOnlyList<PlannedLicense> Licenses,
    IEnumerable<PlannedFile> Artifacts,
    IReadOnlyList<string> Restricted,
    IReadOnlyList<MissingDependency> Unsatisfied)
{
    public static MirrorPlanDocument Of(MirrorPlan plan, TimeSpan time) => new(
        "hearth.mirror-plan.1",
        plan.Channel,
        plan.Subdirs,
        plan.Artifacts.Count,
        plan.Bytes,
        Math.Round(time.TotalSeconds, 3),
        [.. plan.Licenses.Select(row => new PlannedLicense(row.License, row.Count, row.Bytes))],
        plan.Artifacts.Select(PlannedFile.Of),
        [.. plan.Restricted.Select(artifact => artifact.Record.ToString())],
        [.. plan.Unsatisfied.Select(missing => new MissingDependency(missing.Dependency, missing.NeededBy, missing.Subdir))]);
}

/// <summary>What stands under a licence.</summary>
internal sealed record PlannedLicense(string License, int Files, long Bytes);

/// <summary>A file of a plan.</summary>
internal sealed record PlannedFile(string Subdir, string File, string Name, string Version, long Size, string? Sha256, string? License, string Reason)
{
    public static PlannedFile Of(PlannedArtifact artifact) => new(
        artifact.Record.Subdir,
        artifact.Record.File,
        artifact.Record.Name,
        artifact.Record.Version,
        artifact.Record.Size,
        artifact.Record.Sha256?.ToString(),
        artifact.Record.License,
        artifact.Reason);
}

/// <summary>A dependency that nothing satisfies.</summary>
internal sealed record MissingDependency(string Dependency, string NeededBy, string Subdir);

/// <summary>A mirror, as commands show it.</summary>
internal sealed record ListedMirror(
    string Channel,
    string Kind,
    string Health,
    IReadOnlyList<string> Sources,
    int? EveryMinutes,
    string? Tried,
    string? Synced,
    string? Looked,
    long? StaleSeconds,
    string? Source,
    string? Message,
    long? SourceRevision,
    long Artifacts,
    long Bytes,
    long Missing,
    long Differing,
    long Vanished,
    HeldPackages? Packages)
{
    public static async Task<ListedMirror> OfAsync(ChannelStore store, ManagedChannel channel, CancellationToken cancellation)
    {
        var (settings, now) = (channel.Settings.Mirror!, store.Clock.GetUtcNow());
        var status = await MirrorStatus.OfAsync(store, channel, cancellation);
        var state = status.State;
        return new ListedMirror(
            channel.Name.ToString(),
            status.Kind,
            status.HealthAt(settings, now).ToString().ToLowerInvariant(),
            settings.Sources,
            settings.EveryMinutes,
            state is null ? null : Rfc3339.Format(state.Tried),
            state?.Synced is { } synced ? Rfc3339.Format(synced) : null,
            state?.Looked is { } looked ? Rfc3339.Format(looked) : null,
            state?.Looked is { } last ? (long)(now - last).TotalSeconds : null,
            state?.Source,
            state?.Message,
            status.Feed?.Revision,
            status.Listed,
            status.Bytes,
            state?.Missing ?? 0,
            state?.Differing ?? 0,
            status.Vanished,
            status.Packages is { } counted ? HeldPackages.Of(counted) : null);
    }
}

/// <summary>What a pull-through mirror lists, and what of it it has fetched.</summary>
internal sealed record HeldPackages(long Listed, long Held, long HeldBytes)
{
    public static HeldPackages Of((long Listed, long Held, long HeldBytes) counted) => new(counted.Listed, counted.Held, counted.HeldBytes);
}

/// <summary>The document of <c>hearth mirror add | status | remove --json</c>.</summary>
internal sealed record MirrorsDocument(string Schema, IReadOnlyList<ListedMirror> Mirrors, IReadOnlyList<ListedPush>? Pushes = null);

/// <summary>A second home of a channel, as commands show it.</summary>
internal sealed record ListedPush(string Channel, string Target, string Begun, string? Ended, long Revision, long Behind, long Files, string Message)
{
    public static ListedPush Of(string channel, PushStatus push) => new(
        channel, push.Target, Rfc3339.Format(push.Begun), push.Ended is { } ended ? Rfc3339.Format(ended) : null, push.Revision, push.Behind, push.Files, push.Message);
}

/// <summary>The document of <c>hearth mirror sync --json</c>.</summary>
internal sealed record SyncDocument(
    string Schema, string Channel, string Source, bool IsDryRun, bool IsUnchanged, int Added, long Bytes, int Held, int Vanished, int Removed, bool HasNewPatches, long? SourceRevision, IReadOnlyList<DiagnosticDocument> Problems)
{
    public static SyncDocument Of(string channel, bool isDryRun, SyncReport report) => new(
        "hearth.mirror-sync.1",
        channel,
        report.Source,
        isDryRun,
        report.IsUnchanged,
        report.Added,
        report.Bytes,
        report.Held,
        report.Vanished,
        report.Removed,
        report.HasNewPatches,
        report.SourceRevision,
        [.. report.Problems.Select(DiagnosticDocument.From)]);
}

/// <summary>The document of <c>hearth mirror verify --json</c>.</summary>
internal sealed record MirrorVerificationDocument(
    string Schema,
    string Channel,
    string Source,
    string At,
    long Revision,
    bool IsEqual,
    int Compared,
    int Withdrawn,
    long Looked,
    long Bytes,
    bool IsResumed,
    IReadOnlyList<string> Repaired,
    IReadOnlyList<DiagnosticDocument> Problems)
{
    public static MirrorVerificationDocument Of(string channel, VerificationReport report) => new(
        "hearth.mirror-verify.1",
        channel,
        report.Source,
        Rfc3339.Format(report.At),
        report.Revision,
        report.Problems.Count == 0,
        report.Compared,
        report.Withdrawn,
        report.Looked,
        report.Bytes,
        report.IsResumed,
        report.Repaired,
        [.. report.Problems.Select(DiagnosticDocument.From)]);
}

/// <summary>A channel that follows others.</summary>
internal sealed record FollowingChannel(string Channel, string Kind, IReadOnlyList<string> From)
{
    /// <returns>Null if it follows nobody.</returns>
    public static FollowingChannel? Of(ManagedChannel channel) => channel.Settings switch
    {
        { Mirror: { } mirror } => new(channel.Name.ToString(), MirrorDefinition.KindOf(mirror), mirror.Sources),
        { Virtual: { } members } => new(channel.Name.ToString(), VirtualKind(members), members.Members),
        _ => null,
    };

    public static string VirtualKind(VirtualSettings members) => members.Flexible ? "virtual, flexible" : "virtual, strict";
}

/// <summary>The document of <c>hearth mirror list | combine --json</c>.</summary>
internal sealed record FollowingDocument(string Schema, IReadOnlyList<FollowingChannel> Channels);

/// <summary>The document of <c>hearth mirror client-config --json</c>.</summary>
internal sealed record ClientConfigDocument(string Schema, string Channel, string Url, string Conda, string Mamba, string Pixi);
