using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Hearth.Bench.Scenarios;

/// <summary>A web server under the load of wrk: requests per second, processor time, errors.</summary>
internal sealed class Contender(string name, Process process, int port) : IAsyncDisposable
{
    public const string Wrk = "/usr/bin/wrk";
    public const string Nginx = "/usr/sbin/nginx";
    public const int Rounds = 3;
    private const int SecondsPerRound = 8;

    private readonly List<double> _rates = [];
    private double _processorSeconds;
    private long _requests;

    /// <summary>Answers other than 2xx, and rounds in which connections failed.</summary>
    public long Errors { get; private set; }

    public double Rate => _rates.Order().ElementAt(_rates.Count / 2);

    public double MicrosecondsPerRequest => _processorSeconds / _requests * 1e6;

    public static async Task<Contender> StartAsync(string name, Func<int, Process> start, CancellationToken cancellation)
    {
        var port = FreePort();
        var contender = new Contender(name, start(port), port);
        using var socket = new TcpClient();
        for (var tries = 0; !socket.Connected; tries++)
        {
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
            }
            catch (SocketException) when (tries < 50)
            {
                await Task.Delay(100, cancellation);
            }
        }
        return contender;
    }

    public async Task MeasureAsync(string path, CancellationToken cancellation)
    {
        var before = ProcessorSeconds();
        using var wrk = Start(Wrk, "-t1", "-c32", $"-d{SecondsPerRound}", $"http://127.0.0.1:{port}{path}");
        var report = await wrk.StandardOutput.ReadToEndAsync(cancellation);
        _processorSeconds += ProcessorSeconds() - before;
        _requests += (long)NumberOn(report, "requests in");
        Errors += (long)NumberOn(report, "Non-2xx") + (report.Contains("Socket errors", StringComparison.Ordinal) ? 1 : 0);
        _rates.Add(NumberOn(report, "Requests/sec"));
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{name,-10}{Rate,12:n0}{MicrosecondsPerRequest,25:f1}{Errors,19}");

    public async ValueTask DisposeAsync()
    {
        // Asked, not killed: nginx ends its workers itself.
        using var kill = Process.Start("kill", [$"{process.Id}"]);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    // The server and its children: fields 14 and 15 of stat(5), in hundredths of a second.
    private double ProcessorSeconds() =>
        File.ReadAllText($"/proc/{process.Id}/task/{process.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Append($"{process.Id}")
            .Select(id => File.ReadAllText($"/proc/{id}/stat"))
            .Select(stat => stat[(stat.LastIndexOf(')') + 2)..].Split(' '))
            .Sum(fields => double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / 100;

    public static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    /// <summary>Prints what was measured, with the ratio of the second to the first.</summary>
    public static async Task ReportAsync(TextWriter output, Contender peer, Contender ours)
    {
        await output.WriteLineAsync("server    requests/s (median)    CPU µs/request             errors");
        foreach (var contender in (Contender[])[peer, ours])
            await output.WriteLineAsync(contender.ToString());
        await output.WriteLineAsync(
            peer.Errors + ours.Errors > 0
                ? "no ratio: a server that answers with errors was not measured"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"ratio     {ours.Rate / peer.Rate:f2}x requests/s         {peer.MicrosecondsPerRequest / ours.MicrosecondsPerRequest:f2}x requests per CPU second"));
    }

    /// <summary>The settings of nginx for small static files, as an administrator tunes them.</summary>
    /// <returns>The file that they were written to.</returns>
    public static string WriteNginxSettings(string folder, int port)
    {
        var file = folder + "/nginx.conf";
        File.WriteAllText(
            file,
            $$"""
            worker_processes auto; daemon off; pid {{folder}}/nginx.pid; error_log {{folder}}/error.log;
            events { worker_connections 1024; }
            http {
              access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; etag on; open_file_cache max=1000 inactive=60s;
              default_type application/octet-stream;
              client_body_temp_path {{folder}}/1; proxy_temp_path {{folder}}/2; fastcgi_temp_path {{folder}}/3; uwsgi_temp_path {{folder}}/4; scgi_temp_path {{folder}}/5;
              server { listen 127.0.0.1:{{port}}; root {{folder}}; location / { add_header Cache-Control "public, max-age=31536000, immutable"; } }
            }
            """);
        return file;
    }

    private static double NumberOn(string report, string mark) =>
        report.Split('\n').FirstOrDefault(line => line.Contains(mark, StringComparison.Ordinal)) is { } line
            ? line.Split([' ', ':', '\t'], StringSplitOptions.RemoveEmptyEntries)
                .Select(word => double.TryParse(word, CultureInfo.InvariantCulture, out var number) ? number : double.NaN)
                .First(number => !double.IsNaN(number))
            : 0;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
