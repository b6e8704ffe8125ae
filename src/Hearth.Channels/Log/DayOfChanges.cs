namespace Hearth.Channels.Log;

/// <summary>What happened in a channel on a day, in UTC.</summary>
/// <param name="Day">The day.</param>
/// <param name="Changes">How many changes it has.</param>
/// <param name="First">The least revision among them.</param>
/// <param name="Last">The greatest.</param>
public sealed record DayOfChanges(DateOnly Day, long Changes, long First, long Last);
