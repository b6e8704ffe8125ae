using System.Net;
using System.Net.Sockets;

namespace Hearth.Foundation.Http;

/// <summary>Tells addresses of the internet from those of this machine and its neighbours (RFC 1918, 3879, 3927, 4193, 4291, 6598, 6890, 7526, 8215).</summary>
public static class NetworkAddresses
{
    private static readonly IPNetwork[] NotPublic = Array.ConvertAll(
        [
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15",
            "224.0.0.0/4", "240.0.0.0/4", "::/96", "64:ff9b:1::/48", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        ],
        text => IPNetwork.Parse(text));

    // Leads to the IPv4 address that ends it (RFC 6052 §2.1).
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 || Translated.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(12)) : address;
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
        var allowed = Array.FindAll(await Dns.GetHostAddressesAsync(target.Host, cancellation), address => allowsPrivate || IsPublic(address));
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
