using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Log;

/// <summary>
/// Names that no channel can have, because servers answer something else at these addresses: what the first part of a channel's
/// path may not be. Names that are not in use yet but would be missed are kept free too, for a name is never taken back.
/// </summary>
public static class ReservedNames
{
    public static IReadOnlySet<string> All { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "admin", "api", "artifactory", "auth", "callback", "get", "health", "label", "login", "metrics", "s3", "sign-in", "sign-out", "sources", "static", "t",
    };

    // What stands behind a channel's name and one of these belongs to that channel.
    private static readonly string[] OfChannels = ["label", "snapshot", "view"];

    /// <summary>Refuses a name that is not to be had.</summary>
    /// <exception cref="BadInputException">It is reserved.</exception>
    public static void Check(ChannelName name)
    {
        var parts = name.ToString().Split('/');
        var first = parts[0];
        if (All.Contains(first))
            throw LogDiagnostics.NameReserved.Refuse(null, $"the server answers something else at /{first}", $"choose another name, such as '{first}-channel'");
        if (parts.Skip(1).FirstOrDefault(part => OfChannels.Contains(part, StringComparer.Ordinal)) is { } inner)
            throw LogDiagnostics.NameReserved.Refuse(null, $"'{inner}' in an address is followed by a part of the channel before it", $"choose another name, such as '{inner}s'");
    }
}
