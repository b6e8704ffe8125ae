using System.Globalization;
using System.Reflection;

namespace Hearth.Channels.Databases;

/// <summary>Brings a schema forward, one numbered file after the other; each is applied once, in a transaction of its own.</summary>
internal sealed class Migrator(Database database)
{
    // How tables lie on disk is SQLite's business alone.
    private const string OfSqlite = ".sqlite.sql";

    private static readonly IReadOnlyList<(int Number, string Name)> Files = FilesOf(typeof(Migrator).Assembly);

    /// <summary>The number of the newest file.</summary>
    public static int Newest => Files[^1].Number;

    /// <summary>Applies what is not applied yet.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Foundation.Diagnostics.BadInputException">A newer Hearth has written the database.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await database.WriteAsync(
            async session =>
            {
                await database.LockSchemaAsync(session, cancellation);
                await session.ExecuteAsync($"CREATE TABLE IF NOT EXISTS migration (number BIGINT PRIMARY KEY, applied BIGINT NOT NULL)", cancellation);
            },
            cancellation);
        foreach (var (number, name) in Files)
        {
            await database.WriteAsync(
                async session =>
                {
                    await database.LockSchemaAsync(session, cancellation);
                    var newest = await session.NumberAsync($"SELECT max(number) FROM migration", cancellation);
                    if (newest > Newest)
                        throw DatabaseDiagnostics.NewerDatabase.Refuse(database.Name, $"it has schema {newest}; this Hearth knows schemas up to {Newest}", "start the newer Hearth");
                    if (await session.NumberAsync($"SELECT count(*) FROM migration WHERE number = {(long)number}", cancellation) > 0)
                        return;
                    foreach (var statement in Statements(name))
                        await session.ExecuteAsync(statement, cancellation);
                    await session.ExecuteAsync($"INSERT INTO migration(number, applied) VALUES ({(long)number}, {TimeProvider.System.GetUtcNow()})", cancellation);
                },
                cancellation);
        }
    }

    private IEnumerable<Sql> Statements(string file)
    {
        if (file.EndsWith(OfSqlite, StringComparison.Ordinal) && database is not SqliteFileDatabase)
            yield break;
        using var stream = typeof(Migrator).Assembly.GetManifestResourceStream(file)!;
        using var reader = new StreamReader(stream);
        var text = string.Join('\n', database.Translate(reader.ReadToEnd()).Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal)));
        foreach (var statement in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var sql = new Sql(statement.Length, 0);
            sql.AppendLiteral(statement);
            yield return sql;
        }
    }

    private static List<(int Number, string Name)> FilesOf(Assembly assembly) =>
    [
        .. assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => (int.Parse(name[..name.IndexOf('-')], CultureInfo.InvariantCulture), name))
            .Order(),
    ];
}
