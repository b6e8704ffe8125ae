namespace Hearth.Channels.Jobs;

/// <summary>How an attempt at a job ended.</summary>
/// <param name="Message">One line for people.</param>
public abstract record JobOutcome(string Message)
{
    /// <summary>All is done.</summary>
    public sealed record Done(string Message) : JobOutcome(Message);

    /// <summary>Another attempt would find the same.</summary>
    public sealed record Failed(string Message) : JobOutcome(Message);

    /// <summary>A store was away; another attempt may succeed.</summary>
    public sealed record Again(string Message) : JobOutcome(Message);

    /// <summary>The server that worked on it stops; another goes on, and no attempt is counted.</summary>
    public sealed record HandedBack() : JobOutcome("handed back by a server that stopped");

    /// <summary>Someone asked to stop.</summary>
    public sealed record Cancelled() : JobOutcome("cancelled");
}
