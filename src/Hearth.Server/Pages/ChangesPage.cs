using System.Text.Json;
using Hearth.Channels.Log;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>The log of a channel, newest first, as a page and as an Atom feed.</summary>
internal static class ChangesPage
{
    private const int MostOnAPage = 100;

    public static async Task AnswerAsync(ApiCall call) =>
        await call.SendPageAsync(await ReadAsync(call, call.Channel.Channel.Id), PageJson.Default.LogDocument, ChangesView.Of);

    public static async Task AnswerFeedAsync(ApiCall call) =>
        await call.SendFeedAsync(ChangesView.Feed(await ReadAsync(call, call.Channel.Channel.Id), PageFrame.ServerOf(call)));

    public static ChangeLine Line(Change change) =>
        new(change.Revision, change.At, change.Actor, change.Kind.Name, change.Subject, JsonElement.Parse(change.Body), change.Hash.ToString());

    /// <summary>A page of a log: what came before the revision that the request names.</summary>
    public static async Task<LogDocument> ReadAsync(ApiCall call, long log)
    {
        var before = call.Query("before", long.MaxValue, 1, long.MaxValue);
        var changes = await call.Instance.Store.Log.ReadBackAsync(log, before, MostOnAPage, call.Cancellation);
        var isChannel = call.Context.Request.RouteValues.ContainsKey("channel");
        return new LogDocument(
            "hearth.page-changes.1",
            isChannel ? call.ChannelName.ToString() : null,
            isChannel ? call.Channel.Channel.Revision : changes.Select(change => change.Revision).FirstOrDefault(),
            [.. changes.Select(Line)],
            changes.Count > 0 && changes[^1].Revision > 1 ? changes[^1].Revision : null);
    }
}
