using Hearth.Channels.Access;

namespace Hearth.Cli.Commands.Access;

/// <summary>An issuer as <c>--json</c> shows it.</summary>
internal sealed record ListedIssuer(string Url, string Audience)
{
    public static ListedIssuer Of(TrustedIssuer issuer) => new(issuer.Url, issuer.Audience);

    /// <summary>One line for people.</summary>
    public override string ToString() => $"{Url}  for {Audience}";
}
