using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Hearth.Testing;

/// <summary>
/// An S3-compatible server of the tests' own: s3rver, from the Node packages of the journeys. Started when the first test asks,
/// with its files in a temporary folder. Without it its tests say skipped.
/// </summary>
public sealed class S3Server : IAsyncDisposable
{
    public const string AccessKey = "S3RVER";
    public const string SecretKey = "S3RVER";

    private static readonly string Program = Repository.PathTo("tests", "Journeys", "clients", "node_modules", "s3rver", "bin", "s3rver.js");

    private readonly SemaphoreSlim _starting = new(1);
    private readonly int _port = FreePort();
    private Process? _process;
    private string? _folder;

    /// <summary>Where it listens.</summary>
    public Uri Endpoint => new($"http://127.0.0.1:{_port}");

    /// <summary>Starts it, if it does not run yet.</summary>
    /// <returns>A bucket that is there.</returns>
    public async Task<string> BucketAsync()
    {
        Assert.SkipUnless(File.Exists(Program), "s3rver is not installed (npm ci in tests/Journeys/clients)");
        await _starting.WaitAsync();
        try
        {
            if (_process is { HasExited: false })
                return "hearth";
            _folder ??= Directory.CreateTempSubdirectory("hearth-s3-").FullName;
            _process = Process.Start(new ProcessStartInfo("node", [Program, "-d", _folder, "-a", "127.0.0.1", "-p", $"{_port}", "-s", "--configure-bucket", "hearth"]) { RedirectStandardOutput = true });
            using var socket = new TcpClient();
            for (var tries = 0; !socket.Connected; tries++)
            {
                try
                {
                    await socket.ConnectAsync(IPAddress.Loopback, _port);
                }
                catch (SocketException) when (tries < 300)
                {
                    await Task.Delay(100);
                }
            }
            return "hearth";
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Ends it as a crash would; <see cref="BucketAsync"/> starts it again over the same files.</summary>
    public async Task KillAsync()
    {
        if (_process is not { HasExited: false } running)
            return;
        running.Kill();
        await running.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        _starting.Dispose();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
