using System.Text.Json;
using Hearth.Channels.Log;
using Hearth.Foundation.Time;
using Hearth.Server;

namespace Hearth.Cli.Commands.Channel.Follow;

/// <summary>The changes of a channel of an installation, read from its log. A server may be at work on it meanwhile.</summary>
internal sealed class LocalChanges : IChangeSource
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly ManagedInstance _instance;
    private readonly ManagedChannel _channel;

    private LocalChanges(ManagedInstance instance, ManagedChannel channel) => (_instance, _channel) = (instance, channel);

    /// <summary>Finds the channel.</summary>
    /// <param name="instance">The installation, which ends with what is returned.</param>
    /// <param name="name">The channel.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Foundation.Diagnostics.BadInputException">There is no such channel.</exception>
    public static async Task<LocalChanges> OpenAsync(ManagedInstance instance, string name, CancellationToken cancellation)
    {
        try
        {
            return new LocalChanges(instance, await NamedChannel.FindAsync(instance, name, cancellation));
        }
        catch
        {
            await instance.DisposeAsync();
            throw;
        }
    }

    public async Task<NextChanges> NextAsync(long since, int most, CancellationToken cancellation)
    {
        while (true)
        {
            var changes = await _instance.Store.Log.ReadAsync(_channel.Id, since, most, cancellation);
            if (changes.Count > 0)
                return new NextChanges.Came(changes.ConvertAll(Followed));
            await Task.Delay(LookEvery, TimeProvider.System, cancellation);
        }
    }

    public ValueTask DisposeAsync() => _instance.DisposeAsync();

    private FollowedChange Followed(Change change) => new(
        FollowedChange.SchemaName, _channel.Name.ToString(), change.Revision, Rfc3339.Format(change.At), change.Actor, change.Kind.Name, change.Subject, JsonElement.Parse(change.Body), change.Hash.ToString());
}
