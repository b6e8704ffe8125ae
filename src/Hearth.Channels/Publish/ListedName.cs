namespace Hearth.Channels.Publish;

/// <summary>A name that a channel has artifacts of.</summary>
/// <param name="Name">The name.</param>
/// <param name="Artifacts">How many there are.</param>
/// <param name="Latest">When the newest arrived.</param>
public sealed record ListedName(string Name, long Artifacts, DateTimeOffset Latest);
