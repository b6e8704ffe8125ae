using System.Runtime.CompilerServices;
using Hearth.Channels.Databases;
using Hearth.Channels.Log;

namespace Hearth.Channels.Access;

/// <summary>Follows every log of an instance, also those of deleted channels, from the first change to the last.</summary>
public static class AuditCheck
{
    /// <summary>Checks one log after the other, the instance's first, then by name.</summary>
    public static async IAsyncEnumerable<CheckedLog> RunAsync(Database database, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var log = new ChangeLog(database);
        var channels = await database.ReadAsync(
            session => session.QueryAsync($"SELECT id, name, revision FROM channel ORDER BY name", row => (Id: row.Integer(0), Name: row.Text(1), Revision: row.Integer(2)), cancellation),
            cancellation);
        foreach (var (id, name, revision) in channels)
            yield return new CheckedLog(name, revision, await log.FirstBreakAsync(id, cancellation));
    }
}
