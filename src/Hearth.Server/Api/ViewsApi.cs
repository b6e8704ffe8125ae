using Hearth.Channels.Selections;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Api;

/// <summary>The views of a channel: parts of it that rules select.</summary>
internal static class ViewsApi
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        new("GET", "/api/v1/channels/{channel}/views", Need.Read, "Lists the views of a channel.", ListAsync) { Response = nameof(ViewList) },
        new("GET", "/api/v1/channels/{channel}/views/{view}", Need.Read, "Shows a view: its rules, and how much it shows.", ShowAsync) { Response = nameof(ViewDocument) },
        new("POST", "/api/v1/channels/{channel}/views/{view}/trial", Need.Own, "Says what a view would show if the rules in the body were its own; nothing changes.", TryAsync) { Response = nameof(ViewTrialDocument) },
        new("PUT", "/api/v1/channels/{channel}/views/{view}", Need.Own, "Sets the rules of a view, which is made if it is not there; the body is a view as schemas/view.schema.json has it.", SetAsync) { Response = nameof(ViewDocument) },
        new("POST", "/api/v1/channels/{channel}/views/{view}/let-through", Need.Own, "Lets records through that a view's rules of time hold back: {\"spec\": …, \"reason\": …} or {\"artifact\": …, \"reason\": …}.", LetThroughAsync) { Response = nameof(ViewDocument) },
        new("DELETE", "/api/v1/channels/{channel}/views/{view}", Need.Own, "Removes a view; its past stays addressable.", RemoveAsync) { Response = nameof(RevisionDocument) },
    ];

    private static async Task ListAsync(ApiCall call)
    {
        var views = await ViewsOf(call).ListAsync(call.Channel.Channel, call.Cancellation);
        await call.SendAsync(new ViewList("hearth.views.1", call.ChannelName.ToString(), [.. views.Select(view => ViewDocument.Of(call.ChannelName.ToString(), view))]), ApiJson.Default.ViewList);
    }

    private static async Task ShowAsync(ApiCall call)
    {
        if (await ViewsOf(call).FindAsync(call.Channel.Channel, call.Part("view"), call.Cancellation) is { } view)
            await call.SendAsync(ViewDocument.Of(call.ChannelName.ToString(), view), ApiJson.Default.ViewDocument);
        else
            await call.RefuseAsync(StatusCodes.Status404NotFound, ViewDiagnostics.NoSuchView.In(null, $"{call.ChannelName} has no view '{call.Part("view")}'"));
    }

    private static async Task TryAsync(ApiCall call)
    {
        var view = ChannelView.Read(call.Part("view"), await call.ReadAsync(ApiJson.Default.JsonElement));
        var trial = await ViewsOf(call).TryAsync(call.Channel.Channel.Id, view, call.Cancellation);
        await call.SendAsync(ViewTrialDocument.Of(view, trial), ApiJson.Default.ViewTrialDocument);
    }

    private static async Task SetAsync(ApiCall call) => await AnswerAsync(
        call, await ViewsOf(call).SetAsync(call.ChannelName, call.Part("view"), await call.ReadAsync(ApiJson.Default.JsonElement), replaces: true, call.Actor, call.Cancellation));

    private static async Task LetThroughAsync(ApiCall call) => await AnswerAsync(
        call, await ViewsOf(call).LetThroughAsync(call.ChannelName, call.Part("view"), await call.ReadAsync(ApiJson.Default.JsonElement), call.Actor, call.Cancellation));

    private static async Task RemoveAsync(ApiCall call) => await AnswerAsync(call, await ViewsOf(call).RemoveAsync(call.ChannelName, call.Part("view"), call.Actor, call.Cancellation));

    private static async Task AnswerAsync(ApiCall call, ViewOutcome outcome)
    {
        switch (outcome)
        {
            case ViewOutcome.Changed changed:
                await call.Instance.Live.RefreshAsync(call.Cancellation);
                if (await ViewsOf(call).FindAsync(changed.Channel, call.Part("view"), call.Cancellation) is { } view)
                    await call.SendAsync(ViewDocument.Of(call.ChannelName.ToString(), view), ApiJson.Default.ViewDocument);
                else
                    await call.SendAsync(new RevisionDocument("hearth.revision.1", call.ChannelName.ToString(), changed.Channel.Revision), ApiJson.Default.RevisionDocument);
                break;
            case ViewOutcome.Exists exists:
                await call.RefuseAsync(StatusCodes.Status409Conflict, exists.Problem);
                break;
            case ViewOutcome.Absent absent:
                await call.RefuseAsync(StatusCodes.Status404NotFound, absent.Problem);
                break;
            case ViewOutcome.NoChannel:
                await call.RefuseAsync(StatusCodes.Status404NotFound, ServerDiagnostics.NoSuchChannel.In(null, $"there is no channel '{call.ChannelName}'"));
                break;
        }
    }

    private static ChannelViews ViewsOf(ApiCall call) => new(call.Instance.Store);
}
