using Hearth.Channels.Log;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Selections;

/// <summary>What became of a wish to change the views of a channel.</summary>
public abstract record ViewOutcome
{
    private ViewOutcome()
    {
    }

    /// <summary>It is in the log; the view follows at once.</summary>
    /// <param name="Channel">The channel as it is now.</param>
    public sealed record Changed(ManagedChannel Channel) : ViewOutcome;

    /// <summary>Another view has the name, and shall keep it.</summary>
    public sealed record Exists(Diagnostic Problem) : ViewOutcome;

    /// <summary>There is no such view.</summary>
    public sealed record Absent(Diagnostic Problem) : ViewOutcome;

    /// <summary>There is no such channel.</summary>
    public sealed record NoChannel : ViewOutcome;
}
