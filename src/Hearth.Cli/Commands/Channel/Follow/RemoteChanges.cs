using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Hearth.Cli.Output;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Cli.Commands.Channel.Follow;

/// <summary>
/// The changes of a channel of a server, asked for over HTTP: each question waits there for the next change. Interruptions are waited out, longer each
/// time, once the server has answered at all; before that the address may be wrong, and a few tries are enough.
/// </summary>
internal sealed class RemoteChanges : IChangeSource
{
    private const int WaitSeconds = 55;
    private const int MostFirstTries = 4;
    private const int MostBytes = 64 << 20;

    // Beyond what the server waits: for a slow line and a busy server.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(WaitSeconds + 60);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly HttpClient _http = new() { Timeout = Patience };
    private readonly Uri _feed;
    private readonly string _channel;
    private readonly CommandOutput _output;
    private bool _hasAnswered;
    private int _failures;

    private RemoteChanges(Uri feed, string channel, string? token, CommandOutput output)
    {
        (_feed, _channel, _output) = (feed, channel, output);
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/jsonl"));
        if (token is { Length: > 0 })
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Names the feed; nothing is asked yet.</summary>
    /// <param name="address">Where clients find the channel.</param>
    /// <param name="token">A credential; null for none.</param>
    /// <param name="output">Is told of interruptions.</param>
    /// <exception cref="BadInputException">That is no address of a channel.</exception>
    public static RemoteChanges At(string address, string? token, CommandOutput output)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || !ChannelName.TryParse(Uri.UnescapeDataString(url.AbsolutePath.Trim('/')), null, out var channel))
            throw CliDiagnostics.NotAFeed.Refuse(null, $"'{UrlSecrets.Redact(address)}' is no address of a channel", "it is like https://conda.example.org/forge");
        return new RemoteChanges(new Uri(url, $"/api/v1/channels/{Uri.EscapeDataString(channel.ToString())}/changes"), channel.ToString(), token, output);
    }

    public async Task<NextChanges> NextAsync(long since, int most, CancellationToken cancellation)
    {
        while (true)
        {
            var asked = TimeProvider.System.GetTimestamp();
            var answer = await AskAsync(since, most, cancellation);
            if (answer.Refused is not null)
                return answer.Refused;
            if (answer.Changes.Count > 0)
                return new NextChanges.Came(answer.Changes);
            if (answer.Trouble is { } trouble)
            {
                if (++_failures == MostFirstTries && !_hasAnswered)
                    return new NextChanges.Refused(ExitCode.TryLater, CliDiagnostics.ServerAway.In(null, trouble));
                if (_failures == 1)
                    _output.Note($"{trouble}; trying again until it is back");
                await Task.Delay(answer.Pause ?? PauseAfter(_failures), TimeProvider.System, cancellation);
            }
            // Whatever stands between here and the server may not wait.
            else if (TimeProvider.System.GetElapsedTime(asked) < FirstPause)
            {
                await Task.Delay(FirstPause, TimeProvider.System, cancellation);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<Answer> AskAsync(long since, int most, CancellationToken cancellation)
    {
        try
        {
            var question = new Uri(_feed, string.Create(CultureInfo.InvariantCulture, $"?since={since}&limit={most}&wait={WaitSeconds}"));
            using var answer = await _http.GetAsync(question, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (!answer.IsSuccessStatusCode)
                return RefusalOf(answer) is { } refused ? new Answer([], refused) : new Answer([], null, $"{_feed.Authority} answers {(int)answer.StatusCode}", RetryAfter(answer));
            var changes = Read(await BodyAsync(answer, cancellation), since);
            (_hasAnswered, _failures) = (true, 0);
            return new Answer(changes);
        }
        catch (InvalidDataException e)
        {
            return new Answer([], new NextChanges.Refused(ExitCode.ProblemFound, CliDiagnostics.NotAFeed.In(null, e.Message)));
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new Answer([], null, $"{_feed.Authority} cannot be reached: {e.Message}");
        }
    }

    private NextChanges.Refused? RefusalOf(HttpResponseMessage answer) => answer.StatusCode switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(ExitCode.Authentication, CliDiagnostics.NotAFeed.In(null, $"{_feed.Authority} lets nobody read '{_channel}' without a token that may, or not with this one")),
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests => null,
        >= HttpStatusCode.InternalServerError => null,
        var status => new(ExitCode.ProblemFound, CliDiagnostics.NotAFeed.In(null, $"{UrlSecrets.Redact(_feed.AbsoluteUri)} answers {(int)status} {answer.ReasonPhrase}")),
    };

    private static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        using var held = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (await body.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            if (held.Length + read > MostBytes)
                throw new InvalidDataException($"the answer has more than {MostBytes} bytes");
            held.Write(buffer, 0, read);
        }
        return held.GetBuffer().AsMemory(0, (int)held.Length);
    }

    // Revisions of a log count without a gap, so it shows if something is missing or comes twice.
    private List<FollowedChange> Read(ReadOnlyMemory<byte> body, long since)
    {
        var changes = new List<FollowedChange>();
        foreach (var line in body.Span.Split((byte)'\n'))
        {
            if (body.Span[line].IsEmpty)
                continue;
            var sent = Parse(body.Span[line]);
            if (sent.Revision != since + 1)
                throw new InvalidDataException($"after revision {since} comes {sent.Revision}");
            since = sent.Revision;
            changes.Add(new FollowedChange(FollowedChange.SchemaName, _channel, sent.Revision, sent.At, sent.Actor, sent.Kind, sent.Subject, sent.Body, sent.Hash));
        }
        return changes;
    }

    private SentChange Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, FollowJson.Default.SentChange) ?? throw new InvalidDataException($"{UrlSecrets.Redact(_feed.AbsoluteUri)} sends null");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{UrlSecrets.Redact(_feed.AbsoluteUri)} does not send changes: {e.Message}", e);
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage answer) => answer.Headers.RetryAfter?.Delta is { } pause && pause < LongestPause ? pause : null;

    private static TimeSpan PauseAfter(int failures) => TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(failures - 1, 10)));

    /// <summary>What one question brought: changes, or the reason why not.</summary>
    private sealed record Answer(IReadOnlyList<FollowedChange> Changes, NextChanges.Refused? Refused = null, string? Trouble = null, TimeSpan? Pause = null);
}
