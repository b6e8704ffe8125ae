using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hearth.Cli.Output;
using Hearth.Foundation.Hashing;

namespace Hearth.Cli.Commands.Publish;

/// <summary>Sends files to a channel; each goes on where it broke off, in this run or an earlier one.</summary>
internal sealed class Sender(HttpClient http, string channel, Announcement terms, Action<long> onSent)
{
    // Each piece is durable when the server answers: a connection that breaks costs no more than one.
    private const int PieceSize = 16 << 20;
    private const int MostTries = 4;

    private string ChannelUrl => $"api/v1/channels/{Uri.EscapeDataString(channel)}";

    /// <summary>Sends a file.</summary>
    public async Task<PublishedFile> SendAsync(string path, CancellationToken cancellation)
    {
        using var file = File.OpenHandle(path);
        var digests = ContentDigests.Of(file, cancellation);
        var announcement = terms with { File = Path.GetFileName(path), Sha256 = digests.Sha256.ToString(), Size = digests.Size };
        for (var tries = 1; ; tries++)
        {
            try
            {
                var (status, answer) = await SendAsync(file, announcement, cancellation);
                if (tries == MostTries || (int)status is < 500 and not (int)HttpStatusCode.Conflict || answer.Code is not (null or "HRT6023"))
                    return Describe(path, announcement, status, answer);
            }
            catch (Exception e) when (tries < MostTries && !cancellation.IsCancellationRequested && e is (HttpRequestException or HttpIOException or TaskCanceledException))
            {
                // The next try asks the server how far this one came.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(500 << tries), cancellation);
        }
    }

    private async Task<(HttpStatusCode Status, Answer Answer)> SendAsync(Microsoft.Win32.SafeHandles.SafeFileHandle file, Announcement announcement, CancellationToken cancellation)
    {
        using var begun = await http.PostAsJsonAsync($"{ChannelUrl}/artifacts", announcement, PublishMessages.Default.Announcement, cancellation);
        var (status, answer) = await ReadAsync(begun, cancellation);
        var buffer = new byte[Math.Min(PieceSize, announcement.Size)];
        while (answer.Upload is { } upload && (int)status < 300)
        {
            var piece = RandomAccess.Read(file, buffer, answer.Offset);
            using var request = new HttpRequestMessage(HttpMethod.Patch, $"{ChannelUrl}/uploads/{upload}") { Content = new ByteArrayContent(buffer, 0, piece) };
            request.Headers.Add("Upload-Offset", answer.Offset.ToString(CultureInfo.InvariantCulture));
            using var sent = await http.SendAsync(request, cancellation);
            (status, answer) = await ReadAsync(sent, cancellation);
            onSent(piece);
        }
        return (status, answer);
    }

    private static async Task<(HttpStatusCode Status, Answer Answer)> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var empty = new Answer(null, 0, null, null, null, null, null);
        try
        {
            return (response.StatusCode, await response.Content.ReadFromJsonAsync(PublishMessages.Default.Answer, cancellation) ?? empty);
        }
        catch (JsonException)
        {
            // Whatever stands between here and the server may answer in its own words.
            return (response.StatusCode, empty with { Message = $"the server answers {(int)response.StatusCode} {response.ReasonPhrase}" });
        }
    }

    private static PublishedFile Describe(string path, Announcement announcement, HttpStatusCode status, Answer answer)
    {
        IReadOnlyList<DiagnosticDocument> problems = answer.Outcome is not null
            ? []
            : answer.Problems ?? [CliDiagnosticsOf(announcement.File, answer.Message ?? $"the server answers {(int)status}")];
        return new(path, announcement.Size, announcement.Sha256, answer.Outcome ?? "failed", answer.Subdir, (int)status, problems);
    }

    private static DiagnosticDocument CliDiagnosticsOf(string file, string message) => DiagnosticDocument.From(CliDiagnostics.NotPublished.In(file, message));
}
