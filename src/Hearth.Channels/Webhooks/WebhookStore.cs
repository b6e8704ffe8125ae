using System.Buffers.Text;
using System.Globalization;
using Hearth.Channels.Access;
using Hearth.Channels.Databases;
using Hearth.Channels.Jobs;
using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Webhooks;

/// <summary>The webhooks of an installation, what they are owed, and what came of each attempt.</summary>
public sealed class WebhookStore(AccessStore access)
{
    /// <summary>After so many attempts in vain a webhook is left alone for this long.</summary>
    public static readonly TimeSpan PauseAfterFailure = TimeSpan.FromHours(1);

    private const int MostPerChannel = 50;
    private const int MostKinds = 20;
    private const int SecretSize = 32;
    private static readonly TimeSpan RememberAttemptsFor = TimeSpan.FromDays(30);

    private readonly Database _database = access.Database;

    /// <summary>Adds a webhook, which is owed the changes from now on.</summary>
    /// <param name="channel">What it follows.</param>
    /// <param name="url">Where to post.</param>
    /// <param name="kinds">Patterns of kinds of change; empty means all.</param>
    /// <param name="secret">What signs; null for one made here.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The webhook and its secret, which is never shown again.</returns>
    /// <exception cref="BadInputException">Something about it is not allowed.</exception>
    public Task<(Webhook Webhook, string Secret)> AddAsync(
        ManagedChannel channel, string url, IReadOnlyList<string> kinds, string? secret, string actor, CancellationToken cancellation)
    {
        Check(url, kinds, secret);
        return access.ChangeAsync(
            actor,
            async transaction =>
            {
                if (await transaction.Session.NumberAsync($"SELECT count(*) FROM webhook WHERE channel = {channel.Id}", cancellation) >= MostPerChannel)
                    throw WebhookDiagnostics.BadWebhook.Refuse(null, $"the channel has {MostPerChannel} webhooks already");
                var key = secret ?? NewSecret();
                var sent = await transaction.Session.NumberAsync($"SELECT revision FROM channel WHERE id = {channel.Id}", cancellation);
                var id = await transaction.Session.NumberAsync(
                    $"""
                    INSERT INTO webhook(channel, url, kinds, secret, actor, created, sent)
                    VALUES ({channel.Id}, {url}, {string.Join(' ', kinds)}, {key}, {actor}, {transaction.Now}, {sent}) RETURNING id
                    """,
                    cancellation);
                await transaction.AppendAsync(WebhookChange.Added, channel.Name.ToString(), new JsonObjectBuilder().Set("webhook"u8, id).Set("url"u8, url).Set("kinds"u8, kinds));
                return (new Webhook(id, url, kinds, actor, transaction.Now, sent), key);
            },
            cancellation);
    }

    /// <summary>Looks whether a webhook may be added.</summary>
    /// <exception cref="BadInputException">Something about it is not allowed; all of that is told.</exception>
    public static void Check(string url, IReadOnlyList<string> kinds, string? secret)
    {
        var problems = Problems(url, kinds, secret).ToList();
        if (problems.Count > 0)
            throw new BadInputException(problems);
    }

    /// <summary>Removes a webhook and what is remembered of it.</summary>
    /// <returns>Whether the channel had it.</returns>
    public Task<bool> RemoveAsync(ManagedChannel channel, long id, string actor, CancellationToken cancellation) => access.ChangeAsync(
        actor,
        async transaction =>
        {
            if (await transaction.Session.NumberAsync($"SELECT count(*) FROM webhook WHERE id = {id} AND channel = {channel.Id}", cancellation) == 0)
                return false;
            await transaction.Session.ExecuteAsync($"DELETE FROM webhook_attempt WHERE webhook = {id}", cancellation);
            await transaction.Session.ExecuteAsync($"DELETE FROM webhook WHERE id = {id}", cancellation);
            await transaction.AppendAsync(WebhookChange.Removed, channel.Name.ToString(), new JsonObjectBuilder().Set("webhook"u8, id));
            return true;
        },
        cancellation);

    /// <summary>The webhooks of a channel, oldest first.</summary>
    public Task<List<Webhook>> ListAsync(ManagedChannel channel, CancellationToken cancellation) => _database.ReadAsync(
        session => session.QueryAsync($"SELECT id, url, kinds, actor, created, sent FROM webhook WHERE channel = {channel.Id} ORDER BY id", Read, cancellation), cancellation);

    /// <summary>The attempts of a webhook, newest first; null if the channel has no such webhook.</summary>
    public Task<List<WebhookAttempt>?> AttemptsAsync(ManagedChannel channel, long id, int limit, CancellationToken cancellation) => _database.ReadAsync<List<WebhookAttempt>?>(
        async session => await session.NumberAsync($"SELECT count(*) FROM webhook WHERE id = {id} AND channel = {channel.Id}", cancellation) == 0
            ? null
            : await session.QueryAsync(
                $"SELECT revision, at, status, took, message FROM webhook_attempt WHERE webhook = {id} ORDER BY at DESC, revision DESC LIMIT {(long)limit}",
                row => new WebhookAttempt(row.Integer(0), row.Instant(1), (int)row.Integer(2), TimeSpan.FromMilliseconds(row.Integer(3)), row.Text(4)),
                cancellation),
        cancellation);

