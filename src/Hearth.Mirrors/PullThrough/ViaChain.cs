namespace Hearth.Mirrors.PullThrough;

/// <summary>The mirrors that a request came through, as its <c>Via</c> says (RFC 9110 §7.6.3).</summary>
public static class ViaChain
{
    // Mirrors of mirrors of mirrors: whoever needs more is in a loop that others hide.
    private const int MostHops = 8;

    /// <summary>Whether a mirror is among them, or there are too many of them for anyone to tell.</summary>
    public static bool Names(string via, string mirror)
    {
        var hops = via.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return hops.Length > MostHops || hops.Any(hop => hop.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var name, ..] && name == mirror);
    }

    /// <summary>The chain with one more mirror.</summary>
    public static string Add(string? via, string mirror) => string.IsNullOrWhiteSpace(via) ? $"1.1 {mirror}" : $"{via}, 1.1 {mirror}";
}
