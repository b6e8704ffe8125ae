using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.History;

/// <summary>What a moment of a channel stands for.</summary>
public abstract record MomentOutcome
{
    private MomentOutcome()
    {
    }

    /// <summary>A state that never changes any more.</summary>
    /// <param name="Revision">The revision at which the state came to be.</param>
    /// <param name="At">When it was shown.</param>
    public sealed record Found(long Revision, DateTimeOffset At) : MomentOutcome;

    /// <summary>No state: before the first, after the last, or a snapshot that is not there.</summary>
    public sealed record Absent(Diagnostic Problem) : MomentOutcome;

    /// <summary>An instant that has not come.</summary>
    public sealed record Future(Diagnostic Problem) : MomentOutcome;

    /// <summary>A revision that was accepted and is not shown yet; it will be in a moment.</summary>
    public sealed record Pending(Diagnostic Problem) : MomentOutcome;
}
