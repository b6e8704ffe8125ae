using Hearth.Foundation.Diagnostics;

namespace Hearth.Mirrors.PullThrough;

/// <summary>What becomes of a request for an artifact whose bytes are not held.</summary>
public abstract record PullOutcome
{
    private PullOutcome()
    {
    }

    /// <summary>It is on its way, or can be had; each reader is served while it arrives.</summary>
    /// <param name="Size">How many bytes it will have.</param>
    /// <param name="OpenAsync">Opens it at a position. The last byte comes when the whole is proved; a whole that is wrong ends with <see cref="IOException"/>.</param>
    public sealed record Arriving(long Size, Func<long, CancellationToken, Task<Stream>> OpenAsync) : PullOutcome;

    /// <summary>No mirror knows where it could be had.</summary>
    public sealed record Unknown : PullOutcome;

    /// <summary>No source gives it now.</summary>
    /// <param name="Problems">First that it is not held, then why.</param>
    /// <param name="IsTimeout">Whether sources did not answer at all, rather than gave something wrong.</param>
    public sealed record Unavailable(IReadOnlyList<Diagnostic> Problems, bool IsTimeout) : PullOutcome;

    /// <summary>Too many others are on their way.</summary>
    public sealed record Busy : PullOutcome;

    /// <summary>Whoever waits for it is asked through this installation already.</summary>
    public sealed record Loop(Diagnostic Problem) : PullOutcome;
}
