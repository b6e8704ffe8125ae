using System.Security.Cryptography;
using Hearth.Channels.Databases;
using Hearth.Channels.Log;

namespace Hearth.Channels.Access;

/// <summary>Users, teams, grants, tokens and trusted publishers, as the database has them. What is decided from them: <see cref="Principal"/>.</summary>
public sealed class AccessStore
{
    /// <summary>What signals say when something changed here.</summary>
    public const string Topic = "access";

    private AccessStore(Database database, TimeProvider clock, RandomNumberGenerator random, long instance) =>
        (Database, Clock, Random, Instance) = (database, clock, random, instance);

    public Users Users => new(this);

    public Teams Teams => new(this);

    public Grants Grants => new(this);

    public Tokens Tokens => new(this);

    public TrustedPublishers TrustedPublishers => new(this);

    /// <summary>The number of the log that all changes go to.</summary>
    public long Instance { get; }

    internal Database Database { get; }

    internal TimeProvider Clock { get; }

    internal RandomNumberGenerator Random { get; }

    /// <summary>Opens what a database knows of access; makes the instance's log if it has none.</summary>
    public static async Task<AccessStore> OpenAsync(Database database, TimeProvider clock, RandomNumberGenerator random, CancellationToken cancellation) =>
        new(database, clock, random, await new ChannelCatalog(database, clock).InstanceAsync(cancellation));

    /// <summary>A key that all servers of the instance share; made when it is first asked for.</summary>
    /// <param name="purpose">What it is for; different purposes have different keys.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>32 random bytes.</returns>
    public Task<byte[]> KeyAsync(string purpose, CancellationToken cancellation)
    {
        var fresh = new byte[32];
        Random.GetBytes(fresh);
        return Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync($"INSERT INTO secret(name, value) VALUES ({purpose}, {fresh}) ON CONFLICT DO NOTHING", cancellation);
                return (await session.FirstAsync($"SELECT value FROM secret WHERE name = {purpose}", row => row.Bytes(0), cancellation))!;
            },
            cancellation);
    }

    internal Task<T> ChangeAsync<T>(string actor, Func<AccessTransaction, Task<T>> work, CancellationToken cancellation)
    {
        var now = Clock.GetUtcNow();
        return Database.WriteAsync(
            async session =>
            {
                // Changes of the instance take turns, on whichever server: what one has read holds until it has written.
                await session.ExecuteAsync($"UPDATE channel SET revision = revision WHERE id = {Instance}", cancellation);
                var transaction = new AccessTransaction(session, Instance, actor, now, cancellation);
                var result = await work(transaction);
                if (transaction.HasChanged)
                    await Database.SignalAsync(session, Topic, cancellation);
                return result;
            },
            cancellation);
    }
}
