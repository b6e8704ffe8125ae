namespace Hearth.Mirrors.Upstream;

/// <summary>How an upstream is asked.</summary>
public sealed record UpstreamTerms
{
    /// <summary>Hosts that may be contacted beside that of the channel, for packages that lie elsewhere.</summary>
    public IReadOnlyList<string> OtherHosts { get; init; } = [];

    /// <summary>Further hosts that may be contacted, where there is a rule for them instead of a list.</summary>
    public Func<string, bool> AllowsHost { get; init; } = static _ => false;

    /// <summary>Whether the hosts may have addresses in private networks. A channel named by such an address may be there in any case.</summary>
    public bool AllowsPrivateAddresses { get; init; }

    /// <summary>The token to show to the channel's own host, as <c>Authorization: Bearer</c>. Never printed.</summary>
    public string? Token { get; init; }

    /// <summary>Whether addresses carry a credential of their own: then an answer that would mean "no such file" to a stranger is one that does not let in.</summary>
    public bool SignsAddresses { get; init; }

    /// <summary>How long to wait for an answer, and for each piece of a body.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often to ask before giving up.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>The pause before the second attempt; each further one is twice as long.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause, whatever a server asks for.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(2);
}
