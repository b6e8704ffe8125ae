using System.Net;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Generation.Upstream;

/// <summary>Upstream over HTTP. Answers are held in a temporary file that is gone when the stream is closed.</summary>
/// <param name="client">Decides about redirects, proxies and time limits.</param>
public sealed class HttpUpstream(HttpClient client) : IUpstream
{
    private const int BufferSize = 64 * 1024;

    public async Task<Stream?> OpenAsync(Uri address, long mostBytes, string? accept = null, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (accept is not null)
            request.Headers.Accept.ParseAdd(accept);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
                return null;
            if (!response.IsSuccessStatusCode)
                throw GenerationDiagnostics.UpstreamAway.Refuse(UrlSecrets.Redact(address.ToString()), $"the answer is {(int)response.StatusCode}");
            await using var body = await response.Content.ReadAsStreamAsync(cancellation);
            return await HoldAsync(body, address, mostBytes, cancellation);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || e is TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new BadInputException(GenerationDiagnostics.UpstreamAway.In(UrlSecrets.Redact(address.ToString()), e.Message), e);
        }
    }

    private static async Task<Stream> HoldAsync(Stream body, Uri address, long mostBytes, CancellationToken cancellation)
    {
        var held = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, BufferSize, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            var buffer = new byte[BufferSize];
            int read;
            while ((read = await body.ReadAsync(buffer, cancellation)) > 0)
            {
                if (held.Length + read > mostBytes)
                    throw GenerationDiagnostics.UpstreamAway.Refuse(UrlSecrets.Redact(address.ToString()), $"more than {mostBytes} bytes");
                await held.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }
            held.Position = 0;
            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }
}
