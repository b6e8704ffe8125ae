using System.Globalization;
using Hearth.Channels.Webhooks;
using Hearth.Foundation.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Api;

/// <summary>Who is told of a channel's changes.</summary>
internal static class WebhooksApi
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        new("GET", "/api/v1/channels/{channel}/webhooks", Need.Own, "Lists the webhooks of a channel; secrets are not shown.", ListAsync) { Response = nameof(WebhookList) },
        new("POST", "/api/v1/channels/{channel}/webhooks", Need.Own, "Adds a webhook, which is sent the changes from now on; the answer is the only one that shows its secret.", AddAsync) { Request = nameof(NewWebhook), Response = nameof(WebhookDocument) },
        new("DELETE", "/api/v1/channels/{channel}/webhooks/{webhook}", Need.Own, "Removes a webhook.", RemoveAsync),
        new("GET", "/api/v1/channels/{channel}/webhooks/{webhook}/attempts", Need.Own, "Lists the attempts to deliver to a webhook, newest first (?limit=100).", AttemptsAsync) { Response = nameof(WebhookAttemptList) },
    ];

    private static async Task ListAsync(ApiCall call)
    {
        var webhooks = await call.Instance.Webhooks.ListAsync(call.Channel.Channel, call.Cancellation);
        await call.SendAsync(new WebhookList("hearth.webhooks.1", call.ChannelName.ToString(), [.. webhooks.Select(webhook => WebhookDocument.Of(webhook))]), ApiJson.Default.WebhookList);
    }

    private static async Task AddAsync(ApiCall call)
    {
        var wanted = await call.ReadAsync(ApiJson.Default.NewWebhook);
        var (webhook, secret) = await call.Instance.Webhooks.AddAsync(call.Channel.Channel, wanted.Url ?? "", wanted.Kinds ?? [], wanted.Secret, call.Actor, call.Cancellation);
        await call.SendAsync(WebhookDocument.Of(webhook, secret), ApiJson.Default.WebhookDocument, StatusCodes.Status201Created);
    }

    private static async Task RemoveAsync(ApiCall call)
    {
        if (TryNumber(call, out var id) && await call.Instance.Webhooks.RemoveAsync(call.Channel.Channel, id, call.Actor, call.Cancellation))
            await call.SendAsync(StatusCodes.Status204NoContent);
        else
            await call.RefuseAsync(StatusCodes.Status404NotFound, NotThere(call));
    }

    private static async Task AttemptsAsync(ApiCall call)
    {
        if (TryNumber(call, out var id) && await call.Instance.Webhooks.AttemptsAsync(call.Channel.Channel, id, (int)call.Query("limit", 100, 1, 1_000), call.Cancellation) is { } attempts)
            await call.SendAsync(new WebhookAttemptList("hearth.webhook-attempts.1", id, [.. attempts.Select(WebhookAttemptDocument.Of)]), ApiJson.Default.WebhookAttemptList);
        else
            await call.RefuseAsync(StatusCodes.Status404NotFound, NotThere(call));
    }

    private static bool TryNumber(ApiCall call, out long id) => long.TryParse(call.Part("webhook"), NumberStyles.None, CultureInfo.InvariantCulture, out id);

    private static Diagnostic NotThere(ApiCall call) => WebhookDiagnostics.NoSuchWebhook.In(null, $"the channel has no webhook '{call.Part("webhook")}'");
}
