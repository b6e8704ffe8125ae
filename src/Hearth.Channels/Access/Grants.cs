using Hearth.Channels.Databases;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Access;

/// <summary>What users and teams may do: at most one grant for each and each channel or pattern of channels.</summary>
public sealed class Grants
{
    /// <summary>Where the role admin is kept: it is one on everything.</summary>
    private const string Everywhere = "*";

    private readonly AccessStore _store;

    internal Grants(AccessStore store) => _store = store;

    /// <summary>All grants, sorted by grantee and channel.</summary>
    public Task<List<(Grantee Grantee, Grant Grant)>> ListAsync(CancellationToken cancellation) =>
        _store.Database.ReadAsync(session => ListAsync(session, cancellation), cancellation);

    /// <summary>Gives a role; replaces what the grantee has on the same channel or pattern.</summary>
    /// <exception cref="BadInputException">There is no such user or team.</exception>
    public Task SetAsync(Grantee grantee, Grant grant, string actor, CancellationToken cancellation) => _store.ChangeAsync(
        actor,
        async transaction =>
        {
            await SetAsync(transaction, grantee, grant);
            return true;
        },
        cancellation);

    /// <summary>Takes a role away.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> RemoveAsync(Grantee grantee, string channel, string actor, CancellationToken cancellation) => _store.ChangeAsync(
        actor,
        async transaction =>
        {
            var removed = await transaction.Session.ExecuteAsync(
                $"DELETE FROM role_grant WHERE grantee = {grantee.ToString()} AND channel = {channel}", cancellation);
            if (removed > 0)
                await transaction.AppendAsync(AccessChange.GrantRemoved, grantee.ToString(), new JsonObjectBuilder().Set("channel"u8, channel));
            return removed > 0;
        },
        cancellation);

    internal static async Task SetAsync(AccessTransaction transaction, Grantee grantee, Grant grant)
    {
        _ = grantee.IsTeam ? await transaction.TeamAsync(grantee.Name) : await transaction.UserAsync(grantee.Name);
        var channel = grant.Role == Role.Admin ? Everywhere : grant.Channel;
        var (names, owners) = (AccessJson.Write(grant.Names), AccessJson.Write(grant.Owners));
        await transaction.Session.ExecuteAsync(
            $"""
            INSERT INTO role_grant(grantee, channel, role, names, owners) VALUES ({grantee.ToString()}, {channel}, {grant.Role.Word()}, {names}, {owners})
            ON CONFLICT (grantee, channel) DO UPDATE SET role = excluded.role, names = excluded.names, owners = excluded.owners
            """,
            transaction.Cancellation);
        await transaction.AppendAsync(AccessChange.GrantSet, grantee.ToString(), BodyOf(grant with { Channel = channel }));
    }

    internal static JsonObjectBuilder BodyOf(Grant grant) => new JsonObjectBuilder()
        .Set("channel"u8, grant.Channel)
        .Set("role"u8, grant.Role.Word())
        .Set("names"u8, grant.Names)
        .Set("owners"u8, grant.Owners);

    internal static Task<List<(Grantee Grantee, Grant Grant)>> ListAsync(SqlSession session, CancellationToken cancellation) => session.QueryAsync(
        $"SELECT grantee, channel, role, names, owners FROM role_grant ORDER BY grantee, channel",
        row => (Grantee.Parse(row.Text(0)), new Grant
        {
            Channel = row.Text(1),
            Role = AccessWords.ReadRole(row.Text(2)),
            Names = AccessJson.ReadList(row.Text(3)),
            Owners = AccessJson.ReadList(row.Text(4)),
        }),
        cancellation);
}
