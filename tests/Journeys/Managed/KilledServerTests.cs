using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.Conda.Shards;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Hashing;
using Hearth.Testing;
using Journeys.Programs;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Journeys.Managed;

/// <summary>
/// Servers are killed at any moment while many clients publish. What was acknowledged is there, what is listed can be had, and
/// every format says the same. HEARTH_KILL_ROUNDS makes it a long test.
/// </summary>
public sealed class KilledServerTests(PostgresServer postgres) : IDisposable
{
    private const int Uploaders = 4;
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("HEARTH_KILL_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : 3;

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<string, Sha256> _sent = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Sha256> _acknowledged = new(StringComparer.Ordinal);
    private int _next;
    private string? _token;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_killed_server_has_every_acknowledged_upload_and_shows_nothing_else()
    {
        var random = new Random(20261122);
        await CreateChannelAsync([]);
        for (var round = 0; round < Rounds; round++)
        {
            await using (var server = await ManagedServer.StartAsync(_folder.PathTo("data"), _token))
                await PublishUntilKilledAsync([server], server, random);
            await using var again = await ManagedServer.StartAsync(_folder.PathTo("data"), _token);
            await AssertRightAsync(again);
        }
        Assert.NotEmpty(_acknowledged);
    }

    [Fact]
    public async Task Of_two_servers_over_one_database_one_may_be_killed()
    {
        var random = new Random(4);
        string[] options = ["--database", await postgres.NewDatabaseAsync()];
        await CreateChannelAsync(options);
        for (var round = 0; round < Math.Max(1, Rounds / 2); round++)
        {
            await using var survivor = await ManagedServer.StartAsync(_folder.PathTo("data"), _token, options);
            await using (var victim = await ManagedServer.StartAsync(_folder.PathTo("data"), _token, options))
                await PublishUntilKilledAsync([survivor, victim], victim, random);
            await AssertRightAsync(survivor);
        }
        Assert.NotEmpty(_acknowledged);
    }

    private async Task CreateChannelAsync(string[] options)
    {
        // The first start makes the database.
        await using (await ManagedServer.StartAsync(_folder.PathTo("data"), null, options))
            _token = await ManagedServer.NewAdminTokenAsync(_folder.PathTo("data"), options);
        await using var server = await ManagedServer.StartAsync(_folder.PathTo("data"), _token, options);
        using var body = new StringContent("""{"name":"forge"}""", Encoding.UTF8, "application/json");
        using var created = await server.Client.PostAsync("api/v1/channels", body);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
    }

    private async Task PublishUntilKilledAsync(ManagedServer[] servers, ManagedServer victim, Random random)
    {
        using var stop = new CancellationTokenSource();
        var uploaders = Enumerable.Range(0, Uploaders).Select(i => Task.Run(() => UploadAsync(servers[i % servers.Length], stop.Token))).ToList();
        // Not before there is something to lose.
        while (_acknowledged.Count < 5)
            await Task.Delay(20);
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(50, 900)));
        await victim.KillAsync();
        await stop.CancelAsync();
        await Task.WhenAll(uploaders);
    }

    private async Task UploadAsync(ManagedServer server, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _next);
            var package = new TinyPackage($"name{number % 7}", $"1.{number}") { Index = { ["subdir"] = "linux-64" }, Files = { ["lib/content"] = $"content {number}" } };
            var artifact = package.Conda();
            var file = package.Stem + ".conda";
            _sent[file] = Sha256.Of(artifact);
            try
            {
                using var answer = await server.PublishAsync("forge", $"linux-64/{file}", artifact);
                if (answer.StatusCode == HttpStatusCode.Created)
                    _acknowledged[file] = _sent[file];
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private async Task AssertRightAsync(ManagedServer server)
    {
        // What the dead left is published within seconds; a lease may have to run out first.
        var deadline = Environment.TickCount64 + 40_000;
        SortedDictionary<string, JsonObject> shards;
        SortedDictionary<string, JsonObject> repodata;
        do
        {
            await Task.Delay(200);
            shards = await ShardsAsync(server);
            repodata = await RepodataAsync(server);
        }
        while (Environment.TickCount64 < deadline && !(_acknowledged.Keys.All(shards.ContainsKey) && shards.Keys.SequenceEqual(repodata.Keys)));

        Assert.Empty(_acknowledged.Keys.Except(shards.Keys));
        Assert.Empty(shards.Keys.Except(_sent.Keys));
        Assert.Equal(shards.Keys, repodata.Keys);
        foreach (var (file, record) in repodata)
        {
            Assert.Equal(_sent[file].ToString(), (string?)record["sha256"]);
            if (file.Length % 2 == 0)
                Assert.Equal(_sent[file], Sha256.Of(await server.Client.GetByteArrayAsync($"forge/linux-64/{file}")));
        }
    }

    private static async Task<SortedDictionary<string, JsonObject>> ShardsAsync(ManagedServer server)
    {
        var records = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        using var answer = await server.Client.GetAsync("forge/linux-64/repodata_shards.msgpack.zst");
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return records;
        var index = ShardIndexFormat.Read(Zstd.Decompress(await answer.Content.ReadAsByteArrayAsync(), ShardIndex.MaxSize));
        foreach (var (name, digest) in index.Shards)
        {
            var shard = await server.Client.GetByteArrayAsync($"forge/linux-64/shards/{digest}.msgpack.zst");
            Assert.Equal(digest, Sha256.Of(shard));
            foreach (var (file, record) in JsonNode.Parse(ShardReader.ToJson(Zstd.Decompress(shard, ShardIndex.MaxShardSize)))!["packages.conda"]!.AsObject())
                records[file] = record!.AsObject();
        }
        return records;
    }

    private static async Task<SortedDictionary<string, JsonObject>> RepodataAsync(ManagedServer server)
    {
        using var answer = await server.Client.GetAsync("forge/linux-64/repodata.json");
        var records = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return records;
        foreach (var (file, record) in JsonNode.Parse(await answer.Content.ReadAsByteArrayAsync())!["packages.conda"]!.AsObject())
            records[file] = record!.AsObject();
        return records;
    }
}
