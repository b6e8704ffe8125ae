using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Hearth.Testing;

/// <summary>
/// An OCI registry of the tests' own: docker-registry, from Debian. Started when the first test asks, at a port that the system gives it, with its
/// files in a temporary folder. Without it its tests say skipped.
/// </summary>
public sealed partial class RegistryServer : IAsyncDisposable
{
    private const string Program = "/usr/bin/docker-registry";

    private readonly SemaphoreSlim _starting = new(1);
    private readonly TaskCompletionSource<string> _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;
    private string? _folder;
    private string _tls = "";

    /// <summary>One that is spoken to by https.</summary>
    /// <param name="certificate">The file of its certificate, PEM.</param>
    /// <param name="key">The file of its key, PEM.</param>
    public static RegistryServer Secure(string certificate, string key) => new() { _tls = $"\n  tls:\n    certificate: {certificate}\n    key: {key}" };

    /// <summary>Starts it, if it does not run yet.</summary>
    /// <returns>Its host and port.</returns>
    public async Task<string> HostAsync()
    {
        Assert.SkipUnless(File.Exists(Program), "docker-registry is not installed (Debian: docker-registry)");
        await _starting.WaitAsync();
        try
        {
            if (_process is null)
                Start();
            return await _listens.Task.WaitAsync(TimeSpan.FromMinutes(2));
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } running)
        {
            running.Kill();
            await running.WaitForExitAsync();
        }
        _process?.Dispose();
        _starting.Dispose();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }

    private void Start()
    {
        _folder = Directory.CreateTempSubdirectory("hearth-registry-").FullName;
        var settings = Path.Combine(_folder, "config.yml");
        File.WriteAllText(settings, $$"""
            version: 0.1
            log:
              level: info
              accesslog:
                disabled: true
            storage:
              filesystem:
                rootdirectory: {{_folder}}/files
            http:
              addr: "127.0.0.1:0"{{_tls}}
            """);
        _process = Process.Start(new ProcessStartInfo(Program, ["serve", settings]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.OutputDataReceived += (_, line) => Look(line.Data);
        _process.ErrorDataReceived += (_, line) => Look(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Look(string? line)
    {
        if (line is not null && Listening().Match(line) is { Success: true } said)
            _listens.TrySetResult(said.Groups[1].Value);
    }

    [GeneratedRegex(@"listening on (127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();
}
