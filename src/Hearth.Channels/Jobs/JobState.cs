namespace Hearth.Channels.Jobs;

/// <summary>Where a job is in its life.</summary>
public enum JobState
{
    /// <summary>Nobody works on it; its time may be still to come.</summary>
    Waiting,

    /// <summary>A server works on it, or worked on it and died.</summary>
    Running,

    Done,

    /// <summary>It found something wrong, or was given up.</summary>
    Failed,

    Cancelled,
}
