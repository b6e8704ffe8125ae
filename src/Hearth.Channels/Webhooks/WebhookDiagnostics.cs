using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Webhooks;

/// <summary>What can be wrong with a webhook.</summary>
public static class WebhookDiagnostics
{
    public static readonly DiagnosticKind BadWebhook = new(
        "HRT4130",
        "Not a webhook",
        Severity.Error,
        "A webhook has an https URL without a user or a fragment (http only into this machine's own network, where that is allowed), up to 20 patterns of kinds "
        + "of change such as artifact.*, and a secret of 16 to 200 characters if it brings one. A channel has 50 webhooks at most.");

    public static readonly DiagnosticKind NoSuchWebhook = new(
        "HRT4131",
        "No such webhook",
        Severity.Error,
        "The channel has no webhook of this number. 'hearth webhook list' names those that there are.");

    public static IReadOnlyList<DiagnosticKind> All { get; } = [BadWebhook, NoSuchWebhook];
}
