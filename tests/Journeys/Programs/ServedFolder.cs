using System.Diagnostics;

namespace Journeys.Programs;

/// <summary><c>hearth serve</c> at work on a folder, until disposed.</summary>
public sealed class ServedFolder : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly Task<string> _messages;

    private ServedFolder(Process process, Uri url, Task<string> messages) => (_process, Url, _messages) = (process, url, messages);

    /// <summary>The channel, with a slash at the end.</summary>
    public Uri Url { get; }

    /// <summary>Starts the server on a free port and waits until it says where it listens.</summary>
    public static async Task<ServedFolder> StartAsync(string folder, params string[] options)
    {
        var process = HearthProgram.Start(["serve", folder, "--port", "0", .. options]);
        var messages = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(Patience);
        if (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } url)
            return new ServedFolder(process, new Uri(url), messages);
        throw new InvalidOperationException($"hearth serve ended before it listened:\n{await messages}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _messages;
        _process.Dispose();
    }
}
