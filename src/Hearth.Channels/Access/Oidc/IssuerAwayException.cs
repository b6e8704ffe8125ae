namespace Hearth.Channels.Access.Oidc;

/// <summary>An issuer does not answer, or not with what an issuer answers.</summary>
public sealed class IssuerAwayException(string message, Exception? inner = null) : IOException(message, inner);
