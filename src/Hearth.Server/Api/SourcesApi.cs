using Hearth.Channels.Jobs;
using Hearth.Channels.Sources;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors;
using Hearth.Mirrors.Sources;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Api;

/// <summary>What is known of sources: what a channel is covered by, what an artifact was built from, what a source is.</summary>
internal static class SourcesApi
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        new("GET", "/api/v1/channels/{channel}/sources", Need.Read, "Shows how much of a channel the archive of sources covers.", CoverageAsync) { Response = nameof(SourceCoverageDocument) },
        new("GET", "/api/v1/channels/{channel}/sources/gaps", Need.Read, "Lists what artifacts of a channel were built from and the archive does not hold, with reasons (?limit=1000).", GapsAsync) { Response = nameof(SourceGapList) },
        new("POST", "/api/v1/channels/{channel}/sources/collect", Need.Maintain, "Adds a job that collects the sources of a channel; the answer is that job, or the one that is at it.", CollectAsync) { Response = nameof(JobDocument) },
        new("GET", "/api/v1/channels/{channel}/sources/{subdir}/{file}", Need.Read, "Shows what an artifact was built from: recipe, sources, patches.", ManifestAsync) { Response = nameof(SourceManifestDocument) },
        new("GET", "/api/v1/sources/{digest}", Need.Nothing, "Shows a source by any of its digests: its other digests and names, and what was built from it as far as the requester may read that.", ShowAsync) { Response = nameof(SourceDocument) },
        new("GET", "/api/v1/source-alerts", Need.Administer, "Lists addresses that gave other bytes than they should, the newest first (?all=true: settled ones too).", AlertsAsync) { Response = nameof(SourceAlertList) },
        new("POST", "/api/v1/sources/{digest}/takedown", Need.Administer, "Takes a source down by its SHA-256; its digest and the reason are kept.", TakeDownAsync) { Request = nameof(NewTakedown) },
        new("DELETE", "/api/v1/sources/{digest}/takedown", Need.Administer, "Gives a source out again.", ReleaseAsync),
    ];

    private static async Task CoverageAsync(ApiCall call)
    {
        var coverage = await call.Instance.Coverage.OfAsync(call.Channel.Channel, call.Cancellation);
        await call.SendAsync(SourceCoverageDocument.Of(coverage), ApiJson.Default.SourceCoverageDocument);
    }

    private static async Task GapsAsync(ApiCall call)
    {
        var (gaps, all) = await new SourceNeeds(call.Instance.Store).GapsAsync(call.Channel.Channel.Id, (int)call.Query("limit", 1_000, 1, 10_000), call.Cancellation);
        await call.SendAsync(new SourceGapList("hearth.source-gaps.1", all, [.. gaps.Select(SourceGapDocument.Of)]), ApiJson.Default.SourceGapList);
    }

    private static async Task CollectAsync(ApiCall call)
    {
        var job = await call.Instance.Jobs.AddOnceAsync(JobKind.SourceCollect, new JobArguments(call.ChannelName.ToString()), call.Actor, call.Cancellation);
        await call.SendAsync(JobDocument.Of(job), ApiJson.Default.JobDocument, StatusCodes.Status202Accepted);
    }

    private static async Task ManifestAsync(ApiCall call)
    {
        var (subdir, file) = (call.Part("subdir"), call.Part("file"));
        if (await call.Instance.Listing.FindAsync(call.Channel.Channel.Id, subdir, file, call.Cancellation) is not { } artifact
            || await new SourceManifests(call.Instance.Store).FindAsync(artifact.Sha256, call.Cancellation) is not { } manifest)
            await call.RefuseAsync(StatusCodes.Status404NotFound, SourceDiagnostics.NoSuchSource.In($"{subdir}/{file}", "the channel does not list it, or nobody has looked what it was built from"));
        else
            await call.SendAsync(SourceManifestDocument.Of(manifest), ApiJson.Default.SourceManifestDocument);
    }

    private static async Task ShowAsync(ApiCall call)
    {
        var store = call.Instance.Store;
        if (!SourceDigest.TryParse(call.Part("digest"), out var digest) || await new SourceArchive(store).FindAsync(digest, call.Cancellation) is not { } source)
        {
            await NoneAsync(call);
            return;
        }
        var users = (await new SourceUsers(store).OfAsync(source.Sha256, call.Cancellation)).ToLookup(user => call.MayRead(user.Channel));
        if (!users[true].Any() && users[false].Any())
        {
            await NoneAsync(call);
            return;
        }
        var listed = await ListedSource.OfAsync(store, source, call.Cancellation);
        var parts = await new SourceArchive(store).PartsOfAsync(source.Sha256, call.Cancellation);
        await call.SendAsync(SourceDocument.Of(listed, parts, [.. users[true]], users[false].Any()), ApiJson.Default.SourceDocument);
    }

    private static async Task AlertsAsync(ApiCall call)
    {
        var alerts = await new SourceAlerts(call.Instance.Store).ListAsync(call.Query("all") != "true", 10_000, call.Cancellation);
        await call.SendAsync(new SourceAlertList("hearth.source-alerts.1", [.. alerts.Select(SourceAlertDocument.Of)]), ApiJson.Default.SourceAlertList);
    }

    private static async Task TakeDownAsync(ApiCall call)
    {
        var wanted = await call.ReadAsync(ApiJson.Default.NewTakedown);
        if (string.IsNullOrWhiteSpace(wanted.Reason) || wanted.Status is not (null or SourceTakedown.Gone or SourceTakedown.Legal))
            throw ServerDiagnostics.BadRequest.Refuse(null, $"a takedown has a 'reason', and a 'status' of {SourceTakedown.Legal} or {SourceTakedown.Gone}");
        if (await DigestAsync(call) is not { } sha256)
            return;
        await new SourceTakedowns(call.Instance.Store).TakeDownAsync(sha256, wanted.Status ?? SourceTakedown.Legal, wanted.Reason, call.Actor, wanted.Erase, call.Cancellation);
        await call.SendAsync(StatusCodes.Status204NoContent);
    }

    private static async Task ReleaseAsync(ApiCall call)
    {
        if (await DigestAsync(call) is not { } sha256)
            return;
        if (await new SourceTakedowns(call.Instance.Store).ReleaseAsync(sha256, call.Actor, call.Cancellation))
            await call.SendAsync(StatusCodes.Status204NoContent);
        else
            await NoneAsync(call);
    }

    private static async Task<Sha256?> DigestAsync(ApiCall call)
    {
        if (Sha256.TryParse(call.Part("digest"), null, out var sha256))
            return sha256;
        await NoneAsync(call);
        return null;
    }

    private static Task NoneAsync(ApiCall call) =>
        call.RefuseAsync(StatusCodes.Status404NotFound, SourceDiagnostics.NoSuchSource.In(null, "the archive has no such source"));
}
