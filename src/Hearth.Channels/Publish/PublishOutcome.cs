using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Publish;

/// <summary>What became of an upload.</summary>
public abstract record PublishOutcome
{
    private PublishOutcome()
    {
    }

    /// <summary>Accepted and durable.</summary>
    /// <param name="Subdir">Where it is listed.</param>
    /// <param name="File">Its file name.</param>
    /// <param name="Sha256">Its digest.</param>
    /// <param name="Revision">The change that says so.</param>
    /// <param name="Warnings">What was noticed, and accepted nevertheless.</param>
    public sealed record Added(string Subdir, string File, Sha256 Sha256, long Revision, IReadOnlyList<Diagnostic> Warnings) : PublishOutcome;

    /// <summary>The channel lists these very bytes already under all the labels asked for; nothing changed.</summary>
    public sealed record AlreadyPresent(string Subdir, string File, Sha256 Sha256) : PublishOutcome;

    /// <summary>The channel lists other bytes under the name.</summary>
    public sealed record Conflict(Diagnostic Problem) : PublishOutcome;

    /// <summary>The channel does not take it; every reason is given.</summary>
    public sealed record Refused(IReadOnlyList<Diagnostic> Problems) : PublishOutcome;

    /// <summary>There is no such channel.</summary>
    public sealed record NoChannel : PublishOutcome;
}
