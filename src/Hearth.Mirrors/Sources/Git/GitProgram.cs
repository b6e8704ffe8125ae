using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Hearth.Conda.Names;

namespace Hearth.Mirrors.Sources.Git;

/// <summary>
/// Runs git with nothing of this machine's or anyone's settings: no hooks, no helpers, no prompts, no protocols but http and https, no redirects, one
/// thread, so that its results are the same on every run. What it stores and how long it takes is bounded from outside.
/// </summary>
/// <param name="folder">A folder of its own, which is also its home.</param>
/// <param name="terms">The program and its limits.</param>
/// <param name="mostBytes">The most bytes that the folder may grow to.</param>
internal sealed class GitProgram(string folder, GitTerms terms, long mostBytes)
{
    private const int MostBytesOfText = 64 << 20;
    private const int MostBytesOfMessages = 4 << 10;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    // Nothing here depends on a version of git newer than 2.37.
    private static readonly string[] Settings =
    [
        "core.hooksPath=/dev/null", "core.fsmonitor=false", "core.compression=6", "core.bigFileThreshold=512m", "pack.threads=1", "pack.windowMemory=0", "gc.auto=0",
        "maintenance.auto=false", "http.followRedirects=false", "http.lowSpeedLimit=1000", "http.lowSpeedTime=60", "transfer.bundleURI=false", "fetch.showForcedUpdates=false",
        "credential.helper=", "core.askPass=", "advice.detachedHead=false",
    ];

    /// <summary>Further settings, such as where a host is.</summary>
    public List<string> More { get; } = [];

    /// <summary>Runs a command and returns what it writes, as text.</summary>
    /// <exception cref="GitTroubleException">It failed, wrote or stored too much, took too long, or is not there.</exception>
    public async Task<string> TextAsync(CancellationToken cancellation, params IReadOnlyList<string> arguments)
    {
        using var output = new MemoryStream();
        await RunAsync(arguments, input: "", output, MostBytesOfText, cancellation);
        return Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length);
    }

    /// <summary>Runs a command; null if it failed.</summary>
    /// <exception cref="GitTroubleException">It wrote or stored too much, took too long, or is not there.</exception>
    public async Task<string?> TryTextAsync(CancellationToken cancellation, params IReadOnlyList<string> arguments)
    {
        using var output = new MemoryStream();
        return await TryRunAsync(arguments, input: "", output, MostBytesOfText, cancellation) is null ? Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length) : null;
    }

    /// <summary>Runs a command whose output goes to a stream.</summary>
    /// <inheritdoc cref="TextAsync" path="/exception"/>
    public async Task RunAsync(IReadOnlyList<string> arguments, string input, Stream output, long mostOutput, CancellationToken cancellation)
    {
        if (await TryRunAsync(arguments, input, output, mostOutput, cancellation) is { } problem)
            throw new GitTroubleException($"git {arguments[0]}: {problem}");
    }

    // What it says went wrong; null if all is well.
    private async Task<string?> TryRunAsync(IReadOnlyList<string> arguments, string input, Stream output, long mostOutput, CancellationToken cancellation)
    {
        using var process = Start(arguments);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(terms.Patience);
        string? trouble = null;
        var watch = WatchAsync();
        try
        {
            var messages = ReadMessagesAsync(process.StandardError.BaseStream, limit.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            process.StandardInput.Close();
            await CopyAsync(process.StandardOutput.BaseStream, output, mostOutput, limit.Token);
            var said = await messages;
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? null : said.Length > 0 ? UrlSecrets.RedactIn(said) : string.Create(CultureInfo.InvariantCulture, $"exit code {process.ExitCode}");
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && !cancellation.IsCancellationRequested)
        {
            throw new GitTroubleException(trouble ?? (e is IOException ? e.Message : string.Create(CultureInfo.InvariantCulture, $"git takes longer than {terms.Patience.TotalMinutes:0.#} minutes")));
        }
        finally
        {
            await limit.CancelAsync();
            await watch;
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        async Task WatchAsync()
        {
            while (!limit.IsCancellationRequested && !process.HasExited)
            {
                if (SizeOf(folder) > mostBytes)
                {
                    trouble = string.Create(CultureInfo.InvariantCulture, $"the repository has more than {mostBytes} bytes");
                    await limit.CancelAsync();
                    return;
                }
                try
                {
                    await Task.Delay(LookEvery, limit.Token);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }
    }

    private Process Start(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(terms.Program)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var setting in Settings.Concat(More))
        {
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add(setting);
        }
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var path = start.Environment["PATH"];
        start.Environment.Clear();
        foreach (var (name, value) in Variables().Append(("PATH", path)))
            start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new GitTroubleException($"this machine cannot run the program '{terms.Program}': {e.Message}");
        }
    }

    private IEnumerable<(string Name, string? Value)> Variables() =>
    [
        ("HOME", folder),
        ("XDG_CONFIG_HOME", folder),
        ("LC_ALL", "C"),
        ("TZ", "UTC"),
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_CONFIG_GLOBAL", "/dev/null"),
        ("GIT_ATTR_NOSYSTEM", "1"),
        ("GIT_TERMINAL_PROMPT", "0"),
        ("GIT_SSH_COMMAND", "false"),
        ("GIT_ALLOW_PROTOCOL", terms.AllowsFolders ? "http:https:file" : "http:https"),
        ("GIT_PROTOCOL_FROM_USER", "0"),
        ("GIT_NO_REPLACE_OBJECTS", "1"),
        ("GIT_OPTIONAL_LOCKS", "0"),
    ];

    private static async Task CopyAsync(Stream content, Stream output, long most, CancellationToken cancellation)
    {
        var buffer = new byte[1 << 16];
        long size = 0;
        while (await content.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            size += read;
            if (size > most)
                throw new GitTroubleException(string.Create(CultureInfo.InvariantCulture, $"git writes more than {most} bytes"));
            await output.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
    }

    // The end is where programs say what went wrong.
    private static async Task<string> ReadMessagesAsync(Stream content, CancellationToken cancellation)
    {
        var kept = new byte[MostBytesOfMessages * 2];
        var length = 0;
        while (await content.ReadAsync(kept.AsMemory(length), cancellation) is var read and > 0)
        {
            length += read;
            if (length <= MostBytesOfMessages)
                continue;
            kept.AsSpan(length - MostBytesOfMessages, MostBytesOfMessages).CopyTo(kept);
            length = MostBytesOfMessages;
        }
        var lines = Encoding.UTF8.GetString(kept, 0, length).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.LastOrDefault(line => line.StartsWith("fatal:", StringComparison.Ordinal)) ?? lines.LastOrDefault() ?? "";
    }

    // Files come and go while they are counted.
    private static long SizeOf(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
