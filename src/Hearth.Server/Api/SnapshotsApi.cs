using Hearth.Channels.History;
using Hearth.Conda.Names;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Api;

/// <summary>The past of a channel: named states, what differs between two, and the way back.</summary>
internal static class SnapshotsApi
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        new("GET", "/api/v1/channels/{channel}/snapshots", Need.Read, "Lists the snapshots of a channel, oldest state first, each with what came since the one before it.", ListAsync) { Response = nameof(SnapshotList) },
        new("POST", "/api/v1/channels/{channel}/snapshots", Need.Maintain, "Gives a state a name: what is served now, or at a moment.", TakeAsync) { Request = nameof(NewSnapshot), Response = nameof(SnapshotDocument) },
        new("PATCH", "/api/v1/channels/{channel}/snapshots/{name}", Need.Maintain, "Pins a snapshot, so that only people take it away, or leaves it to the channel's retention.", PinAsync) { Request = nameof(SnapshotPin), Response = nameof(SnapshotDocument) },
        new("DELETE", "/api/v1/channels/{channel}/snapshots/{name}", Need.Maintain, "Takes a name away; the state stays at its revision.", DeleteAsync),
        new("GET", "/api/v1/channels/{channel}/differences", Need.Read, "Lists the records that differ between two moments (?before=MOMENT&after=MOMENT&label=LABEL).", CompareAsync) { Response = nameof(StateDifferences) },
        new("POST", "/api/v1/channels/{channel}/rollback", Need.Own, "Makes a channel list what it listed at a moment, with the patch sets of then; as new changes.", RollBackAsync) { Request = nameof(RollbackRequest), Response = nameof(RollbackDocument) },
    ];

    private static async Task ListAsync(ApiCall call)
    {
        var snapshots = await new Snapshots(call.Instance.Store).CountAsync(call.Channel.Channel.Id, call.Cancellation);
        await call.SendAsync(new SnapshotList("hearth.snapshots.1", call.ChannelName.ToString(), [.. snapshots.Select(SnapshotDocument.Of)]), ApiJson.Default.SnapshotList);
    }

    private static async Task TakeAsync(ApiCall call)
    {
        var wanted = await call.ReadAsync(ApiJson.Default.NewSnapshot);
        var name = wanted.Name ?? throw ServerDiagnostics.BadRequest.Refuse(null, "the snapshot needs a name");
        if (await AskedMoment.FindAsync(call, wanted.At) is not { } state)
            return;
        if (await new Snapshots(call.Instance.Store).TakeAsync(call.Channel.Channel, name, state, wanted.Note ?? "", call.Actor, call.Cancellation) is { } taken)
            await call.SendAsync(SnapshotDocument.Of(taken), ApiJson.Default.SnapshotDocument, StatusCodes.Status201Created);
        else
            await call.RefuseAsync(StatusCodes.Status409Conflict, HistoryDiagnostics.SnapshotExists.In(null, $"the channel has a snapshot '{name}' of another state"));
    }

    private static async Task PinAsync(ApiCall call)
    {
        var wanted = await call.ReadAsync(ApiJson.Default.SnapshotPin);
        var pinned = wanted.Pinned ?? throw ServerDiagnostics.BadRequest.Refuse(null, "'pinned' must be true or false");
        if (await new Snapshots(call.Instance.Store).PinAsync(call.Channel.Channel, call.Part("name"), pinned, call.Actor, call.Cancellation) is { } snapshot)
            await call.SendAsync(SnapshotDocument.Of(snapshot), ApiJson.Default.SnapshotDocument);
        else
            await call.RefuseAsync(StatusCodes.Status404NotFound, HistoryDiagnostics.NoSuchMoment.In(null, "there is no snapshot of this name"));
    }

    private static async Task DeleteAsync(ApiCall call)
    {
        if (await new Snapshots(call.Instance.Store).DeleteAsync(call.Channel.Channel, call.Part("name"), call.Actor, call.Cancellation))
            await call.SendAsync(StatusCodes.Status204NoContent);
        else
            await call.RefuseAsync(StatusCodes.Status404NotFound, HistoryDiagnostics.NoSuchMoment.In(null, "there is no snapshot of this name"));
    }

    private static async Task CompareAsync(ApiCall call)
    {
        var label = Label.Parse(call.Query("label") ?? Label.Main.ToString());
        var wanted = call.Query("before") ?? throw ServerDiagnostics.BadRequest.Refuse(null, "'before' must name a moment");
        if (await AskedMoment.FindAsync(call, wanted) is not { } before || await AskedMoment.FindAsync(call, call.Query("after")) is not { } after)
            return;
        var differences = await new StateComparison(call.Instance.Store, call.Channel.Channel).CompareAsync(label, before.Revision, after.Revision, call.Cancellation);
        await call.SendAsync(
            new StateDifferences("hearth.differences.1", call.ChannelName.ToString(), label.ToString(), before.Revision, after.Revision, [.. differences.Select(DifferingRecord.Of)]),
            ApiJson.Default.StateDifferences);
    }

    private static async Task RollBackAsync(ApiCall call)
    {
        var wanted = await call.ReadAsync(ApiJson.Default.RollbackRequest);
        var to = wanted.To ?? throw ServerDiagnostics.BadRequest.Refuse(null, "'to' must name a moment");
        if (await AskedMoment.FindAsync(call, to) is not { } state)
            return;
        var done = await new Rollback(call.Instance.Store, call.Channel.Channel).RunAsync(state.Revision, call.Actor, wanted.DryRun, call.Cancellation);
        await call.SendAsync(new RollbackDocument("hearth.rollback.1", call.ChannelName.ToString(), wanted.DryRun, state.Revision, done), ApiJson.Default.RollbackDocument);
    }
}
