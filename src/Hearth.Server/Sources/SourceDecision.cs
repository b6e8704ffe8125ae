using Hearth.Channels.Sources;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Server.Sources;

/// <summary>Whether a requester gets a source.</summary>
internal abstract record SourceDecision
{
    private SourceDecision()
    {
    }

    /// <summary>They do.</summary>
    /// <param name="Source">The source.</param>
    /// <param name="IsPrivate">Whether no shared cache may keep it.</param>
    public sealed record Given(ArchivedSource Source, bool IsPrivate) : SourceDecision;

    /// <summary>They do not.</summary>
    public sealed record Refused(int Status, Diagnostic Problem) : SourceDecision;
}
