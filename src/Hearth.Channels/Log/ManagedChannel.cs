using Hearth.Conda.Names;

namespace Hearth.Channels.Log;

/// <summary>A channel with a log.</summary>
/// <param name="Id">Its number in the database; the name may change, this does not.</param>
/// <param name="Name">Where it is served; the instance's own log has none.</param>
/// <param name="Created">When it came into being.</param>
/// <param name="Revision">The number of its last change.</param>
/// <param name="Bytes">The size of all artifacts that it lists or keeps.</param>
/// <param name="Settings">What its owners decided.</param>
public sealed record ManagedChannel(long Id, ChannelName Name, DateTimeOffset Created, long Revision, long Bytes, ChannelSettings Settings);
