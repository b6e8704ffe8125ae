using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Hearth.Testing;

/// <summary>
/// A PostgreSQL server of the tests' own, from the programs that Debian installs: its files lie in a temporary folder and it
/// listens at loopback. Started when the first test asks; stopped with the tests. Without the programs its tests say skipped.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private string? _folder;
    private int _port;
    private int _databases;

    /// <summary>The address of a new, empty database.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        await StartAsync();
        var name = $"hearth{Interlocked.Increment(ref _databases)}";
        await RunAsync("psql", "-h", "127.0.0.1", "-p", $"{_port}", "-U", "hearth", "-d", "postgres", "-qc", $"CREATE DATABASE {name}");
        return $"postgres://hearth@127.0.0.1:{_port}/{name}";
    }

    /// <summary>Where it listens at loopback.</summary>
    public int Port => _port;

    /// <summary>Stops the server as a crash would, or starts it again.</summary>
    public async Task KillAsync() => await RunAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");

    /// <summary>Starts the server again after <see cref="KillAsync"/>.</summary>
    public async Task RestartAsync() => await RunAsync("pg_ctl", "-D", Data, "-l", Path.Combine(_folder!, "log"), "-w", "-o", $"-p {_port} -k {_folder} -c listen_addresses=127.0.0.1", "start");

    public async ValueTask DisposeAsync()
    {
        if (_folder is not null)
        {
            await RunAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
            Directory.Delete(_folder, recursive: true);
        }
        _starting.Dispose();
    }

    private string Data => Path.Combine(_folder!, "data");

    private async Task StartAsync()
    {
        Assert.SkipWhen(Programs is null, "PostgreSQL is not installed (Debian: postgresql)");
        await _starting.WaitAsync();
        try
        {
            if (_folder is not null)
                return;
            var folder = Directory.CreateTempSubdirectory("hearth-postgres-").FullName;
            if (Environment.IsPrivilegedProcess)
                await CheckAsync(Process.Start("chown", ["postgres", folder]));
            _folder = folder;
            _port = FreePort();
            await RunAsync("initdb", "-D", Data, "-U", "hearth", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
            await RestartAsync();
        }
        finally
        {
            _starting.Release();
        }
    }

    private static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    // PostgreSQL refuses to run as root.
    private static Task RunAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs!, program);
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("runuser", ["-u", "postgres", "--", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        start.WorkingDirectory = "/";
        start.RedirectStandardOutput = true;
        return CheckAsync(Process.Start(start)!);
    }

    private static async Task CheckAsync(Process process)
    {
        using (process)
        {
            // What the server inherits stays open for as long as it runs, so the end of the output is not waited for.
            await process.WaitForExitAsync();
            Assert.Equal(0, process.ExitCode);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
