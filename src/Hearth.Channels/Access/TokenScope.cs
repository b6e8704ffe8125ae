using Hearth.Channels.Publish;
using Hearth.Conda.Names;

namespace Hearth.Channels.Access;

/// <summary>What a token is limited to. It only takes away: what is left is what its holder may do anyway. An empty list limits nothing.</summary>
public sealed record TokenScope
{
    public static TokenScope Unlimited { get; } = new();

    /// <summary>Patterns of channel names.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>Patterns of the package names that may be published.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    public Verbs Verbs { get; init; } = Verbs.All;

    /// <summary>The owners of outputs that it speaks for, out of those that its holder does.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    public bool Covers(ChannelName channel) => Channels.Count == 0 || Channels.Any(pattern => NamePattern.Covers(pattern, channel.AsSpan()));

    public bool CoversPackage(string package) => Names.Count == 0 || Names.Any(pattern => NamePattern.Covers(pattern, package));

    public bool CoversOwner(string owner) => Owners.Count == 0 || Owners.Contains(owner, StringComparer.Ordinal);

    /// <summary>Whether a token of the other scope can do nothing that one of this scope cannot.</summary>
    public bool Includes(TokenScope other) =>
        (other.Verbs & ~Verbs) == 0
        && Patterns.Includes(Channels, other.Channels, Patterns.Includes)
        && Patterns.Includes(Names, other.Names, Patterns.Includes)
        && Patterns.Includes(Owners, other.Owners, string.Equals);

    /// <summary>Whether it limits where, which names or for whom; such a token is for a part of the instance and never for the whole.</summary>
    internal bool IsPartial => Channels.Count + Names.Count + Owners.Count > 0;
}
