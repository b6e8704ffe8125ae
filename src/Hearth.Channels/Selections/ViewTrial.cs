namespace Hearth.Channels.Selections;

/// <summary>What a view would show at an instant.</summary>
/// <param name="Shown">The records that it would show.</param>
/// <param name="Waiting">Those that it would show later, by themselves.</param>
/// <param name="Hidden">Those that it would not show.</param>
/// <param name="Next">When the first of those that wait comes of age; null if none waits.</param>
public sealed record ViewTrial(long Shown, long Waiting, long Hidden, DateTimeOffset? Next);
