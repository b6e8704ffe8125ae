using Hearth.Channels.History;
using Hearth.Cli.Commands.Channel;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Cli.Commands.Snapshot;

/// <summary>The state of a channel that a command line names.</summary>
internal static class ChannelState
{
    /// <summary>Finds it.</summary>
    /// <param name="about">The channel.</param>
    /// <param name="moment">What the user wrote; null for what is served now.</param>
    /// <exception cref="BadInputException">There is no such state.</exception>
    public static async Task<MomentOutcome.Found> FindAsync(ChannelWork about, string? moment)
    {
        var outcome = moment is null
            ? await about.Instance.History.NewestAsync(about.Channel, about.Cancellation)
            : await about.Instance.History.ResolveAsync(about.Channel, Moment.Parse(moment), about.Cancellation);
        return outcome switch
        {
            MomentOutcome.Found found => found,
            MomentOutcome.Absent absent => throw new BadInputException(absent.Problem),
            MomentOutcome.Future future => throw new BadInputException(future.Problem),
            MomentOutcome.Pending pending => throw new BadInputException(pending.Problem),
            _ => throw new InvalidOperationException($"{outcome} is of no known kind"),
        };
    }
}
