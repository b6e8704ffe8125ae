using System.Text;
using Hearth.Channels;
using Hearth.Mirrors.Sources;

namespace Hearth.Mirrors.Clients;

/// <summary>
/// What builders write into their settings to ask the archive of sources before upstream. rattler-build has mirrors for any address, of which the first
/// that fails least is asked; conda-build has a folder to look in.
/// </summary>
/// <param name="RattlerBuild">For rattler-build's settings file.</param>
/// <param name="CondaBuild">For <c>.condarc</c>, with the command that fills the folder.</param>
public sealed record BuilderSettings(string RattlerBuild, string CondaBuild)
{
    public const string RattlerBuildName = "rattler-build";
    public const string CondaBuildName = "conda-build";

    /// <summary>Writes them.</summary>
    /// <param name="server">Where builders reach the server, without a slash at the end.</param>
    /// <param name="origins">Schemes and hosts that sources lie at, such as <c>https://example.org</c>.</param>
    /// <param name="cache">The folder for conda-build.</param>
    public static BuilderSettings Of(string server, IReadOnlyList<string> origins, string cache)
    {
        var mirrors = new StringBuilder("[mirrors]\n");
        foreach (var origin in origins)
            mirrors.Append('"').Append(origin).Append("/\" = [\"").Append(server).Append("/sources/before/").Append(origin.Replace("://", "/", StringComparison.Ordinal)).Append("/\", \"").Append(origin).Append("/\"]\n");
        return new BuilderSettings(
            mirrors.ToString(),
            $"""
            # hearth source cache CHANNEL --into {cache}
            conda-build:
              cache_dir: {cache}

            """);
    }

    /// <summary>Where the sources of an archive were, and hosts that its policy names, sorted.</summary>
    public static async Task<IReadOnlyList<string>> OriginsAsync(ChannelStore store, SourcePolicy policy, CancellationToken cancellation)
    {
        var origins = new SortedSet<string>(policy.Hosts.Where(host => !host.Contains('*', StringComparison.Ordinal)).Select(host => $"https://{host}"), StringComparer.Ordinal);
        await foreach (var listed in ListedSource.AllAsync(store, cancellation))
        {
            foreach (var url in listed.Urls)
            {
                if (Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
                    origins.Add(address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped));
            }
        }
        return [.. origins];
    }
}
