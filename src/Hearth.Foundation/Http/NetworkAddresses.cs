using System.Net;
using System.Net.Sockets;

namespace Hearth.Foundation.Http;

/// <summary>Tells addresses of the internet from those of this machine and its neighbours (RFC 1918, 3927, 4193, 4291, 6598, 6890).</summary>
public static class NetworkAddresses
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4", "::/128", "::1/128", "fc00::/7", "fe80::/10", "ff00::/8",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !Array.Exists(NotPublic, network => network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain));
    }

    /// <summary>Whether a host is written as an address or as this machine: then nobody is misled about where it is.</summary>
    public static bool IsPlainlyLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && !IsPublic(address));

    /// <summary>Connects to a host at one of its addresses that may be contacted.</summary>
    /// <returns>Null if none may be.</returns>
    /// <exception cref="SocketException">The host has no address, or none answers.</exception>
    public static async ValueTask<Stream?> ConnectAsync(DnsEndPoint target, bool allowsPrivate, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, cancellation);
        var allowed = allowsPrivate ? addresses : Array.FindAll(addresses, IsPublic);
        if (allowed.Length == 0)
            return null;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
