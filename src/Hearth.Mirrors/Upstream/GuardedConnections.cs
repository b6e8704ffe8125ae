using System.Net;
using Hearth.Foundation.Http;

namespace Hearth.Mirrors.Upstream;

/// <summary>Connections to hosts elsewhere: none into private networks unless the terms allow it, no redirect that nobody looked at, no cookies.</summary>
internal static class GuardedConnections
{
    public static SocketsHttpHandler Open(UpstreamTerms terms) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = terms.Patience,
        ConnectCallback = async (context, stop) => await NetworkAddresses.ConnectAsync(
            context.DnsEndPoint, terms.AllowsPrivateAddresses || NetworkAddresses.IsPlainlyLocal(context.DnsEndPoint.Host), stop)
            ?? throw MirrorDiagnostics.PrivateAddress.Refuse(
                context.DnsEndPoint.Host, $"'{context.DnsEndPoint.Host}' leads into a private network", "name the host by its address, or allow it with --allow-private"),
    };
}
