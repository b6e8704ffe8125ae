using Hearth.Channels.Log;

namespace Hearth.Channels.Webhooks;

/// <summary>What a webhook is owed.</summary>
/// <param name="Webhook">Whom.</param>
/// <param name="Secret">What signs it.</param>
/// <param name="Channel">The channel's name.</param>
/// <param name="Changes">The changes after the last that was delivered, oldest first; also those of kinds that are not wanted.</param>
internal sealed record OwedChanges(Webhook Webhook, string Secret, string Channel, IReadOnlyList<Change> Changes);
