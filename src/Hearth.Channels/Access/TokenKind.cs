namespace Hearth.Channels.Access;

/// <summary>How a token came to be, and so where it is accepted.</summary>
public enum TokenKind
{
    /// <summary>Made by a person for programs.</summary>
    Api = 1,

    /// <summary>Given in exchange for the token of a trusted issuer; lives for minutes.</summary>
    Minted,

    /// <summary>A person's sign-in with a browser; accepted in the cookie and nowhere else.</summary>
    Session,
}
