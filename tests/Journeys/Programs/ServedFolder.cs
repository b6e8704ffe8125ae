using System.Diagnostics;

namespace Journeys.Programs;

/// <summary><c>hearth serve</c> at work on a folder, until disposed.</summary>
public sealed class ServedFolder : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly Task<string> _rest;

    private ServedFolder(Process process, Uri url, Task<string> rest) => (_process, Url, _rest) = (process, url, rest);

    /// <summary>The channel, with a slash at the end.</summary>
    public Uri Url { get; }

    /// <summary>Starts the server on a free port and waits until it says where it listens.</summary>
    public static async Task<ServedFolder> StartAsync(string folder, params string[] options)
    {
        var process = HearthProgram.Start(["serve", folder, "--port", "0", .. options]);
        using var deadline = new CancellationTokenSource(Patience);
        var heard = new List<string>();
        while (await process.StandardError.ReadLineAsync(deadline.Token) is { } line)
        {
            heard.Add(line);
            if (UrlIn(line) is { } url)
                return new ServedFolder(process, url, process.StandardError.ReadToEndAsync(CancellationToken.None));
        }
        throw new InvalidOperationException($"hearth serve ended before it listened:\n{string.Join('\n', heard)}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _rest;
        _process.Dispose();
    }

    private static Uri? UrlIn(string line)
    {
        var word = line.Split(' ').FirstOrDefault(word => word.StartsWith("http://", StringComparison.Ordinal));
        return word is null ? null : new Uri(word.TrimEnd('/') + "/");
    }
}
