using System.Globalization;
using System.Net.Sockets;
using Hearth.Channels.Jobs;
using Hearth.Channels.Log;
using Hearth.Foundation.Http;

namespace Hearth.Channels.Webhooks;

/// <summary>Delivers what webhooks are owed, change by change and in order. A change that is not taken is sent again, so that a receiver may see it twice and never misses one.</summary>
public sealed class WebhookDelivery : IJobDuty, IDisposable
{
    // One job is one lot, so that others get their turn.
    private const int MostPerJob = 100;

    private static readonly TimeSpan LotWithin = TimeSpan.FromSeconds(60);

    private readonly WebhookStore _webhooks;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _patience;
    private readonly HttpClient _client;

    /// <param name="webhooks">Who is owed what.</param>
    /// <param name="clock">Dates the messages.</param>
    /// <param name="allowsPrivate">Whether receivers may be in the server's own network: whoever names them could otherwise reach what only this machine shall.</param>
    /// <param name="patience">How long a receiver may take to answer.</param>
    public WebhookDelivery(WebhookStore webhooks, TimeProvider clock, bool allowsPrivate, TimeSpan patience)
    {
        (_webhooks, _clock, _patience) = (webhooks, clock, patience);
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            MaxResponseHeadersLength = 16,
            ConnectCallback = async (context, stop) => await NetworkAddresses.ConnectAsync(context.DnsEndPoint, allowsPrivate, stop)
                ?? throw new HttpRequestException($"'{context.DnsEndPoint.Host}' is in a private network, where this server sends nothing"),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public JobKind Kind => JobKind.Webhook;

    /// <inheritdoc cref="WebhookStore.ScheduleAsync"/>
    public Task ScheduleAsync(JobStore jobs, CancellationToken cancellation) => _webhooks.ScheduleAsync(jobs, cancellation);

    /// <summary>Delivers one lot.</summary>
    public async Task<JobOutcome> RunAsync(Job job, IProgress<(int Done, int Total)> progress, CancellationToken cancellation)
    {
        var id = job.Arguments.Webhook;
        if (await _webhooks.OwedAsync(id, MostPerJob, cancellation) is not { } owed)
            return new JobOutcome.Failed(string.Create(CultureInfo.InvariantCulture, $"there is no webhook {id}"));
        var began = _clock.GetTimestamp();
        var delivered = 0;
        long passed = 0;
        for (var i = 0; i < owed.Changes.Count && _clock.GetElapsedTime(began) < LotWithin; i++)
        {
            progress.Report((i, owed.Changes.Count));
            var change = owed.Changes[i];
            if (!owed.Webhook.Wants(change.Kind))
            {
                passed = change.Revision;
                continue;
            }
            var attempt = await SendAsync(owed, change, cancellation);
            await _webhooks.RecordAsync(owed.Webhook, attempt, cancellation);
            if (!attempt.IsDelivered)
                return new JobOutcome.Again($"revision {change.Revision}: {attempt.Message}");
            delivered++;
        }
        if (passed > 0)
            await _webhooks.PassAsync(owed.Webhook, passed, cancellation);
        progress.Report((owed.Changes.Count, owed.Changes.Count));
        return new JobOutcome.Done(string.Create(CultureInfo.InvariantCulture, $"{delivered} changes delivered"));
    }

    private async Task<WebhookAttempt> SendAsync(OwedChanges owed, Change change, CancellationToken cancellation)
    {
        var now = _clock.GetUtcNow();
        var began = _clock.GetTimestamp();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(_patience);
        var (status, message) = (0, "");
        try
        {
            using var request = WebhookMessage.RequestOf(owed, change, now);
            // What a receiver says beside its status is nobody's business here.
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            (status, message) = ((int)answer.StatusCode, string.Create(CultureInfo.InvariantCulture, $"answered {(int)answer.StatusCode}"));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            message = string.Create(CultureInfo.InvariantCulture, $"no answer within {_patience.TotalSeconds} s");
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException)
        {
            message = e.Message;
        }
        return new WebhookAttempt(change.Revision, now, status, _clock.GetElapsedTime(began), message);
    }

    public void Dispose() => _client.Dispose();
}
