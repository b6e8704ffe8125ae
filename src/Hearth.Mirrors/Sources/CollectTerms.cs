using Hearth.Mirrors.Sources.Git;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Sources;

/// <summary>How sources are collected.</summary>
public sealed record CollectTerms
{
    /// <summary>Who asks, as logs say.</summary>
    public required string Actor { get; init; }

    /// <summary>Sources that are fetched at the same time.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary>Whether to look also for what was looked for in vain not long ago.</summary>
    public bool Retries { get; init; }

    /// <summary>How servers are asked.</summary>
    public UpstreamTerms Upstream { get; init; } = new() { Attempts = 3 };

    /// <summary>The token to show to a host, which may have a port; null where it needs none.</summary>
    public Func<string, string?> TokenOf { get; init; } = _ => null;

    /// <summary>How repositories are fetched.</summary>
    public GitTerms Git { get; init; } = new();
}
