using Hearth.Channels.Access;
using Hearth.Conda.Names;

namespace Hearth.Server.Auth;

/// <summary>Who a request is from.</summary>
internal sealed record Caller(Principal Who)
{
    /// <summary>What the log calls them.</summary>
    public string Name => Who.Actor;

    /// <summary>The feedstocks, users and teams that they speak for on a channel.</summary>
    public IReadOnlyList<string> OwnersOn(ChannelName channel) => Who.OwnersOn(channel);
}
