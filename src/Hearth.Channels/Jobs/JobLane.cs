namespace Hearth.Channels.Jobs;

/// <summary>Jobs that wait for each other. What takes hours is in a lane of its own, so that what takes seconds has its turn.</summary>
public enum JobLane
{
    /// <summary>Everything else.</summary>
    Short,

    /// <summary>Copies of other channels.</summary>
    Long,

    /// <summary>Sources, which are asked for politely, and so for days where a channel is followed from its beginning.</summary>
    Sources,
}
