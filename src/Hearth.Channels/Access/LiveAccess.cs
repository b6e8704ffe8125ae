using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Hearth.Channels.Databases;
using Hearth.Channels.Live;

namespace Hearth.Channels.Access;

/// <summary>
/// Says who the bearer of a token is, from memory: a token that is known costs no row of the database. Follows the database by its
/// signals, so that what is revoked anywhere ends here within a second or so; while the database is away, what is held goes on.
/// </summary>
public sealed class LiveAccess(AccessStore store) : IDisposable
{
    private static readonly TimeSpan NoteUseEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan CheckWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _refreshing = new(1);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);
    private volatile AccessState _state = AccessState.Empty;
    private long _refreshes;

    public IReadOnlyList<TrustedIssuer> Issuers => _state.Issuers;

    public IReadOnlyList<TrustedPublisher> Publishers => _state.Publishers;

    /// <summary>The bearer of an API token or of a minted one.</summary>
    /// <param name="text">What was sent.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="System.Data.Common.DbException">The token is not known here, and the database is away; so it is with <see cref="TimeoutException"/>.</exception>
    public ValueTask<Principal> BearerAsync(string text, CancellationToken cancellation) => IdentifyAsync(text, isSession: false, cancellation);

    /// <summary>The user of a session.</summary>
    /// <param name="text">What the cookie holds.</param>
    /// <param name="cancellation">Gives up.</param>
    public ValueTask<Principal> SessionAsync(string text, CancellationToken cancellation) => IdentifyAsync(text, isSession: true, cancellation);

    /// <summary>Follows the database until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var wake = new Wake(store.Clock);
        var listening = Following.ListenAsync(
            store.Database,
            store.Clock,
            topic =>
            {
                if (topic == AccessStore.Topic)
                    wake.Ring();
            },
            cancellation);
        var noted = store.Clock.GetUtcNow();
        await Following.RepeatAsync(
            async stop =>
            {
                await RefreshAsync(stop);
                if (store.Clock.GetUtcNow() - noted >= NoteUseEvery)
                {
                    await NoteUseAsync(stop);
                    noted = store.Clock.GetUtcNow();
                }
            },
            wake,
            store.Clock,
            cancellation);
        await listening;
    }

    /// <summary>Makes sure that what the database held when this was called is known. Many callers share one look at it.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        var before = Interlocked.Read(ref _refreshes);
        await _refreshing.WaitAsync(cancellation);
        try
        {
            if (Interlocked.Read(ref _refreshes) > before + 1)
                return;
            Interlocked.Increment(ref _refreshes);
            _state = await store.Database.ReadAsync(session => NextAsync(session, _state, cancellation), cancellation);
            Interlocked.Increment(ref _refreshes);
        }
        finally
        {
            _refreshing.Release();
        }
    }

    /// <summary>Writes down when tokens were last used, and drops what ended long ago.</summary>
    public async Task NoteUseAsync(CancellationToken cancellation)
    {
        var uses = _used.ToArray();
        if (uses.Length > 0)
            await store.Tokens.NoteUseAsync(uses, cancellation);
        foreach (var use in uses)
            _used.TryRemove(use);
        await store.Tokens.ForgetAsync(store.Clock.GetUtcNow() - ForgetAfter, cancellation);
    }

    public void Dispose() => _refreshing.Dispose();

    private async ValueTask<Principal> IdentifyAsync(string text, bool isSession, CancellationToken cancellation)
    {
        if (!TokenText.TryParse(text, null, out var token))
            return Principal.Unaccepted("the credential is not a token of this server");
        if (!_state.Tokens.ContainsKey(token.Id))
        {
            // It may be a moment old and made by another server.
            await RefreshInTimeAsync(cancellation);
        }
        var state = _state;
        var now = store.Clock.GetUtcNow();
        if (!state.Tokens.TryGetValue(token.Id, out var held) || !token.Matches(held.Digest) || held.Token.Kind == TokenKind.Session != isSession)
            return Principal.Unaccepted("there is no such token, or it was revoked");
        if (!held.Token.IsLiveAt(now))
            return Principal.Unaccepted("the token has expired");
        if (state.BearerOf(held.Token, now) is not { } bearer)
            return Principal.Unaccepted(held.Token.Parent is null ? "the account is disabled" : "the session has ended");
        _used[held.Token.Parent ?? token.Id] = now;
        return bearer;
    }

    private async Task RefreshInTimeAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(CheckWithin);
        try
        {
            await RefreshAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException("the token cannot be checked now");
        }
    }

    private async Task<AccessState> NextAsync(SqlSession session, AccessState state, CancellationToken cancellation)
    {
        var revision = await session.NumberAsync($"SELECT revision FROM channel WHERE id = {store.Instance}", cancellation);
        if (revision == state.Revision)
            return state;
        var kinds = await session.QueryAsync(
            $"SELECT DISTINCT kind FROM change WHERE channel = {store.Instance} AND revision > {state.Revision}", row => row.Text(0), cancellation);
        var next = state with { Revision = revision, Bearers = [], Tokens = await TokensAsync(session, state, cancellation) };
        if (state.Revision >= 0 && kinds.TrueForAll(kind => kind.StartsWith(AccessChange.TokenPrefix, StringComparison.Ordinal)))
            return next;
        return next with
        {
            Users = (await Users.ListAsync(session, cancellation)).ToFrozenDictionary(user => user.Name),
            Teams = await Teams.ListAsync(session, cancellation),
            Grants = (await Grants.ListAsync(session, cancellation)).ToLookup(row => row.Grantee, row => row.Grant),
            Issuers = await TrustedPublishers.IssuersAsync(session, cancellation),
            Publishers = await TrustedPublishers.ListAsync(session, cancellation),
        };
    }

    private async Task<ImmutableDictionary<string, HeldToken>> TokensAsync(SqlSession session, AccessState state, CancellationToken cancellation)
    {
        var now = store.Clock.GetUtcNow();
        var tokens = state.Tokens.ToBuilder();
        foreach (var held in await TokenRows.SinceAsync(session, state.Revision, cancellation))
        {
            if (held.Token.IsLiveAt(now))
                tokens[held.Token.Id] = held;
            else
                tokens.Remove(held.Token.Id);
        }
        return tokens.ToImmutable();
    }
}
