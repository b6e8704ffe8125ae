using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.PullThrough;

/// <summary>How packages are fetched while someone waits for them.</summary>
public sealed record PullTerms
{
    /// <summary>How sources are asked: clients give up after a minute, so another source has its turn before that.</summary>
    public UpstreamTerms Upstream { get; init; } = new()
    {
        Patience = TimeSpan.FromSeconds(15),
        Attempts = 2,
        FirstPause = TimeSpan.FromMilliseconds(250),
        LongestPause = TimeSpan.FromSeconds(2),
    };

    /// <summary>The token to show to a host, which may have a port; null where it needs none.</summary>
    public Func<string, string?> TokenOf { get; init; } = _ => null;

    /// <summary>Packages that are fetched at the same time; others wait for their turn.</summary>
    public int MostAtATime { get; init; } = 16;

    /// <summary>The most bytes of packages on their way, which is what they take of the disk beside the store.</summary>
    public long MostBytesOnTheWay { get; init; } = 64L << 30;

    /// <summary>What the installation calls itself among mirrors, so that none waits for itself.</summary>
    public string Name { get; init; } = "hearth";
}
