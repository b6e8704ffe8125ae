namespace Hearth.Conda.MatchSpecs;

/// <summary>
/// Whether a record comes from the channel that a MatchSpec asks for (CEP 29 §Channel matching). Clients complete a channel name to a
/// URL by their configuration, which a record does not know; so a name fits every channel whose URL ends in it.
/// </summary>
internal static class ChannelMatching
{
    public static bool Matches(StringPattern wanted, string? found)
    {
        if (found is null)
            return false;
        var channel = found.AsSpan().TrimEnd('/');
        if (wanted.Matches(channel))
            return true;
        if (wanted.IsRegex || wanted.ToString().Contains("://", StringComparison.Ordinal))
            return false;
        // Try every tail of the path: 'main' and 'pkgs/main' both stand for https://host/pkgs/main.
        var scheme = channel.IndexOf("://");
        var path = scheme < 0 ? channel : channel[(scheme + 3)..];
        while (path.IndexOf('/') is var slash and >= 0)
        {
            path = path[(slash + 1)..];
            if (wanted.Matches(path))
                return true;
        }
        return false;
    }
}
