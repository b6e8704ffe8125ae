using System.Net.Sockets;
using System.Text;

namespace Hearth.Server.Tests.BadDays;

/// <summary>A connection over which a test sends just the bytes that it means.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;

    private RawConnection(TcpClient client) => (_client, _stream) = (client, client.GetStream());

    public static async Task<RawConnection> OpenAsync(Uri server)
    {
        var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, ServedInstance.Stop);
        return new RawConnection(client);
    }

    public async Task SendAsync(string text) => await SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(byte[] bytes) => await _stream.WriteAsync(bytes, ServedInstance.Stop);

    /// <summary>Says that nothing more comes, as a client does that dies.</summary>
    public void EndSending() => _client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>All that the server says until it closes the connection; empty if it closes without a word.</summary>
    public async Task<string> ReadToEndAsync(TimeSpan within)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ServedInstance.Stop);
        patience.CancelAfter(within);
        using var said = new MemoryStream();
        try
        {
            await _stream.CopyToAsync(said, patience.Token);
        }
        catch (IOException)
        {
            // Closed harshly.
        }
        return Encoding.Latin1.GetString(said.ToArray());
    }

    public void Dispose() => _client.Dispose();
}
