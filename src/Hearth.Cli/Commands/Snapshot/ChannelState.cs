using Hearth.Channels.History;
using Hearth.Channels.Log;
using Hearth.Foundation.Diagnostics;
using Hearth.Server;

namespace Hearth.Cli.Commands.Snapshot;

/// <summary>The state of a channel that a command line names.</summary>
internal static class ChannelState
{
    /// <summary>Finds it.</summary>
    /// <param name="instance">The installation.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="moment">What the user wrote; null for what is served now.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="BadInputException">There is no such state.</exception>
    public static async Task<MomentOutcome.Found> FindAsync(ManagedInstance instance, ManagedChannel channel, string? moment, CancellationToken cancellation)
    {
        var outcome = moment is null
            ? await instance.History.NewestAsync(channel, cancellation)
            : await instance.History.ResolveAsync(channel, Moment.Parse(moment), cancellation);
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
