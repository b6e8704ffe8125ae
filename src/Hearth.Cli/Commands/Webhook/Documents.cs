using Hearth.Channels.Webhooks;
using Hearth.Foundation.Time;

namespace Hearth.Cli.Commands.Webhook;

/// <summary>A webhook, as commands show it.</summary>
internal sealed record ListedWebhook(long Id, string Url, IReadOnlyList<string> Kinds, string Actor, string Created, long Sent)
{
    public static ListedWebhook Of(Channels.Webhooks.Webhook webhook) =>
        new(webhook.Id, webhook.Url, webhook.Kinds, webhook.Actor, Rfc3339.Format(webhook.Created), webhook.Sent);
}

/// <summary>An attempt to deliver a change, as commands show it.</summary>
internal sealed record ListedAttempt(long Revision, string At, int Status, long Milliseconds, bool Delivered, string Message)
{
    public static ListedAttempt Of(WebhookAttempt attempt) =>
        new(attempt.Revision, Rfc3339.Format(attempt.At), attempt.Status, (long)attempt.Took.TotalMilliseconds, attempt.IsDelivered, attempt.Message);
}

/// <summary>The document of <c>hearth webhook list --json</c>.</summary>
internal sealed record WebhookListDocument(string Schema, string Channel, IReadOnlyList<ListedWebhook> Webhooks);

/// <summary>The document of <c>hearth webhook add --json</c>.</summary>
internal sealed record AddedWebhookDocument(string Schema, bool DryRun, ListedWebhook? Webhook, string? Secret);

/// <summary>The document of <c>hearth webhook remove --json</c>.</summary>
internal sealed record RemovedWebhookDocument(string Schema, bool DryRun, ListedWebhook Webhook);

/// <summary>The document of <c>hearth webhook attempts --json</c>.</summary>
internal sealed record WebhookAttemptsDocument(string Schema, long Webhook, IReadOnlyList<ListedAttempt> Attempts);
