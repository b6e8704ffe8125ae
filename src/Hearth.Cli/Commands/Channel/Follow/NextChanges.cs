using Hearth.Foundation.Diagnostics;

namespace Hearth.Cli.Commands.Channel.Follow;

/// <summary>What became of asking for the next changes.</summary>
internal abstract record NextChanges
{
    private NextChanges()
    {
    }

    /// <summary>One or more, in order.</summary>
    public sealed record Came(IReadOnlyList<FollowedChange> Changes) : NextChanges;

    /// <summary>Asking again is of no use.</summary>
    public sealed record Refused(ExitCode Code, Diagnostic Problem) : NextChanges;
}
