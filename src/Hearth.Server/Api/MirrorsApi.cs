using Hearth.Channels.Jobs;
using Hearth.Channels.Log;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Time;
using Hearth.Mirrors;
using Hearth.Mirrors.Syncing;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Api;

/// <summary>
/// What a channel copies from elsewhere. Whoever says so makes this machine ask other machines and read its folders, so it takes an
/// administrator of the installation.
/// </summary>
internal static class MirrorsApi
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        new("GET", "/api/v1/channels/{channel}/mirror", Need.Read, "Shows what a channel copies, and how far it is.", ShowAsync) { Response = nameof(MirrorDocument) },
        new("PUT", "/api/v1/channels/{channel}/mirror", Need.Administer, "Makes a channel a mirror, or changes what it copies. Nothing is copied yet.", SetAsync) { Request = nameof(MirrorSettings), Response = nameof(MirrorDocument) },
        new("DELETE", "/api/v1/channels/{channel}/mirror", Need.Administer, "Makes a mirror an ordinary channel, which keeps what it holds.", RemoveAsync),
        new("POST", "/api/v1/channels/{channel}/mirror/sync", Need.Maintain, "Adds a job that brings a mirror up to date; the answer is that job, or the one that is at it.", SyncAsync) { Response = nameof(JobDocument) },
    ];

    private static async Task ShowAsync(ApiCall call)
    {
        if (await FindAsync(call) is { } mirror)
            await SendAsync(call, mirror);
    }

    private static async Task SetAsync(ApiCall call)
    {
        var wanted = await call.ReadAsync(ApiJson.Default.MirrorSettings);
        Check(wanted);
        if (call.Channel.Channel.Settings.Virtual is not null)
            throw MirrorDiagnostics.NotAMirror.Refuse(null, $"'{call.ChannelName}' is a virtual channel");
        var channel = await MirrorDefinition.SetAsync(call.Instance.Store, call.ChannelName, wanted, call.Actor, call.Cancellation);
        await call.Instance.Live.RefreshAsync(call.Cancellation);
        await SendAsync(call, channel!);
    }

    private static async Task RemoveAsync(ApiCall call)
    {
        if (await FindAsync(call) is null)
            return;
        await call.Instance.Store.Catalog.ConfigureAsync(call.ChannelName, now => now with { Mirror = null }, call.Actor, call.Cancellation);
        await call.Instance.Live.RefreshAsync(call.Cancellation);
        await call.SendAsync(StatusCodes.Status204NoContent);
    }

    private static async Task SyncAsync(ApiCall call)
    {
        if (await FindAsync(call) is null)
            return;
        var job = await call.Instance.Jobs.AddOnceAsync(JobKind.MirrorSync, new JobArguments(call.ChannelName.ToString()), call.Actor, call.Cancellation);
        await call.SendAsync(JobDocument.Of(job), ApiJson.Default.JobDocument, StatusCodes.Status202Accepted);
    }

    // All that is wrong with any of it is told at once.
    private static void Check(MirrorSettings wanted)
    {
        var problems = new List<Diagnostic>();
        foreach (var check in (Action<MirrorSettings>[])[MirrorDefinition.Check, settings => MirrorDefinition.SelectionOf(settings)])
        {
            try
            {
                check(wanted);
            }
            catch (BadInputException e)
            {
                problems.AddRange(e.Diagnostics);
            }
        }
        if (wanted.EveryMinutes is < 1 or > MirrorDefinition.MostMinutes)
            problems.Add(ServerDiagnostics.BadRequest.In(null, $"'every_minutes' is a number from 1 to {MirrorDefinition.MostMinutes}"));
        if (wanted.MostHeldBytes is < 1)
            problems.Add(ServerDiagnostics.BadRequest.In(null, "'most_held_bytes' is a number from 1"));
        if (problems.Count > 0)
            throw new BadInputException(problems);
    }

    private static async Task<ManagedChannel?> FindAsync(ApiCall call)
    {
        if (call.Channel.Channel is { Settings.Mirror: not null } mirror)
            return mirror;
        await call.RefuseAsync(StatusCodes.Status404NotFound, MirrorDiagnostics.NotAMirror.In(null, $"the channel '{call.ChannelName}' is no mirror"));
        return null;
    }

    private static async Task SendAsync(ApiCall call, ManagedChannel channel)
    {
        var (store, settings) = (call.Instance.Store, channel.Settings.Mirror!);
        var now = store.Clock.GetUtcNow();
        var status = await MirrorStatus.OfAsync(store, channel, call.Cancellation);
        var state = status.State;
        await call.SendAsync(
            new MirrorDocument(
                "hearth.mirror.1",
                channel.Name.ToString(),
                status.Kind,
                status.HealthAt(settings, now).ToString().ToLowerInvariant(),
                settings,
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
                status.Packages?.Listed,
                status.Packages?.Held,
                status.Packages?.HeldBytes),
            ApiJson.Default.MirrorDocument);
    }
}
