using Hearth.Channels.Databases;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Access;

/// <summary>The teams of an instance.</summary>
public sealed class Teams
{
    private readonly AccessStore _store;

    internal Teams(AccessStore store) => _store = store;

    /// <summary>All teams, sorted by name.</summary>
    public Task<List<Team>> ListAsync(CancellationToken cancellation) => _store.Database.ReadAsync(session => ListAsync(session, cancellation), cancellation);

    /// <summary>Makes a team without members.</summary>
    /// <exception cref="BadInputException">The name is taken.</exception>
    public Task CreateAsync(AccountName name, string actor, CancellationToken cancellation) => _store.ChangeAsync(
        actor,
        async transaction =>
        {
            var added = await transaction.Session.ExecuteAsync(
                $"INSERT INTO team(name, created) VALUES ({name.ToString()}, {transaction.Now}) ON CONFLICT DO NOTHING", cancellation);
            if (added == 0)
                throw AccessDiagnostics.NameTaken.Refuse(null, $"there is a team '{name}' already");
            await transaction.AppendAsync(AccessChange.TeamCreated, name.ToString());
            return true;
        },
        cancellation);

    /// <summary>Sets who is in a team.</summary>
    /// <exception cref="BadInputException">There is no such team, or no such user.</exception>
    public Task SetMembersAsync(AccountName name, IReadOnlyCollection<AccountName> members, string actor, CancellationToken cancellation) => _store.ChangeAsync(
        actor,
        async transaction =>
        {
            var team = await transaction.TeamAsync(name);
            await transaction.Session.ExecuteAsync($"DELETE FROM team_member WHERE team = {team}", cancellation);
            foreach (var member in members.Distinct().Order())
                await transaction.Session.ExecuteAsync($"INSERT INTO team_member(team, account) VALUES ({team}, {await transaction.UserAsync(member)})", cancellation);
            await transaction.AppendAsync(AccessChange.TeamMembers, name.ToString(), new JsonObjectBuilder().Set("members"u8, members.Distinct().Order().Select(member => member.ToString())));
            return true;
        },
        cancellation);

    /// <summary>Puts users into a team and takes others out, whatever happens to the rest meanwhile.</summary>
    /// <returns>The members as they are now.</returns>
    /// <exception cref="BadInputException">There is no such team, or no such user.</exception>
    public Task<IReadOnlyList<AccountName>> ChangeMembersAsync(
        AccountName name, IReadOnlyCollection<AccountName> added, IReadOnlyCollection<AccountName> removed, string actor, CancellationToken cancellation) => _store.ChangeAsync(
        actor,
        async transaction =>
        {
            var team = await transaction.TeamAsync(name);
            var before = (await ListAsync(transaction.Session, cancellation)).First(known => known.Name == name).Members;
            foreach (var member in added.Except(before))
                await transaction.Session.ExecuteAsync($"INSERT INTO team_member(team, account) VALUES ({team}, {await transaction.UserAsync(member)})", cancellation);
            foreach (var member in removed)
                await transaction.Session.ExecuteAsync($"DELETE FROM team_member WHERE team = {team} AND account = {await transaction.UserAsync(member)}", cancellation);
            IReadOnlyList<AccountName> members = [.. before.Union(added).Except(removed).Order()];
            if (!members.SequenceEqual(before))
                await transaction.AppendAsync(AccessChange.TeamMembers, name.ToString(), new JsonObjectBuilder().Set("members"u8, members.Select(member => member.ToString())));
            return members;
        },
        cancellation);

    /// <summary>Dissolves a team; what was granted to it is gone with it.</summary>
    /// <exception cref="BadInputException">There is no such team.</exception>
    public Task DeleteAsync(AccountName name, string actor, CancellationToken cancellation) => _store.ChangeAsync(
        actor,
        async transaction =>
        {
            var team = await transaction.TeamAsync(name);
            await transaction.Session.ExecuteAsync($"DELETE FROM team_member WHERE team = {team}", cancellation);
            await transaction.Session.ExecuteAsync($"DELETE FROM role_grant WHERE grantee = {Grantee.Team(name).ToString()}", cancellation);
            await transaction.Session.ExecuteAsync($"DELETE FROM team WHERE id = {team}", cancellation);
            await transaction.AppendAsync(AccessChange.TeamDeleted, name.ToString());
            return true;
        },
        cancellation);

    internal static async Task<List<Team>> ListAsync(SqlSession session, CancellationToken cancellation)
    {
        var members = (await session.QueryAsync(
                $"SELECT team.name, account.name FROM team_member JOIN team ON team.id = team JOIN account ON account.id = account ORDER BY account.name",
                row => (Team: row.Text(0), Member: AccountName.Parse(row.Text(1))),
                cancellation))
            .ToLookup(row => row.Team, row => row.Member, StringComparer.Ordinal);
        return await session.QueryAsync(
            $"SELECT name FROM team ORDER BY name", row => new Team(AccountName.Parse(row.Text(0)), [.. members[row.Text(0)]]), cancellation);
    }
}
