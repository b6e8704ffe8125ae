using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Hearth.Bench.Scenarios;

/// <summary>
/// Requests per second on one 3 KB shard, Hearth's native binary and nginx in turns on this machine. Where the machine is busy,
/// the processor time per request says more than the rate.
/// </summary>
internal static class ServeScenario
{
    private const int ShardSize = 3 << 10;
    private const int Rounds = 3;
    private const int SecondsPerRound = 8;

    /// <summary>Runs the comparison and prints it as a table; says so where a program is missing.</summary>
    /// <param name="output">Receives the table.</param>
    /// <param name="cancellation">Ends the programs that were started.</param>
    public static async Task RunAsync(TextWriter output, CancellationToken cancellation)
    {
        var hearth = Path.Combine(Environment.CurrentDirectory, "artifacts", "native", "hearth");
        foreach (var (program, hint) in (ReadOnlySpan<(string, string)>)[(hearth, "./hearth publish"), ("/usr/bin/wrk", "apt-get install wrk"), ("/usr/sbin/nginx", "apt-get install nginx-light")])
        {
            if (!File.Exists(program))
            {
                await output.WriteLineAsync($"serve: not measured, {program} is absent ({hint})");
                return;
            }
        }

        var folder = Directory.CreateTempSubdirectory("hearth-bench-serve-").FullName;
        try
        {
            // nginx's workers run as another user, to whom a temporary folder is closed: they would answer 403, quickly.
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            var path = WriteShard(folder);
            await using var nginx = await Contender.StartAsync("nginx", port => Start("/usr/sbin/nginx", "-c", WriteNginxSettings(folder, port), "-e", $"{folder}/error.log"), cancellation);
            await using var ours = await Contender.StartAsync("hearth", port => Start(hearth, "serve", folder, "-q", "--port", $"{port}"), cancellation);
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var contender in (Contender[])[nginx, ours])
                    await contender.MeasureAsync(path, cancellation);
            }
            await output.WriteLineAsync("server    requests/s (median)    CPU µs/request             errors");
            foreach (var contender in (Contender[])[nginx, ours])
                await output.WriteLineAsync(contender.ToString());
            await output.WriteLineAsync(
                nginx.Errors + ours.Errors > 0
                    ? "no ratio: a server that answers with errors was not measured"
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"ratio     {ours.Rate / nginx.Rate:f2}x requests/s         {nginx.MicrosecondsPerRequest / ours.MicrosecondsPerRequest:f2}x requests per CPU second"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string WriteShard(string folder)
    {
        var bytes = new byte[ShardSize];
        new Random(1).NextBytes(bytes);
        var path = $"/linux-64/shards/{Convert.ToHexStringLower(SHA256.HashData(bytes))}.msgpack.zst";
        Directory.CreateDirectory(folder + "/linux-64/shards");
        File.WriteAllBytes(folder + path, bytes);
        return path;
    }

    // As an administrator tunes it for small static files.
    private static string WriteNginxSettings(string folder, int port)
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

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private sealed class Contender(string name, Process process, int port) : IAsyncDisposable
    {
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
            using var wrk = Start("/usr/bin/wrk", "-t1", "-c32", $"-d{SecondsPerRound}", $"http://127.0.0.1:{port}{path}");
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
}
