using Hearth.Channels.Publish;
using Hearth.Conda.Names;

namespace Hearth.Channels.Access;

/// <summary>A role on the channels that a pattern covers. <see cref="Role.Admin"/> is a role on the instance, whatever the pattern.</summary>
public sealed record Grant
{
    /// <summary>The name of a channel, or a pattern of names (<c>*</c>, <c>?</c>).</summary>
    public required string Channel { get; init; }

    public required Role Role { get; init; }

    /// <summary>Patterns of the package names that may be published; empty means all. Limits nothing but publishing.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The owners of outputs, such as feedstocks, that the holder speaks for where it publishes.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>The trusted publisher that the grant was made from, and that it ends with.</summary>
    public long? TrustedPublisher { get; init; }

    public bool Covers(ChannelName channel) => Role == Role.Admin || NamePattern.Covers(Channel, channel.AsSpan());

    /// <summary>Whether the grant gives a role; a publisher's grant, for a package name.</summary>
    /// <param name="role">The role that is asked for.</param>
    /// <param name="channel">Where.</param>
    /// <param name="package">What shall be published; null if that is not known yet, or not asked.</param>
    public bool Gives(Role role, ChannelName channel, string? package = null) => Role >= role && Covers(channel) && (package is null || CoversPackage(package));

    /// <summary>Whether the limits of names, if there are any, let a name be published.</summary>
    public bool CoversPackage(string package) => Names.Count == 0 || Names.Any(pattern => NamePattern.Covers(pattern, package));
}
