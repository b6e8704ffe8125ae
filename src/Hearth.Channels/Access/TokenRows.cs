using Hearth.Channels.Databases;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Access;

/// <summary>Tokens as rows of the database.</summary>
internal static class TokenRows
{
    private static readonly (TokenKind Kind, string Word)[] Kinds = [(TokenKind.Api, "api"), (TokenKind.Minted, "minted"), (TokenKind.Session, "session")];

    public static string WordOf(TokenKind kind) => Kinds.First(entry => entry.Kind == kind).Word;

    /// <summary>Every token, in the order in which they were made.</summary>
    public static Task<List<HeldToken>> AllAsync(SqlSession session, CancellationToken cancellation) => SinceAsync(session, 0, cancellation);

    /// <summary>The tokens that changes after a revision touched.</summary>
    public static Task<List<HeldToken>> SinceAsync(SqlSession session, long revision, CancellationToken cancellation) => session.QueryAsync(
        $"""
        SELECT token.id, kind, digest, account.name, description, scope, grants, creator, token.created, expires, revoked, successor, last_used, parent
        FROM token LEFT JOIN account ON account.id = token.account WHERE revision > {revision} ORDER BY token.created, token.id
        """,
        ReadRow,
        cancellation);

    public static Task<ApiToken?> FindAsync(AccessTransaction transaction, string id) => FindAsync(transaction.Session, id, transaction.Cancellation);

    public static async Task<ApiToken?> FindAsync(SqlSession session, string id, CancellationToken cancellation) => (await session.FirstAsync(
        $"""
        SELECT token.id, kind, digest, account.name, description, scope, grants, creator, token.created, expires, revoked, successor, last_used, parent
        FROM token LEFT JOIN account ON account.id = token.account WHERE token.id = {id}
        """,
        ReadRow,
        cancellation))?.Token;

    public static Task InsertAsync(AccessTransaction transaction, ApiToken token, Sha256 digest, long? account, long revision) => transaction.Session.ExecuteAsync(
        $"""
        INSERT INTO token(id, kind, digest, account, description, scope, grants, creator, created, expires, parent, revision)
        VALUES ({token.Id}, {WordOf(token.Kind)}, {digest}, {account}, {token.Description}, {AccessJson.Write(token.Scope)}, {AccessJson.Write(token.Grants)},
                {token.Creator}, {token.Created}, {token.Expires}, {token.Parent}, {revision})
        """,
        transaction.Cancellation);

    /// <summary>A token as the log describes it.</summary>
    public static JsonObjectBuilder BodyOf(ApiToken token)
    {
        var body = new JsonObjectBuilder()
            .Set("kind"u8, WordOf(token.Kind))
            .Set("description"u8, token.Description)
            .Set("channels"u8, token.Scope.Channels)
            .Set("names"u8, token.Scope.Names)
            .Set("owners"u8, token.Scope.Owners)
            .Set("verbs"u8, token.Scope.Verbs.Words())
            .Set("grants"u8, token.Grants.Select(grant => $"{grant.Role.Word()} on {grant.Channel}"));
        if (token.Parent is { } parent)
            body.Set("parent"u8, parent);
        if (token.User is { } user)
            body.Set("user"u8, user.ToString());
        if (token.Expires is { } expires)
            body.Set("expires"u8, expires.ToUnixTimeMilliseconds());
        return body;
    }

    private static HeldToken ReadRow(SqlRow row) => new(
        new ApiToken
        {
            Id = row.Text(0),
            Kind = Kinds.First(entry => entry.Word == row.Text(1)).Kind,
            User = row.TextOrNull(3) is { } user ? AccountName.Parse(user) : null,
            Description = row.Text(4),
            Scope = AccessJson.ReadScope(row.Text(5)),
            Grants = AccessJson.ReadGrants(row.Text(6)),
            Creator = row.Text(7),
            Created = row.Instant(8),
            Expires = row.InstantOrNull(9),
            Revoked = row.InstantOrNull(10),
            Successor = row.TextOrNull(11),
            LastUsed = row.InstantOrNull(12),
            Parent = row.TextOrNull(13),
        },
        row.Digest(2));
}
