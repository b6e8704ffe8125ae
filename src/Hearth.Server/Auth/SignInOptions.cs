namespace Hearth.Server.Auth;

/// <summary>Where people sign in.</summary>
public sealed record SignInOptions
{
    /// <summary>The OpenID Connect issuer.</summary>
    public required string Issuer { get; init; }

    /// <summary>What the issuer calls this server.</summary>
    public required string ClientId { get; init; }

    /// <summary>What the issuer gave this server to prove itself; null for a public client.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Where browsers reach this server; the issuer must know <c>PUBLIC-URL/auth/callback</c>. Not taken from requests, whose senders could make it up.</summary>
    public required Uri PublicUrl { get; init; }

    /// <summary>Whether everyone whom the issuer knows gets an account; otherwise only those whom an admin has linked sign in.</summary>
    public bool MakesAccounts { get; init; } = true;

    /// <summary>How long a session lasts.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromHours(12);
}
