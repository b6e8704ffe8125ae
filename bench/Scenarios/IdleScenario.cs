using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hearth.Bench.Scenarios;

/// <summary>10,000 connections to a server of managed channels, each of which asked once and now does nothing: what the server holds for them, and whether it still answers.</summary>
internal static class IdleScenario
{
    private const int Connections = 10_000;

    public static async Task RunAsync(TextWriter output, CancellationToken cancellation)
    {
        await using var made = await MadeChannel.StartAsync(names: 100, versions: 5, cancellation);
        var place = new IPEndPoint(IPAddress.Loopback, made.Client.BaseAddress!.Port);
        await output.WriteLineAsync("| connections | memory of the server | a shard index takes |\n|---|---|---|");
        await ReportAsync(output, made, 0, cancellation);
        var sockets = new List<Socket>(Connections);
        try
        {
            while (sockets.Count < Connections)
                sockets.Add(await ConnectAsync(place, cancellation));
            await ReportAsync(output, made, sockets.Count, cancellation);
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    private static async Task<Socket> ConnectAsync(IPEndPoint place, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(place, cancellation);
        await socket.SendAsync(Encoding.ASCII.GetBytes("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"), SocketFlags.None, cancellation);
        if (await socket.ReceiveAsync(new byte[4096], SocketFlags.None, cancellation) == 0)
            throw new IOException("the server closed a connection");
        return socket;
    }

    private static async Task ReportAsync(TextWriter output, MadeChannel made, int connections, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        await made.Client.GetByteArrayAsync($"forge/{MadeChannel.Subdir}/repodata_shards.msgpack.zst", cancellation);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"| {connections:n0} | {made.MemoryOfServer >> 20} MB | {Stopwatch.GetElapsedTime(started).TotalMilliseconds:f1} ms |"));
    }
}
