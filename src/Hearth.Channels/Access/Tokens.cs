using System.Runtime.CompilerServices;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Access;

/// <summary>The API tokens and sessions of an instance.</summary>
public sealed class Tokens
{
    private const int RotatedAtOnce = 500;

    private readonly AccessStore _store;

    internal Tokens(AccessStore store) => _store = store;

    /// <summary>Tokens in the order in which they were made.</summary>
    public async Task<List<ApiToken>> ListAsync(TokenFilter filter, CancellationToken cancellation)
    {
        var now = _store.Clock.GetUtcNow();
        var all = await _store.Database.ReadAsync(session => TokenRows.AllAsync(session, cancellation), cancellation);
        return [.. all.Where(held => filter.Selects(held.Token, now)).Select(held => held.Token)];
    }

    /// <summary>Makes a token.</summary>
    /// <exception cref="BadInputException">The request contradicts itself, or there is no such user.</exception>
    public Task<NewToken> CreateAsync(TokenRequest request, string actor, CancellationToken cancellation)
    {
        Check(request);
        var text = TokenText.New(_store.Random);
        return _store.ChangeAsync(actor, async transaction => new NewToken(text, await AddAsync(transaction, text, request)), cancellation);
    }

    /// <summary>Refuses a request that contradicts itself.</summary>
    /// <exception cref="BadInputException">It does.</exception>
    public static void Check(TokenRequest request)
    {
        if ((request.User is null) != (request.Grants.Count > 0))
            throw AccessDiagnostics.BadToken.Refuse(null, request.User is null ? "the token has neither a user nor grants" : "the token has a user and grants");
        if (request.Lifetime <= TimeSpan.Zero)
            throw AccessDiagnostics.BadToken.Refuse(null, "the token would have expired before it is made");
    }

    /// <summary>Ends a token at once.</summary>
    /// <returns>Whether there was a live one.</returns>
    public Task<bool> RevokeAsync(string id, string actor, CancellationToken cancellation) => _store.ChangeAsync(
        actor,
        async transaction =>
        {
            if (await TokenRows.FindAsync(transaction, id) is not { } token || !token.IsLiveAt(transaction.Now))
                return false;
            var change = await transaction.AppendAsync(AccessChange.TokenRevoked, id);
            await transaction.Session.ExecuteAsync($"UPDATE token SET revoked = {transaction.Now}, revision = {change.Revision} WHERE id = {id}", cancellation);
            return true;
        },
        cancellation);

    /// <summary>Makes a token that may do what another may, and lets that one end after a while, so that both work in between.</summary>
    /// <param name="id">The token to replace.</param>
    /// <param name="grace">How long it goes on working.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The successor, which lives as long as the old one was made for; null if there is no live token of this name, or it has a successor.</returns>
    public Task<NewToken?> RotateAsync(string id, TimeSpan grace, string actor, CancellationToken cancellation)
    {
        var text = TokenText.New(_store.Random);
        return _store.ChangeAsync(actor, transaction => RotateAsync(transaction, id, text, grace), cancellation);
    }

    /// <summary>Rotates all live tokens of a selection. What was yielded is done; whoever starts again goes on where it ended.</summary>
    public async IAsyncEnumerable<(string Old, NewToken New)> RotateAllAsync(
        TokenFilter filter, TimeSpan grace, string actor, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var part in (await ListAsync(filter with { Ended = false }, cancellation)).Chunk(RotatedAtOnce))
        {
            var texts = part.Select(token => (token.Id, Text: TokenText.New(_store.Random))).ToList();
            var rotated = await _store.ChangeAsync(
                actor,
                async transaction =>
                {
                    var done = new List<(string Old, NewToken New)>();
                    foreach (var (id, text) in texts)
                    {
                        if (await RotateAsync(transaction, id, text, grace) is { } successor)
                            done.Add((id, successor));
                    }
                    return done;
                },
                cancellation);
            foreach (var pair in rotated)
                yield return pair;
        }
    }

    /// <summary>Notes when tokens were last used; not a change of what anyone may do, and so not in the log.</summary>
    internal Task NoteUseAsync(IReadOnlyCollection<KeyValuePair<string, DateTimeOffset>> uses, CancellationToken cancellation) => _store.Database.WriteAsync(
        async session =>
        {
            // In one order everywhere, so that two servers never wait for each other in a circle.
            foreach (var (id, at) in uses.OrderBy(use => use.Key, StringComparer.Ordinal))
                await session.ExecuteAsync($"UPDATE token SET last_used = {at} WHERE id = {id} AND (last_used IS NULL OR last_used < {at})", cancellation);
        },
        cancellation);

    /// <summary>Drops sessions and minted tokens that ended before an instant, and what issuers' tokens were exchanged that expired before it; the log keeps that they were.</summary>
    internal Task ForgetAsync(DateTimeOffset before, CancellationToken cancellation) => _store.Database.WriteAsync(
        async session =>
        {
            await session.ExecuteAsync($"DELETE FROM token WHERE kind <> {TokenRows.WordOf(TokenKind.Api)} AND expires < {before}", cancellation);
            await session.ExecuteAsync($"DELETE FROM exchange WHERE expires < {before}", cancellation);
        },
        cancellation);

    /// <summary>A token by the half that is not secret; null if there never was one, or it is forgotten.</summary>
    public async Task<ApiToken?> FindAsync(string id, CancellationToken cancellation) =>
        await _store.Database.ReadAsync(session => TokenRows.FindAsync(session, id, cancellation), cancellation);

    internal static async Task<ApiToken> AddAsync(AccessTransaction transaction, TokenText text, TokenRequest request)
    {
        long? account = request.User is { } user ? await transaction.UserAsync(user) : null;
        var token = new ApiToken
        {
            Id = text.Id,
            Kind = request.Kind,
            Parent = request.Parent,
            User = request.User,
            Description = request.Description,
            Scope = request.Scope,
            Grants = request.Grants,
            Creator = transaction.Actor,
            Created = transaction.Now,
            Expires = transaction.Now + request.Lifetime,
        };
        var change = await transaction.AppendAsync(AccessChange.TokenCreated, token.Id, TokenRows.BodyOf(token));
        await TokenRows.InsertAsync(transaction, token, text.Digest, account, change.Revision);
        return token;
    }

    private static async Task<NewToken?> RotateAsync(AccessTransaction transaction, string id, TokenText text, TimeSpan grace)
    {
        if (await TokenRows.FindAsync(transaction, id) is not { Successor: null } old || !old.IsLiveAt(transaction.Now))
            return null;
        var successor = await AddAsync(transaction, text, new TokenRequest
        {
            User = old.User,
            Grants = old.Grants,
            Scope = old.Scope,
            Description = old.Description,
            Kind = old.Kind,
            Lifetime = old.Expires - old.Created,
        });
        var end = transaction.Now + grace;
        if (old.Expires < end)
            end = old.Expires.Value;
        var change = await transaction.AppendAsync(
            AccessChange.TokenRotated, id, new JsonObjectBuilder().Set("successor"u8, successor.Id).Set("expires"u8, end.ToUnixTimeMilliseconds()));
        await transaction.Session.ExecuteAsync(
            $"UPDATE token SET expires = {end}, successor = {successor.Id}, revision = {change.Revision} WHERE id = {id}", transaction.Cancellation);
        return new NewToken(text, successor);
    }
}
