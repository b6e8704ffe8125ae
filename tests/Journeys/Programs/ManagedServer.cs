using System.Diagnostics;
using System.Net.Http.Headers;

namespace Journeys.Programs;

/// <summary><c>hearth serve --data</c> at work, until disposed or killed.</summary>
public sealed class ManagedServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _messages;

    private ManagedServer(Process process, Uri url, Task<string> messages)
    {
        (_process, Url, _messages) = (process, url, messages);
        Client = new HttpClient { BaseAddress = url, Timeout = Patience };
    }

    /// <summary>Makes a token that may do everything.</summary>
    public static async Task<string> NewAdminTokenAsync(string data, params string[] options) =>
        (await HearthProgram.RunAsync(["token", "create", "--admin", "--data", data, .. options])).Expect().Output.Trim();

    public Uri Url { get; }

    public HttpClient Client { get; }

    /// <summary>Starts a server on a free port and waits until it says where it listens.</summary>
    public static async Task<ManagedServer> StartAsync(string data, string? token, params string[] options)
    {
        var process = HearthProgram.Start(["serve", "--data", data, "--port", "0", .. options]);
        var messages = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(Patience);
        if (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } url)
        {
            var server = new ManagedServer(process, new Uri(url), messages);
            if (token is not null)
                server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return server;
        }
        throw new InvalidOperationException($"hearth serve ended before it listened:\n{await messages}");
    }

    public async Task<HttpResponseMessage> PublishAsync(string channel, string path, byte[] artifact)
    {
        using var content = new ByteArrayContent(artifact);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return await Client.PutAsync($"api/v1/channels/{channel}/artifacts/{path}", content);
    }

    /// <summary>Ends the process as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        await _messages;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await KillAsync();
        _process.Dispose();
    }
}
