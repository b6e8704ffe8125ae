using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Dialects.Quetz;

/// <summary>Channels as quetz's clients manage them (wire-formats §11).</summary>
internal static class QuetzChannels
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        QuetzJson.Endpoint("GET", "/api/channels", Need.Nothing, "Lists the channels that the requester may read (?skip&limit&q).", ListAsync),
        QuetzJson.Endpoint("GET", "/api/paginated/channels", Need.Nothing, "Lists channels page by page.", PageAsync),
        QuetzJson.Endpoint("POST", "/api/channels", Need.Administer, "Makes a channel.", CreateAsync),
        QuetzJson.Endpoint("GET", "/api/channels/{channel}", Need.Read, "Shows a channel.", ShowAsync),
        QuetzJson.Endpoint("PATCH", "/api/channels/{channel}", Need.Own, "Changes a channel's description, privacy or quota.", ChangeAsync),
        QuetzJson.Endpoint("DELETE", "/api/channels/{channel}", Need.Own, "Deletes a channel: it is not served any more, and its name is not given again.", DeleteAsync),
    ];

    private static Task ListAsync(ApiCall call) => call.SendAsync(Page(call).Result, QuetzJson.Default.IReadOnlyListQuetzChannel);

    private static Task PageAsync(ApiCall call) => call.SendAsync(Page(call), QuetzJson.Default.QuetzChannelPage);

    private static QuetzChannelPage Page(ApiCall call)
    {
        var (skip, limit, text) = (call.Query("skip", 0, 0, int.MaxValue), call.Query("limit", 100, 1, 1000), call.Query("q") ?? "");
        var all = call.Instance.Live.All
            .Where(channel => channel.Channel.Name.ToString().Contains(text, StringComparison.OrdinalIgnoreCase) && call.MayRead(channel))
            .Select(channel => QuetzChannel.Of(channel.Channel))
            .ToList();
        return new QuetzChannelPage(new QuetzPage(skip, limit, all.Count), [.. all.Skip((int)skip).Take((int)limit)]);
    }

    private static async Task CreateAsync(ApiCall call)
    {
        var wish = await call.ReadAsync(QuetzJson.Default.QuetzChannelWish);
        RefuseMirror(wish);
        var name = ChannelName.Parse(wish.Name ?? "");
        // quetz's channels are private unless they say otherwise.
        var settings = Change(new ChannelSettings { Private = true }, wish);
        if (await call.Instance.Store.Catalog.CreateAsync(name, settings, call.Actor, call.Cancellation) is not { } created)
        {
            await call.RefuseAsync(StatusCodes.Status409Conflict, ServerDiagnostics.ChannelExists.In(null, $"there is a channel '{name}' already"));
            return;
        }
        await call.Instance.Live.RefreshAsync(call.Cancellation);
        await call.SendAsync(QuetzChannel.Of(created), QuetzJson.Default.QuetzChannel, StatusCodes.Status201Created);
    }

    private static void RefuseMirror(QuetzChannelWish wish)
    {
        if (wish.MirrorChannelUrl is not null)
            throw ServerDiagnostics.BadRequest.Refuse(null, "a channel that mirrors another cannot be made here", "on the server's machine: hearth mirror add");
    }

    private static Task ShowAsync(ApiCall call) => call.SendAsync(QuetzChannel.Of(call.Channel.Channel), QuetzJson.Default.QuetzChannel);

    private static async Task ChangeAsync(ApiCall call)
    {
        var wish = await call.ReadAsync(QuetzJson.Default.QuetzChannelWish);
        RefuseMirror(wish);
        var changed = await call.Instance.Store.Catalog.ConfigureAsync(call.ChannelName, settings => Change(settings, wish), call.Actor, call.Cancellation);
        await call.Instance.Live.RefreshAsync(call.Cancellation);
        await call.SendAsync(QuetzChannel.Of(changed!), QuetzJson.Default.QuetzChannel);
    }

    private static ChannelSettings Change(ChannelSettings settings, QuetzChannelWish wish) => settings with
    {
        Description = wish.Description ?? settings.Description,
        Private = wish.Private ?? settings.Private,
        QuotaBytes = wish.SizeLimit ?? settings.QuotaBytes,
    };

    private static async Task DeleteAsync(ApiCall call)
    {
        await call.Instance.Store.Catalog.DeleteAsync(call.ChannelName, call.Actor, call.Cancellation);
        await call.Instance.Live.RefreshAsync(call.Cancellation);
        await call.SendAsync(StatusCodes.Status200OK);
    }
}
