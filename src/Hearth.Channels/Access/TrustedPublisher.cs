using Hearth.Channels.Publish;

namespace Hearth.Channels.Access;

/// <summary>A program elsewhere, known by what its issuer claims of it, that may publish to a channel without a stored secret.</summary>
/// <param name="Id">Its number in the database.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Issuer">Who vouches for it: the <c>iss</c> claim.</param>
/// <param name="Claims">Claims and the pattern (<c>*</c>, <c>?</c>) that each must fit; all must.</param>
/// <param name="Names">Patterns of the package names that it may publish; empty means all.</param>
/// <param name="Owners">The owners of outputs that it speaks for.</param>
public sealed record TrustedPublisher(
    long Id, string Channel, string Issuer, IReadOnlyDictionary<string, string> Claims, IReadOnlyList<string> Names, IReadOnlyList<string> Owners)
{
    /// <summary>Whether claims are those of this publisher.</summary>
    /// <param name="issuer">The <c>iss</c> claim.</param>
    /// <param name="claims">All claims that are texts, numbers or truths, as text.</param>
    public bool Fits(string issuer, IReadOnlyDictionary<string, string> claims) =>
        issuer == Issuer && Claims.All(wanted => claims.TryGetValue(wanted.Key, out var value) && NamePattern.Covers(wanted.Value, value));

    /// <summary>What it may do.</summary>
    public Grant Grant => new() { Channel = Channel, Role = Role.Publisher, Names = Names, Owners = Owners, TrustedPublisher = Id };
}
