using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Server;

namespace Hearth.Cli.Commands.Channel;

/// <summary>The channel that a command line names.</summary>
internal static class NamedChannel
{
    /// <exception cref="Foundation.Diagnostics.BadInputException">The installation has no such channel.</exception>
    public static async Task<ManagedChannel> FindAsync(ManagedInstance instance, string name, CancellationToken cancellation) =>
        await instance.Store.Catalog.FindAsync(ChannelName.Parse(name), cancellation)
        ?? throw ServerDiagnostics.NoSuchChannel.Refuse(null, $"there is no channel '{name}'", "'hearth channel list' names those that there are");
}
