using System.Data.Common;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Databases;

/// <summary>
/// Where logs, records and everything else that is not a blob are kept: SQLite or PostgreSQL. All SQL is written once, in what
/// both understand; what they do differently is in the two derived classes (docs/decisions/0004).
/// </summary>
public abstract class Database : IAsyncDisposable
{
    /// <summary>What a PostgreSQL address starts with; anything else is the path of a SQLite file.</summary>
    public const string PostgresScheme = "postgres";

    private protected Database(string name) => Name = name;

    /// <summary>Where it is, without secrets.</summary>
    public string Name { get; }

    /// <summary>Opens a database, and brings its schema up to date.</summary>
    /// <param name="address">A file, or <c>postgres://user:password@host:port/database</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="BadInputException">The address is not understood, or the database was written by a newer Hearth.</exception>
    /// <exception cref="DbException">The database cannot be reached.</exception>
    public static async Task<Database> OpenAsync(string address, CancellationToken cancellation)
    {
        var database = At(address);
        try
        {
            await new Migrator(database).RunAsync(cancellation);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Looks at a database without changing it.</summary>
    /// <param name="address">See <see cref="OpenAsync"/>; a SQLite file must be there.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="BadInputException">The address is not understood.</exception>
    /// <exception cref="DbException">The database cannot be reached, or is not one of Hearth's.</exception>
    public static async Task<DatabaseState> ExamineAsync(string address, CancellationToken cancellation)
    {
        await using var database = At(address);
        return await database.ReadAsync(
            async session => new DatabaseState(
                await session.NumberAsync($"SELECT max(number) FROM migration", cancellation),
                Migrator.Newest,
                await session.FirstAsync($"SELECT max(at) FROM change", row => row.InstantOrNull(0), cancellation)),
            cancellation);
    }

    /// <summary>Reads from one state of the database, however long it takes.</summary>
    public abstract Task<T> ReadAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellation);

    /// <summary>
    /// Runs one transaction. When the call returns, it is on disk. The work may run more than once, where another writer came in
    /// between: it must have no effect outside the session.
    /// </summary>
    public abstract Task<T> WriteAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellation);

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Func<SqlSession, Task> work, CancellationToken cancellation) => WriteAsync(
        async session =>
        {
            await work(session);
            return true;
        },
        cancellation);

    /// <summary>
    /// The same, for work that adds rows by the thousand which refer only to rows that it adds or has read: SQLite then neither looks for these, nor
    /// keeps what it would need to take back a statement alone. What fails is taken back as a whole.
    /// </summary>
    internal virtual Task<T> WriteManyAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellation) => WriteAsync(work, cancellation);

    /// <summary>Whether work that writes may have to be done again, because others who wrote at the same time were first.</summary>
    internal abstract bool RepeatsWrites { get; }

    /// <summary>Tells every process that uses the database, once the transaction is committed, that something changed.</summary>
    public abstract Task SignalAsync(SqlSession session, string topic, CancellationToken cancellation);

    /// <summary>The signals of all processes, this one's among them. A lost signal is no loss: whoever listens also looks from time to time.</summary>
    public abstract IAsyncEnumerable<string> SignalsAsync(CancellationToken cancellation);

    /// <summary>The schema's dialect: what the placeholders of migration files stand for.</summary>
    internal abstract string Translate(string schema);

    /// <summary>Keeps two processes from migrating at the same time.</summary>
    internal abstract Task LockSchemaAsync(SqlSession session, CancellationToken cancellation);

    public abstract ValueTask DisposeAsync();

    /// <summary>A database as it lies there.</summary>
    internal static Database At(string address) => address.StartsWith(PostgresScheme, StringComparison.Ordinal) ? new PostgresDatabase(address) : new SqliteFileDatabase(address);
}
