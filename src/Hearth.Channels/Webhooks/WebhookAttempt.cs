namespace Hearth.Channels.Webhooks;

/// <summary>One attempt to deliver a change.</summary>
/// <param name="Revision">The change.</param>
/// <param name="At">When it was sent.</param>
/// <param name="Status">The status of the answer; 0 if none came.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Message">What came of it, for people.</param>
public sealed record WebhookAttempt(long Revision, DateTimeOffset At, int Status, TimeSpan Took, string Message)
{
    /// <summary>Whether the receiver has taken the change.</summary>
    public bool IsDelivered => Status is >= 200 and < 300;
}
