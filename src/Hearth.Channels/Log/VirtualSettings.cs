namespace Hearth.Channels.Log;

/// <summary>Several channels shown as one.</summary>
public sealed record VirtualSettings
{
    /// <summary>The channels of this installation, first the one whose artifacts go before those of all others.</summary>
    public required IReadOnlyList<string> Members { get; init; }

    /// <summary>
    /// Whether artifacts of all members are shown, and only of those with the same file name the first. Otherwise a name is taken from
    /// the first member that has it and from no other, as clients with <c>channel_priority: strict</c> do.
    /// </summary>
    public bool Flexible { get; init; }
}
