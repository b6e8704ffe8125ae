using Hearth.Channels.Webhooks;
using Hearth.Foundation.Time;

namespace Hearth.Server.Api;

/// <summary>A webhook to be.</summary>
internal sealed record NewWebhook(string? Url, IReadOnlyList<string>? Kinds, string? Secret);

/// <summary>The webhooks of a channel, oldest first.</summary>
internal sealed record WebhookList(string Schema, string Channel, IReadOnlyList<WebhookDocument> Webhooks);

/// <summary>A webhook; its secret only when it has just been added.</summary>
internal sealed record WebhookDocument(string Schema, long Id, string Url, IReadOnlyList<string> Kinds, string Actor, string Created, long Sent, string? Secret)
{
    public static WebhookDocument Of(Webhook webhook, string? secret = null) =>
        new("hearth.webhook.1", webhook.Id, webhook.Url, webhook.Kinds, webhook.Actor, Rfc3339.Format(webhook.Created), webhook.Sent, secret);
}

/// <summary>Attempts to deliver to a webhook, newest first.</summary>
internal sealed record WebhookAttemptList(string Schema, long Webhook, IReadOnlyList<WebhookAttemptDocument> Attempts);

/// <summary>One attempt to deliver a change.</summary>
internal sealed record WebhookAttemptDocument(long Revision, string At, int Status, long Milliseconds, bool Delivered, string Message)
{
    public static WebhookAttemptDocument Of(WebhookAttempt attempt) =>
        new(attempt.Revision, Rfc3339.Format(attempt.At), attempt.Status, (long)attempt.Took.TotalMilliseconds, attempt.IsDelivered, attempt.Message);
}
