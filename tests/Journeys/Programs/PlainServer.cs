using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Journeys.Programs;

/// <summary>Python's own web server over a folder: no tags, no ranges, nothing that knows of conda. Until disposed.</summary>
public sealed partial class PlainServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private PlainServer(Process process, Uri url) => (_process, Url) = (process, url);

    /// <summary>The folder.</summary>
    public Uri Url { get; }

    /// <summary>Starts it at a port that the system chooses. Without Python the running test is skipped.</summary>
    public static async Task<PlainServer> StartAsync(string folder)
    {
        var python = await ExternalTool.RequirePythonModuleAsync("http.server");
        var process = ChildProcess.Start(python.Path, ["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", folder]);
        // It writes a line for each request, which somebody must read.
        _ = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(Patience);
        var said = await process.StandardOutput.ReadLineAsync(deadline.Token) ?? "";
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        return PortIn(said) is { Success: true } port
            ? new PlainServer(process, new Uri($"http://127.0.0.1:{port.Groups[1].Value}/"))
            : throw new InvalidOperationException($"http.server says '{said}', and not where it listens");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
    }

    private static Match PortIn(string said) => Port().Match(said);

    [GeneratedRegex(@" port (\d+) ")]
    private static partial Regex Port();
}
