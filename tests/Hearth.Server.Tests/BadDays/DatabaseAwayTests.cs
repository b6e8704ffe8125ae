using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Hearth.Channels.Access;
using Hearth.Channels.Upkeep;
using Hearth.Testing;

namespace Hearth.Server.Tests.BadDays;

/// <summary>The database is killed or goes silent under a running server (docs/explanation/bad-days.md).</summary>
public sealed class DatabaseAwayTests
{
    private static readonly TinyPackage First = new("zlib");

    // The promise is 20 s; a loaded machine gets some more.
    private static readonly TimeSpan RefusedWithin = TimeSpan.FromSeconds(35);

    [Fact]
    public async Task A_server_whose_database_was_killed_serves_what_it_holds_and_goes_on_when_it_is_back()
    {
        await using var postgres = new PostgresServer();
        await using var server = await ServedInstance.StartAsync(database: await postgres.NewDatabaseAsync());
        using var client = await server.ClientAsync(Role.Maintainer);
        await ServedInstance.PublishAndSeeAsync(client, First);
        await ServedInstance.PublishAndSeeAsync(client, new TinyPackage("other"));
        await client.GetByteArrayAsync("forge/linux-64/zlib-1.0-0.conda", ServedInstance.Stop);

        await postgres.KillAsync();
        await Task.Delay(TimeSpan.FromSeconds(6), ServedInstance.Stop);
        await AssertServesWhatItHoldsAsync(client);
        await AssertSaysWhyAsync(client, RefusedWithin);
        await AssertTokenCannotBeCheckedAsync(server);
        await postgres.RestartAsync();

        await AssertIsWellAsync(server, client);
    }

    [Fact]
    public async Task A_server_whose_database_is_silent_says_so_in_time_and_goes_on_when_it_speaks()
    {
        await using var postgres = new PostgresServer();
        var address = new UriBuilder(await postgres.NewDatabaseAsync());
        await using var link = new TroubledLink(postgres.Port);
        address.Port = link.Port;
        await using var server = await ServedInstance.StartAsync(database: address.ToString());
        using var client = await server.ClientAsync(Role.Maintainer);
        await ServedInstance.PublishAndSeeAsync(client, First);
        await ServedInstance.PublishAndSeeAsync(client, new TinyPackage("other"));
        await client.GetByteArrayAsync("forge/linux-64/zlib-1.0-0.conda", ServedInstance.Stop);

        link.Silence();
        await Task.Delay(TimeSpan.FromSeconds(6), ServedInstance.Stop);
        await AssertServesWhatItHoldsAsync(client);
        await AssertSaysWhyAsync(client, RefusedWithin);
        link.Mend();

        await AssertIsWellAsync(server, client);
    }

    [Fact]
    public async Task A_slow_database_slows_down_uploads_alone()
    {
        await using var postgres = new PostgresServer();
        var address = new UriBuilder(await postgres.NewDatabaseAsync());
        await using var link = new TroubledLink(postgres.Port);
        address.Port = link.Port;
        await using var server = await ServedInstance.StartAsync(database: address.ToString());
        using var client = await server.ClientAsync(Role.Maintainer);
        await ServedInstance.PublishAndSeeAsync(client, First);
        await client.GetByteArrayAsync("forge/linux-64/zlib-1.0-0.conda", ServedInstance.Stop);

        link.Delay = TimeSpan.FromMilliseconds(150);
        var upload = ServedInstance.PublishAsync(client, new TinyPackage("bzip2"));
        await AssertServesWhatItHoldsAsync(client);
        using var answer = await upload;
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        link.Delay = TimeSpan.Zero;

        await ServedInstance.SeeAsync(client, new TinyPackage("bzip2"));
    }

    [Fact]
    public async Task A_server_that_freezes_in_the_middle_of_a_change_does_not_keep_others_from_the_channel()
    {
        await using var postgres = new PostgresServer();
        var address = await postgres.NewDatabaseAsync();
        await using var server = await ServedInstance.StartAsync(database: address);
        using var client = await server.ClientAsync(Role.Publisher);
        await using var link = new TroubledLink(postgres.Port);
        await using var other = await Channels.Databases.Database.OpenAsync(new UriBuilder(address) { Port = link.Port }.ToString(), ServedInstance.Stop);
        var held = new TaskCompletionSource();
        var frozen = other.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync($"UPDATE channel SET revision = revision WHERE name = 'forge'", ServedInstance.Stop);
                link.Silence();
                held.SetResult();
                await session.ExecuteAsync($"UPDATE channel SET revision = revision WHERE name = 'forge'", ServedInstance.Stop);
            },
            ServedInstance.Stop);
        await held.Task;

        using var refused = await ServedInstance.PublishAsync(client, First);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => frozen);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        HttpStatusCode status;
        do
        {
            using var answer = await ServedInstance.PublishAsync(client, First);
            status = answer.StatusCode;
        }
        while (status == HttpStatusCode.ServiceUnavailable && !patience.IsCancellationRequested);

        Assert.Equal(HttpStatusCode.Created, status);
    }

    private static async Task AssertServesWhatItHoldsAsync(HttpClient client)
    {
        var watch = Stopwatch.StartNew();
        foreach (var path in new[] { "linux-64/repodata.json", "linux-64/repodata_shards.msgpack.zst", "noarch/repodata.json.zst", "channeldata.json", "linux-64/zlib-1.0-0.conda" })
        {
            using var answer = await client.GetAsync("forge/" + path, ServedInstance.Stop);
            Assert.Equal((path, HttpStatusCode.OK), (path, answer.StatusCode));
        }
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    private static async Task AssertSaysWhyAsync(HttpClient client, TimeSpan within)
    {
        var watch = Stopwatch.StartNew();
        using var upload = await ServedInstance.PublishAsync(client, new TinyPackage("bzip2"));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, within);
        await AssertAwayAsync(upload);
        // One that nobody asked for before: its digest is not known here.
        using var artifact = await client.GetAsync("forge/linux-64/other-1.0-0.conda", ServedInstance.Stop);
        await AssertAwayAsync(artifact);
    }

    private static async Task AssertTokenCannotBeCheckedAsync(ServedInstance server)
    {
        using var client = await server.ClientAsync();
        client.DefaultRequestHeaders.Authorization = new("Bearer", "hrt-000000000000-00000000000000000000000000000000");
        using var answer = await ServedInstance.PublishAsync(client, new TinyPackage("bzip2"));
        await AssertAwayAsync(answer);
    }

    private static async Task AssertAwayAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal("HRT6023", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(ServedInstance.Stop))!["code"]);
    }

    private static async Task AssertIsWellAsync(ServedInstance server, HttpClient client)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        HttpStatusCode status;
        do
        {
            using var answer = await ServedInstance.PublishAsync(client, new TinyPackage("bzip2"));
            status = answer.StatusCode;
        }
        while (status == HttpStatusCode.ServiceUnavailable && !patience.IsCancellationRequested);
        Assert.True(status is HttpStatusCode.Created or HttpStatusCode.OK, $"{status}");
        await ServedInstance.SeeAsync(client, new TinyPackage("bzip2"));
        await ServedInstance.SeeAsync(client, First);
        var store = server.Instance.Store;
        Assert.Empty(await new ChannelCheck(store).RunAsync((await store.Catalog.ListAsync(ServedInstance.Stop))[0], readArtifacts: true, ServedInstance.Stop));
        Assert.Empty(Directory.EnumerateFileSystemEntries(store.Incoming));
    }
}
