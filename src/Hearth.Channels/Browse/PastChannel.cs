using Hearth.Channels.Log;

namespace Hearth.Channels.Browse;

/// <summary>A channel as it was in a state of its past.</summary>
/// <param name="Settings">The settings that were in force.</param>
/// <param name="Labels">The labels that had views, sorted.</param>
public sealed record PastChannel(ChannelSettings Settings, IReadOnlyList<string> Labels);
