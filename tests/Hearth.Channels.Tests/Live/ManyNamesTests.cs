using System.Globalization;
using System.Text;
using Hearth.Channels.History;
using Hearth.Channels.Publish;
using Hearth.Channels.Tests.History;
using Hearth.Channels.Upkeep;
using Hearth.Foundation.Hashing;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Live;

/// <summary>Names that are shown by the hundred.</summary>
public sealed class ManyNamesTests(PostgresServer postgres)
{
    private const int Names = 300;

    [Theory, OnBothDatabases]
    public async Task Names_that_appear_by_the_hundred_are_shown_and_remembered_as_those_that_appear_one_by_one(DatabaseKind kind)
    {
        await using var together = await TestStore.OpenAsync(kind, postgres);
        await using var apart = await TestStore.OpenAsync(kind, postgres);
        await ListAsync(together, 0, Names, "1.0");
        await together.Keeper.CatchUpAsync(TestStore.Stop);
        // By three times a hundred, each few enough to be taken one by one.
        for (var first = 0; first < Names; first += 100)
        {
            await ListAsync(apart, first, 100, "1.0");
            await apart.Keeper.CatchUpAsync(TestStore.Stop);
        }

        Assert.Equal(Names, (await RowsAsync(together)).Count);
        Assert.Equal(await RowsAsync(apart), await RowsAsync(together));
        Assert.Equal(await together.BytesAsync("linux-64/repodata.json"), await apart.BytesAsync("linux-64/repodata.json"));
        Assert.Equal(0, await WaitingAsync(together));
    }

    [Theory, OnBothDatabases]
    public async Task Among_hundreds_of_new_names_those_that_were_there_before_and_those_that_went_keep_their_past(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        var channel = (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;
        var served = new List<ServedThen>();
        await ListAsync(store, 0, 3, "1.0");
        await ServeAsync();
        await store.Changes.RemoveAsync(TestStore.Forge, "linux-64", FileOf(0, "1.0"), "test", "", block: false, TestStore.Stop);
        await ServeAsync();
        await store.Changes.RemoveAsync(TestStore.Forge, "linux-64", FileOf(1, "1.0"), "test", "", block: false, TestStore.Stop);
        await ListAsync(store, 0, Names, "2.0");
        await ServeAsync();
        await ListAsync(store, 0, Names, "3.0");
        await ServeAsync();

        Assert.Equal(0, await WaitingAsync(store));
        await using var past = new PastFiles(store.Store);
        foreach (var state in served)
            await state.AssertComesBackAsync(past, channel, TestStore.Stop);
        Assert.DoesNotContain(await new ChannelCheck(store.Store).RunAsync(channel, readArtifacts: false, TestStore.Stop), problem => problem.Kind != UpkeepDiagnostics.BlobMissing);

        async Task ServeAsync()
        {
            await store.Keeper.CatchUpAsync(TestStore.Stop);
            served.Add(await ServedThen.KeepAsync(store.Store, channel, TestStore.Stop));
        }
    }

    private static async Task ListAsync(TestStore store, int first, int count, string version)
    {
        var listed = await MadeRemote.ListAsync(store.Store, Enumerable.Range(first, count).Select(number => Artifact(number, version)));
        Assert.Equal((count, 0), (listed.Added.Count, listed.Problems.Count));
    }

    private static string FileOf(int number, string version) => string.Create(CultureInfo.InvariantCulture, $"n{number:d3}-{version}-0.conda");

    private static RemoteArtifact Artifact(int number, string version)
    {
        var file = FileOf(number, version);
        return MadeRemote.Of(file[..file.IndexOf('-', StringComparison.Ordinal)], version, Sha256.Of(Encoding.UTF8.GetBytes(file)), size: 10);
    }

    // What does not depend on the revisions at which it was shown.
    private static Task<List<(string Name, Sha256 Digest, string Requires, string Listed, string Past)>> RowsAsync(TestStore store) => store.Store.Database.ReadAsync(
        session => session.QueryAsync(
            $"""
            SELECT shard.name, shard.digest, summary.requires, summary.listed, past_name.body FROM shard
            JOIN summary ON summary.channel = shard.channel AND summary.label = shard.label AND summary.subdir = shard.subdir AND summary.name = shard.name
            JOIN past_name ON past_name.channel = shard.channel AND past_name.label = shard.label AND past_name.subdir = shard.subdir AND past_name.name = shard.name
            WHERE shard.until IS NULL ORDER BY shard.name
            """,
            row => (row.Text(0), row.Digest(1), row.Text(2), Convert.ToHexString(row.Bytes(3)), Convert.ToHexString(row.Bytes(4))),
            TestStore.Stop),
        TestStore.Stop);

    private static Task<long> WaitingAsync(TestStore store) => store.Store.Database.ReadAsync(session => session.NumberAsync($"SELECT count(*) FROM dirty", TestStore.Stop), TestStore.Stop);
}
