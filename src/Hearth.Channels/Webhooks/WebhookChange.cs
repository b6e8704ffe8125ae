using Hearth.Channels.Log;

namespace Hearth.Channels.Webhooks;

/// <summary>The kinds of change in the instance's log that are about webhooks.</summary>
public static class WebhookChange
{
    public static ChangeKind Added { get; } = new("webhook.added");

    public static ChangeKind Removed { get; } = new("webhook.removed");
}
