namespace Hearth.Channels.Access;

/// <summary>What someone is on a channel, or on the instance. Each role includes those before it.</summary>
public enum Role
{
    /// <summary>Reads, also where the channel is private.</summary>
    Reader = 1,

    /// <summary>Publishes artifacts.</summary>
    Publisher,

    /// <summary>Removes and restores artifacts, sets labels, applies patches, decides on submissions.</summary>
    Maintainer,

    /// <summary>Decides on settings and on who else has a role.</summary>
    Owner,

    /// <summary>Owner of every channel, and of users, teams and tokens.</summary>
    Admin,
}
