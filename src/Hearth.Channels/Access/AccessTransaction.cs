using Hearth.Channels.Databases;
using Hearth.Channels.Log;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Access;

/// <summary>One change of who may do what, together with its entry in the instance's log.</summary>
internal sealed class AccessTransaction(SqlSession session, long instance, string actor, DateTimeOffset now, CancellationToken cancellation)
{
    public SqlSession Session => session;

    public string Actor => actor;

    public DateTimeOffset Now => now;

    public CancellationToken Cancellation => cancellation;

    public bool HasChanged { get; private set; }

    /// <summary>Adds a change to the instance's log.</summary>
    public async Task<Change> AppendAsync(ChangeKind kind, string subject, JsonObjectBuilder? body = null)
    {
        HasChanged = true;
        return await ChangeLog.AppendAsync(session, instance, now, actor, kind, subject, body ?? new JsonObjectBuilder(), cancellation);
    }

    /// <summary>The number of a user.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">There is no such user.</exception>
    public async Task<long> UserAsync(AccountName name) =>
        await session.NumberAsync($"SELECT id FROM account WHERE name = {name.ToString()}", cancellation) is var id and not 0
            ? id
            : throw AccessDiagnostics.NoSuchAccount.Refuse(null, $"there is no user '{name}'");

    /// <summary>The number of a team.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">There is no such team.</exception>
    public async Task<long> TeamAsync(AccountName name) =>
        await session.NumberAsync($"SELECT id FROM team WHERE name = {name.ToString()}", cancellation) is var id and not 0
            ? id
            : throw AccessDiagnostics.NoSuchAccount.Refuse(null, $"there is no team '{name}'");
}
