namespace Hearth.Channels.Access;

/// <summary>An OpenID Connect issuer whose tokens are exchanged for ours.</summary>
/// <param name="Url">The <c>iss</c> claim, exactly.</param>
/// <param name="Audience">What the <c>aud</c> claim must hold: this server, so that a token made for another service is worth nothing here.</param>
public sealed record TrustedIssuer(string Url, string Audience);
