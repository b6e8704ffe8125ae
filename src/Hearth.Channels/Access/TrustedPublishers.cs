using Hearth.Channels.Databases;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Access;

/// <summary>Issuers that the instance trusts, and the publishers whom each channel trusts them to name.</summary>
public sealed class TrustedPublishers
{
    private readonly AccessStore _store;

    internal TrustedPublishers(AccessStore store) => _store = store;

    public Task<List<TrustedIssuer>> IssuersAsync(CancellationToken cancellation) => _store.Database.ReadAsync(session => IssuersAsync(session, cancellation), cancellation);

    /// <summary>All trusted publishers, oldest first.</summary>
    public Task<List<TrustedPublisher>> ListAsync(CancellationToken cancellation) => _store.Database.ReadAsync(session => ListAsync(session, cancellation), cancellation);

    /// <summary>Trusts an issuer, or changes the audience that its tokens must have.</summary>
    /// <exception cref="BadInputException">The URL is not that of an issuer.</exception>
    public Task TrustIssuerAsync(TrustedIssuer issuer, string actor, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(issuer.Url, UriKind.Absolute, out var url) || url.Query.Length > 0 || url.UserInfo.Length > 0 || url.Fragment.Length > 0 || !IsSafe(url))
            throw AccessDiagnostics.BadIssuer.Refuse(null, $"'{UrlSecrets.Redact(issuer.Url)}' is not the URL of an issuer");
        if (issuer.Audience.Length == 0)
            throw AccessDiagnostics.BadIssuer.Refuse(null, "the audience is missing", "the host name of this server is a good one");
        return _store.ChangeAsync(
            actor,
            async transaction =>
            {
                await transaction.Session.ExecuteAsync(
                    $"INSERT INTO issuer(url, audience) VALUES ({issuer.Url}, {issuer.Audience}) ON CONFLICT (url) DO UPDATE SET audience = excluded.audience", cancellation);
                await transaction.AppendAsync(AccessChange.IssuerTrusted, issuer.Url, new JsonObjectBuilder().Set("audience"u8, issuer.Audience));
                return true;
            },
            cancellation);

        static bool IsSafe(Uri url) => url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback);
    }

    /// <summary>Trusts an issuer no more; its publishers and what was minted for them end with it.</summary>
    /// <returns>Whether it was trusted.</returns>
    public Task<bool> RemoveIssuerAsync(string url, string actor, CancellationToken cancellation) => _store.ChangeAsync(
        actor,
        async transaction =>
        {
            await transaction.Session.ExecuteAsync($"DELETE FROM trusted_publisher WHERE issuer = {url}", cancellation);
            var removed = await transaction.Session.ExecuteAsync($"DELETE FROM issuer WHERE url = {url}", cancellation);
            if (removed > 0)
                await transaction.AppendAsync(AccessChange.IssuerRemoved, url);
            return removed > 0;
        },
        cancellation);

    /// <summary>Trusts a publisher.</summary>
    /// <param name="channel">Where it may publish.</param>
    /// <param name="publisher">The rest; its number is not looked at.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="BadInputException">The issuer is not trusted, or the claims fit anyone.</exception>
    public Task<TrustedPublisher> TrustAsync(ChannelName channel, TrustedPublisher publisher, string actor, CancellationToken cancellation)
    {
        if (publisher.Claims.All(claim => claim.Value.AsSpan().TrimStart("*?").IsEmpty))
            throw AccessDiagnostics.BadPublisher.Refuse(null, "the claims fit anyone whom the issuer knows", "name the repository or the workflow");
        return _store.ChangeAsync(
            actor,
            async transaction =>
            {
                if (await transaction.Session.NumberAsync($"SELECT count(*) FROM issuer WHERE url = {publisher.Issuer}", cancellation) == 0)
                    throw AccessDiagnostics.BadPublisher.Refuse(null, $"the instance does not trust the issuer '{publisher.Issuer}'");
                var id = await transaction.Session.NumberAsync(
                    $"""
                    INSERT INTO trusted_publisher(channel, issuer, claims, names, owners, created)
                    VALUES ({channel.ToString()}, {publisher.Issuer}, {AccessJson.Write(publisher.Claims)}, {AccessJson.Write(publisher.Names)},
                            {AccessJson.Write(publisher.Owners)}, {transaction.Now}) RETURNING id
                    """,
                    cancellation);
                var body = new JsonObjectBuilder()
                    .Set("issuer"u8, publisher.Issuer)
                    .Set("claims"u8, publisher.Claims.Select(claim => $"{claim.Key}={claim.Value}").Order(StringComparer.Ordinal))
                    .Set("names"u8, publisher.Names)
                    .Set("owners"u8, publisher.Owners)
                    .Set("publisher"u8, id);
                await transaction.AppendAsync(AccessChange.PublisherTrusted, channel.ToString(), body);
                return publisher with { Id = id, Channel = channel.ToString() };
            },
            cancellation);
    }

    /// <summary>Trusts a publisher no more; what was minted for it ends at once.</summary>
    /// <returns>Whether it was trusted.</returns>
    public Task<bool> RemoveAsync(long id, string actor, CancellationToken cancellation) => _store.ChangeAsync(
        actor,
        async transaction =>
        {
            var channel = await transaction.Session.FirstAsync($"DELETE FROM trusted_publisher WHERE id = {id} RETURNING channel", row => row.Text(0), cancellation);
            if (channel is not null)
                await transaction.AppendAsync(AccessChange.PublisherRemoved, channel, new JsonObjectBuilder().Set("publisher"u8, id));
            return channel is not null;
        },
        cancellation);

    internal static Task<List<TrustedIssuer>> IssuersAsync(SqlSession session, CancellationToken cancellation) =>
        session.QueryAsync($"SELECT url, audience FROM issuer ORDER BY url", row => new TrustedIssuer(row.Text(0), row.Text(1)), cancellation);

    internal static Task<List<TrustedPublisher>> ListAsync(SqlSession session, CancellationToken cancellation) => session.QueryAsync(
        $"SELECT id, channel, issuer, claims, names, owners FROM trusted_publisher ORDER BY id",
        row => new TrustedPublisher(
            row.Integer(0), row.Text(1), row.Text(2), AccessJson.ReadMap(row.Text(3)), AccessJson.ReadList(row.Text(4)), AccessJson.ReadList(row.Text(5))),
        cancellation);
}
