using System.Security.Cryptography;
using Hearth.Channels.Access;
using Hearth.Channels.Databases;
using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Hearth.Channels.Tests.Access;

/// <summary>Who may do what, of one test, on either database; the clock stands until the test moves it.</summary>
internal sealed class TestAccess : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();

    private TestAccess(Database database, TemporaryFolder folder) => (Database, _folder) = (database, folder);

    public static readonly AccountName Ann = AccountName.Parse("ann");

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));

    public Database Database { get; }

    public AccessStore Store { get; private set; } = null!;

    public LiveAccess Live { get; private set; } = null!;

    public static async Task<TestAccess> OpenAsync(DatabaseKind kind, PostgresServer postgres)
    {
        var folder = new TemporaryFolder();
        var database = await Database.OpenAsync(kind == DatabaseKind.Sqlite ? folder.PathTo("hearth.db") : await postgres.NewDatabaseAsync(), Stop);
        var access = new TestAccess(database, folder);
        access.Store = await AccessStore.OpenAsync(database, access.Clock, access._random, Stop);
        access.Live = new LiveAccess(access.Store);
        return access;
    }

    /// <summary>A private channel, unless said otherwise.</summary>
    public static ManagedChannel Channel(string name, bool isPrivate = true) =>
        new(1, ChannelName.Parse(name), default, 1, 0, new ChannelSettings { Private = isPrivate });

    /// <summary>The user ann, with a role.</summary>
    public async Task<User> AnnAsync(Role role, string channel = "forge", params string[] names)
    {
        var ann = await Store.Users.CreateAsync(Ann, "Ann", "test", Stop);
        await Store.Grants.SetAsync(Grantee.User(Ann), new Grant { Channel = channel, Role = role, Names = names }, "test", Stop);
        return ann;
    }

    public Task<NewToken> TokenOfAnnAsync(TokenScope? scope = null, TimeSpan? lifetime = null) =>
        Store.Tokens.CreateAsync(new TokenRequest { User = Ann, Scope = scope ?? TokenScope.Unlimited, Lifetime = lifetime }, "test", Stop);

    public async Task<Principal> BearerAsync(NewToken token)
    {
        await Live.RefreshAsync(Stop);
        return await Live.BearerAsync(token.Text.Reveal(), Stop);
    }

    /// <summary>The kinds of all changes in the instance's log.</summary>
    public async Task<IEnumerable<string>> LogAsync() =>
        (await new ChangeLog(Database).ReadAsync(Store.Instance, 0, 1000, Stop)).Select(change => change.Kind.Name);

    public async ValueTask DisposeAsync()
    {
        Live.Dispose();
        await Database.DisposeAsync();
        _random.Dispose();
        _folder.Dispose();
    }
}
