using System.Text;
using Hearth.Channels.Log;

namespace Hearth.Mirrors.Clients;

/// <summary>What clients write into their settings to use a channel of this installation, where possible in place of the one that it copies (wire-formats §14).</summary>
/// <param name="Conda">For <c>.condarc</c>.</param>
/// <param name="Mamba">For <c>.mambarc</c>.</param>
/// <param name="Pixi">For pixi's <c>config.toml</c>.</param>
public sealed record ClientSettings(string Conda, string Mamba, string Pixi)
{
    /// <summary>Writes them.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="server">Where clients reach the server, without a slash at the end.</param>
    /// <param name="withFallback">Whether clients ask the source themselves where the mirror does not answer; conda cannot.</param>
    public static ClientSettings Of(ManagedChannel channel, string server, bool withFallback)
    {
        var here = $"{server}/{channel.Name}";
        var sources = (channel.Settings.Mirror?.Sources ?? []).Select(AddressOf).OfType<string>().ToList();
        return new ClientSettings(OfConda(channel, server), OfMamba(channel, here, sources, withFallback), OfPixi(here, sources, withFallback));
    }

    // conda finds a channel by the name that is asked for, below the base that the name has.
    private static string OfConda(ManagedChannel channel, string server)
    {
        var (above, name) = Split(channel.Name.ToString());
        return $"""
            channels:
              - {name}
            custom_channels:
              {name}: {server}{(above.Length > 0 ? "/" + above : "")}

            """;
    }

    private static string OfMamba(ManagedChannel channel, string here, List<string> sources, bool withFallback)
    {
        // The name under which environments ask for it: that of the source, if it has one.
        var name = sources.Count > 0 ? Split(sources[0]).Last : Split(channel.Name.ToString()).Last;
        var text = new StringBuilder($"channels:\n  - {name}\nmirrored_channels:\n  {name}:\n    - {here}\n");
        foreach (var source in withFallback ? sources : [])
            text.Append("    - ").Append(source).Append('\n');
        return text.ToString();
    }

    private static string OfPixi(string here, List<string> sources, bool withFallback)
    {
        if (sources.Count == 0)
            return $"default-channels = [\"{here}\"]\n";
        var text = new StringBuilder("[mirrors]\n");
        foreach (var source in sources)
            text.Append('"').Append(source).Append("\" = [\"").Append(here).Append(withFallback ? $"\", \"{source}\"]\n" : "\"]\n");
        return text.ToString();
    }

    private static string? AddressOf(string source) =>
        Uri.TryCreate(source, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url.AbsoluteUri.TrimEnd('/') : null;

    private static (string Above, string Last) Split(string path) => path.LastIndexOf('/') is >= 0 and var slash ? (path[..slash], path[(slash + 1)..]) : ("", path);
}
