using Hearth.Channels.Access;
using Hearth.Conda.Names;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Api;

/// <summary>Tokens: whoever is signed in makes, rotates and revokes what they may; nobody makes one that may do more than they.</summary>
internal static class TokensApi
{
    /// <summary>How long a token goes on beside its successor, unless said otherwise.</summary>
    public static readonly TimeSpan UsualGrace = TimeSpan.FromHours(24);

    // Longer than a person's life; what adds up to a date that cannot be written is none.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        new("GET", "/api/v1/tokens", Need.SignedIn, "Lists the tokens that the requester may manage: its own, those of machines on channels that it owns; an admin's are all (?user=…&channel=…&owner=…&ended=true).", ListAsync) { Response = nameof(TokenList) },
        new("POST", "/api/v1/tokens", Need.SignedIn, "Makes a token that may do no more, and lives no longer, than what asks for it; the answer alone holds its secret.", CreateAsync) { Request = nameof(NewTokenDocument), Response = nameof(TokenDocument) },
        new("GET", "/api/v1/tokens/{token}", Need.SignedIn, "Shows a token, by the half that is not secret.", ShowAsync) { Response = nameof(TokenDocument) },
        new("POST", "/api/v1/tokens/{token}/rotate", Need.SignedIn, "Replaces a token by one that may do the same; the old one works for a day, or as long as is said.", RotateAsync) { Request = nameof(Rotation), Response = nameof(TokenDocument) },
        new("DELETE", "/api/v1/tokens/{token}", Need.SignedIn, "Ends a token at once.", RevokeAsync) { Response = nameof(TokenDocument) },
    ];

    /// <summary>The tokens that the requester may manage.</summary>
    public static async Task<IEnumerable<ApiToken>> OfAsync(ApiCall call, TokenFilter filter) =>
        (await call.Instance.Access.Tokens.ListAsync(filter, call.Cancellation)).Where(token => call.Who.MayManage(token).IsAllowed);

    /// <summary>Makes a token for the requester.</summary>
    /// <returns>Null if the requester may not; it is answered then.</returns>
    public static async Task<NewToken?> CreateAsync(ApiCall call, TokenRequest request)
    {
        Tokens.Check(request);
        if (call.Who.MayIssue(request, call.Instance.Store.Clock.GetUtcNow()) is { IsAllowed: false } decision)
        {
            await call.RefuseAsync(decision);
            return null;
        }
        var made = await call.Instance.Access.Tokens.CreateAsync(request, call.Actor, call.Cancellation);
        await call.Instance.LiveAccess.RefreshAsync(call.Cancellation);
        return made;
    }

    /// <summary>Rotates the token that the path names.</summary>
    /// <returns>Null if it cannot be; it is answered then.</returns>
    public static async Task<NewToken?> RotateAsync(ApiCall call, TimeSpan grace)
    {
        if (await FindAsync(call) is not { } token)
            return null;
        // The successor is a new secret: whoever gets it must be allowed to have such a one made.
        var same = new TokenRequest { User = token.User, Grants = token.Grants, Scope = token.Scope, Lifetime = token.Expires - token.Created };
        if (token.Id != (call.Who.Token?.Parent ?? call.Who.Token?.Id) && call.Who.MayIssue(same, call.Instance.Store.Clock.GetUtcNow()) is { IsAllowed: false } decision)
        {
            await call.RefuseAsync(decision);
            return null;
        }
        var made = token.Kind == TokenKind.Api ? await call.Instance.Access.Tokens.RotateAsync(token.Id, grace, call.Actor, call.Cancellation) : null;
        if (made is null)
            await call.RefuseAsync(StatusCodes.Status409Conflict, AccessDiagnostics.NoSuchAccount.In(null, $"the token '{token.Id}' works no more, has a successor, or is no token for programs"));
        await call.Instance.LiveAccess.RefreshAsync(call.Cancellation);
        return made;
    }

    /// <summary>Revokes the token that the path names.</summary>
    /// <returns>The token as it is now; null if there is no such, which is answered then.</returns>
    public static async Task<ApiToken?> RevokeTokenAsync(ApiCall call)
    {
        if (await FindAsync(call) is not { } token)
            return null;
        await call.Instance.Access.Tokens.RevokeAsync(token.Id, call.Actor, call.Cancellation);
        await call.Instance.LiveAccess.RefreshAsync(call.Cancellation);
        return await call.Instance.Access.Tokens.FindAsync(token.Id, call.Cancellation);
    }

    private static async Task ListAsync(ApiCall call)
    {
        var filter = new TokenFilter
        {
            User = call.Query("user") is { } user ? AccountName.Parse(user) : null,
            Channel = call.Query("channel") is { } channel ? ChannelName.Parse(channel).ToString() : null,
            Owner = call.Query("owner"),
            Ended = call.Query("ended") == "true",
        };
        await call.SendAsync(new TokenList("hearth.tokens.1", [.. (await OfAsync(call, filter)).Select(TokenDocument.Of)]), ApiJson.Default.TokenList);
    }

    private static async Task CreateAsync(ApiCall call)
    {
        if (await CreateAsync(call, RequestOf(call, await call.ReadAsync(ApiJson.Default.NewTokenDocument))) is { } made)
            await call.SendAsync(TokenDocument.Of(made), ApiJson.Default.TokenDocument, StatusCodes.Status201Created);
    }

    private static async Task ShowAsync(ApiCall call)
    {
        if (await FindAsync(call) is { } token)
            await call.SendAsync(TokenDocument.Of(token), ApiJson.Default.TokenDocument);
    }

    private static async Task RotateAsync(ApiCall call)
    {
        var asked = call.Request.ContentLength > 0 ? (await call.ReadAsync(ApiJson.Default.Rotation)).GraceSeconds : null;
        if (await RotateAsync(call, asked is { } seconds ? Span(seconds, least: 0) : UsualGrace) is { } made)
            await call.SendAsync(TokenDocument.Of(made), ApiJson.Default.TokenDocument, StatusCodes.Status201Created);
    }

    private static async Task RevokeAsync(ApiCall call)
    {
        if (await RevokeTokenAsync(call) is { } token)
            await call.SendAsync(TokenDocument.Of(token), ApiJson.Default.TokenDocument);
    }

    // A token that is somebody else's is answered as one that is not there.
    private static async Task<ApiToken?> FindAsync(ApiCall call)
    {
        var id = call.Part("token");
        if (await call.Instance.Access.Tokens.FindAsync(id, call.Cancellation) is { } token && call.Who.MayManage(token).IsAllowed)
            return token;
        await call.RefuseAsync(StatusCodes.Status404NotFound, AccessDiagnostics.NoSuchAccount.In(null, $"there is no token '{id}' that you may manage"));
        return null;
    }

    private static TokenRequest RequestOf(ApiCall call, NewTokenDocument wanted)
    {
        var hasGrants = wanted.Grants is { Count: > 0 };
        return new TokenRequest
        {
            User = wanted.User is { } user ? AccountName.Parse(user) : hasGrants ? null : call.Who.User?.Name,
            Grants = [.. (wanted.Grants ?? []).Select(grant => grant.Read())],
            Scope = new TokenScope
            {
                Channels = wanted.Channels ?? [],
                Names = wanted.Names ?? [],
                Verbs = wanted.Verbs is { Count: > 0 } verbs ? AccessWords.ReadVerbs(verbs) : Verbs.All,
                Owners = wanted.Owners ?? [],
            },
            Description = wanted.Description ?? "",
            Lifetime = wanted.LifetimeSeconds is { } seconds ? Span(seconds, least: 1) : null,
        };
    }

    private static TimeSpan Span(long seconds, long least) => seconds >= least && seconds <= Longest.TotalSeconds
        ? TimeSpan.FromSeconds(seconds)
        : throw AccessDiagnostics.BadToken.Refuse(null, $"{seconds} seconds are too short or too long");
}