    /// <summary>Adds a job for each webhook that is owed something, unless one is at it, or gave it up a short while ago.</summary>
    internal async Task ScheduleAsync(JobStore jobs, CancellationToken cancellation)
    {
        var since = access.Clock.GetUtcNow() - PauseAfterFailure;
        var owed = await _database.ReadAsync(
            session => session.QueryAsync(
                $"""
                SELECT w.id, w.job FROM webhook w JOIN channel c ON c.id = w.channel
                WHERE c.revision > w.sent AND c.deleted IS NULL AND NOT EXISTS (
                    SELECT 1 FROM job j WHERE j.id = w.job AND (j.state IN ('waiting', 'running') OR (j.state <> 'done' AND j.ended > {since})))
                ORDER BY w.id
                """,
                row => (Id: row.Integer(0), LastJob: row.Integer(1)),
                cancellation),
            cancellation);
        foreach (var (id, lastJob) in owed)
        {
            // Of several servers that see the same, one gets the slot.
            var slot = string.Create(CultureInfo.InvariantCulture, $"webhook {id} after {lastJob}");
            await jobs.AddAsync(JobKind.Webhook, new JobArguments(Webhook: id), "schedule", slot, cancellation);
            // Also the job of another server, which may have stopped before it could say so.
            await _database.WriteAsync(
                session => session.ExecuteAsync($"UPDATE webhook SET job = coalesce((SELECT id FROM job WHERE slot = {slot}), 0) WHERE id = {id} AND job = {lastJob}", cancellation), cancellation);
        }
    }

    /// <summary>What a webhook is owed next; null if it was removed.</summary>
    internal Task<OwedChanges?> OwedAsync(long id, int most, CancellationToken cancellation) => _database.ReadAsync(
        async session =>
        {
            var found = await session.FirstAsync(
                $"SELECT w.id, w.url, w.kinds, w.actor, w.created, w.sent, w.secret, w.channel, c.name FROM webhook w JOIN channel c ON c.id = w.channel WHERE w.id = {id} AND c.deleted IS NULL",
                row => (Webhook: Read(row), Secret: row.Text(6), Channel: row.Integer(7), Name: row.Text(8)),
                cancellation);
            return found.Webhook is null ? null : new OwedChanges(found.Webhook, found.Secret, found.Name, await ChangeLog.ReadAsync(session, found.Channel, found.Webhook.Sent, most, cancellation));
        },
        cancellation);

    /// <summary>Writes down an attempt, and that nothing up to its change is owed if it succeeded.</summary>
    internal Task RecordAsync(Webhook webhook, WebhookAttempt attempt, CancellationToken cancellation) => _database.WriteAsync(
        async session =>
        {
            // Nobody is told of a webhook that was removed meanwhile.
            if (await session.NumberAsync($"SELECT count(*) FROM webhook WHERE id = {webhook.Id}", cancellation) == 0)
                return 0;
            await session.ExecuteAsync(
                $"""
                INSERT INTO webhook_attempt(webhook, revision, at, status, took, message)
                VALUES ({webhook.Id}, {attempt.Revision}, {attempt.At}, {(long)attempt.Status}, {(long)attempt.Took.TotalMilliseconds}, {attempt.Message})
                """,
                cancellation);
            await session.ExecuteAsync($"DELETE FROM webhook_attempt WHERE webhook = {webhook.Id} AND at < {attempt.At - RememberAttemptsFor}", cancellation);
            return attempt.IsDelivered ? await PassAsync(session, webhook, attempt.Revision, cancellation) : 0;
        },
        cancellation);

    /// <summary>Writes down that nothing up to a revision is owed.</summary>
    internal Task PassAsync(Webhook webhook, long revision, CancellationToken cancellation) =>
        _database.WriteAsync(session => PassAsync(session, webhook, revision, cancellation), cancellation);

    private static Task<int> PassAsync(SqlSession session, Webhook webhook, long revision, CancellationToken cancellation) =>
        session.ExecuteAsync($"UPDATE webhook SET sent = {revision} WHERE id = {webhook.Id} AND sent < {revision}", cancellation);

    private string NewSecret()
    {
        Span<byte> bytes = stackalloc byte[SecretSize];
        access.Random.GetBytes(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    private static IEnumerable<Diagnostic> Problems(string url, IReadOnlyList<string> kinds, string? secret)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http") || address.UserInfo.Length > 0 || address.Fragment.Length > 0 || url.Length > 2000)
            yield return WebhookDiagnostics.BadWebhook.In(null, $"'{UrlSecrets.Redact(url)}' is not an address that can be posted to");
        else if (address.Scheme == Uri.UriSchemeHttp && !Foundation.Http.NetworkAddresses.IsPlainlyLocal(address.Host))
            yield return WebhookDiagnostics.BadWebhook.In(null, $"'{UrlSecrets.Redact(url)}' is not https: anyone on the way could read and answer");
        if (kinds.Count > MostKinds || kinds.Any(kind => kind.Length is 0 or > 100 || kind.Any(letter => !(char.IsAsciiLetterLower(letter) || letter is '.' or '*' or '?'))))
            yield return WebhookDiagnostics.BadWebhook.In(null, $"the kinds are not {MostKinds} patterns at most of small letters, dots, * and ?");
        if (secret is { Length: < 16 or > 200 })
            yield return WebhookDiagnostics.BadWebhook.In(null, "the secret does not have 16 to 200 characters");
    }

    private static Webhook Read(SqlRow row) =>
        new(row.Integer(0), row.Text(1), row.Text(2).Split(' ', StringSplitOptions.RemoveEmptyEntries), row.Text(3), row.Instant(4), row.Integer(5));
}
