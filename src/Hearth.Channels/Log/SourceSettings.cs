namespace Hearth.Channels.Log;

/// <summary>How a server collects what a channel's artifacts were built from. Whom it asks is the policy of the installation.</summary>
/// <param name="EveryMinutes">Minutes from one look at the channel's log to the next.</param>
public sealed record SourceSettings(int EveryMinutes)
{
    /// <summary>The longest interval: a year.</summary>
    public const int MostMinutes = 366 * 24 * 60;
}
