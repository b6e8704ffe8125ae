using Hearth.Channels.Databases;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Access;

/// <summary>The accounts of an instance. They can be disabled and never deleted: the log refers to them.</summary>
public sealed class Users
{
    private readonly AccessStore _store;

    internal Users(AccessStore store) => _store = store;

    /// <summary>All users, sorted by name.</summary>
    public Task<List<User>> ListAsync(CancellationToken cancellation) => _store.Database.ReadAsync(session => ListAsync(session, cancellation), cancellation);

    /// <summary>Makes an account, which may do nothing until it is granted something.</summary>
    /// <exception cref="BadInputException">The name is taken.</exception>
    public Task<User> CreateAsync(AccountName name, string displayName, string actor, CancellationToken cancellation) => _store.ChangeAsync(
        actor,
        async transaction => await AddAsync(transaction, name, displayName)
            ?? throw AccessDiagnostics.NameTaken.Refuse(null, $"there is a user '{name}' already"),
        cancellation);

    /// <summary>Takes everything away from an account, its tokens and its sessions; or gives it back.</summary>
    /// <exception cref="BadInputException">There is no such user.</exception>
    public Task SetDisabledAsync(AccountName name, bool disabled, string actor, CancellationToken cancellation) => _store.ChangeAsync(
        actor,
        async transaction =>
        {
            var id = await transaction.UserAsync(name);
            DateTimeOffset? since = disabled ? transaction.Now : null;
            var changed = await transaction.Session.ExecuteAsync(
                $"UPDATE account SET disabled = {since} WHERE id = {id} AND CASE WHEN disabled IS NULL THEN 1 ELSE 0 END = {disabled}", cancellation);
            if (changed > 0)
                await transaction.AppendAsync(disabled ? AccessChange.UserDisabled : AccessChange.UserEnabled, name.ToString());
            return true;
        },
        cancellation);

    /// <summary>Lets an issuer's subject sign in as a user. A subject belongs to one user; linking it again moves it.</summary>
    /// <exception cref="BadInputException">There is no such user.</exception>
    public Task LinkAsync(AccountName name, string issuer, string subject, string actor, CancellationToken cancellation) => _store.ChangeAsync(
        actor,
        async transaction =>
        {
            await LinkAsync(transaction, await transaction.UserAsync(name), name, issuer, subject);
            return true;
        },
        cancellation);

    /// <summary>The user as whom an issuer's subject signs in; makes an account where there is none and that is wanted.</summary>
    /// <param name="issuer">The <c>iss</c> claim.</param>
    /// <param name="subject">The <c>sub</c> claim.</param>
    /// <param name="suggested">What a new account is called if the name is free; otherwise a number is put behind it. Null makes no account.</param>
    /// <param name="displayName">What people read.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null if nobody is linked to the subject and no account was wanted.</returns>
    public Task<User?> SignInAsync(string issuer, string subject, AccountName? suggested, string displayName, CancellationToken cancellation) => _store.ChangeAsync(
        $"{subject} of {issuer}",
        async transaction =>
        {
            var linked = await transaction.Session.FirstAsync(
                $"""
                SELECT id, name, display, created, disabled FROM account
                WHERE id = (SELECT account FROM identity WHERE issuer = {issuer} AND subject = {subject})
                """,
                ReadRow,
                cancellation);
            if (linked is not null || suggested is not { } name)
                return linked;
            var user = await AddAsync(transaction, name, displayName);
            for (var i = 2; user is null; i++)
                user = await AddAsync(transaction, Numbered(name, i), displayName);
            await LinkAsync(transaction, user.Id, user.Name, issuer, subject);
            return user;
        },
        cancellation);

    internal static Task<List<User>> ListAsync(SqlSession session, CancellationToken cancellation) =>
        session.QueryAsync($"SELECT id, name, display, created, disabled FROM account ORDER BY name", ReadRow, cancellation);

    internal static async Task<User?> AddAsync(AccessTransaction transaction, AccountName name, string displayName)
    {
        var user = await transaction.Session.FirstAsync(
            $"INSERT INTO account(name, display, created) VALUES ({name.ToString()}, {displayName}, {transaction.Now}) ON CONFLICT DO NOTHING RETURNING id, name, display, created, disabled",
            ReadRow,
            transaction.Cancellation);
        if (user is not null)
            await transaction.AppendAsync(AccessChange.UserCreated, name.ToString(), new JsonObjectBuilder().Set("display"u8, displayName));
        return user;
    }

    private static async Task LinkAsync(AccessTransaction transaction, long id, AccountName name, string issuer, string subject)
    {
        await transaction.Session.ExecuteAsync(
            $"INSERT INTO identity(issuer, subject, account) VALUES ({issuer}, {subject}, {id}) ON CONFLICT (issuer, subject) DO UPDATE SET account = excluded.account",
            transaction.Cancellation);
        await transaction.AppendAsync(AccessChange.UserLinked, name.ToString(), new JsonObjectBuilder().Set("issuer"u8, issuer).Set("subject"u8, subject));
    }

    private static AccountName Numbered(AccountName name, int number)
    {
        var suffix = $"-{number}";
        var text = name.ToString();
        return AccountName.Parse(text[..Math.Min(text.Length, AccountName.MaxLength - suffix.Length)] + suffix);
    }

    private static User ReadRow(SqlRow row) => new(row.Integer(0), AccountName.Parse(row.Text(1)), row.Text(2), row.Instant(3), row.InstantOrNull(4));
}
