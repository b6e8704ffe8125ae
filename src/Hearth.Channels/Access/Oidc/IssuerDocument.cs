namespace Hearth.Channels.Access.Oidc;

/// <summary>What an issuer says of itself (OpenID Connect Discovery 1.0 §3), as far as it is used here.</summary>
/// <param name="Keys">Where its public keys are.</param>
/// <param name="Authorization">Where people sign in; null if they cannot.</param>
/// <param name="Token">Where a code is exchanged; null if it cannot be.</param>
public sealed record IssuerDocument(Uri Keys, Uri? Authorization, Uri? Token);
