using Hearth.Testing;
using Journeys.Programs;

namespace Journeys.Channels;

/// <summary>An unmodified client solves against a folder that Hearth indexed and serves.</summary>
public sealed class RattlerTests : IDisposable
{
    private const string ShardIndex = "repodata_shards.msgpack.zst";

    private readonly TemporaryFolder _channel = new();

    public void Dispose() => _channel.Dispose();

    [Fact]
    public async Task A_hand_made_channel_can_be_solved_against()
    {
        var rattler = Rattler.Require();
        HandMadeChannel.Write(_channel.Path);
        await using var served = await ServedFolder.StartAsync(_channel.Path);
        var chosen = Assert.Single(await rattler.SolveAsync(served.Url, "linux-64,noarch", "tiny"));
        Assert.Equal("noarch/tiny-1.0-0.conda", served.Url.MakeRelativeUri(chosen.Url).ToString());
        Assert.Equal(HandMadeChannel.Sha256, chosen.Sha256);
    }

    [Fact]
    public async Task A_solve_fetches_the_shard_index_and_the_shards_of_the_names_it_needs_and_nothing_else()
    {
        var rattler = Rattler.Require();
        await IndexAFewPackagesAsync();
        await using var served = await ServedFolder.StartAsync(_channel.Path);
        await using var watched = new WatchedChannel(served.Url);

        var chosen = await rattler.SolveAsync(watched.Url, "linux-64,noarch", "app");

        Assert.Equal(["app-1.0-0.tar.bz2", "base-2.0-0.tar.bz2"], chosen.Select(package => package.Filename).Order(StringComparer.Ordinal));
        Assert.All(watched.Requests, request => Assert.Contains("shards", request.Path, StringComparison.Ordinal));
        Assert.Equal(2, watched.Requests.Count(request => request.Path.Contains("/shards/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_client_without_shards_chooses_the_same_packages_from_the_monolith()
    {
        var rattler = Rattler.Require();
        await IndexAFewPackagesAsync();
        await using var served = await ServedFolder.StartAsync(_channel.Path);
        await using var watched = new WatchedChannel(served.Url, hides: path => path.EndsWith(ShardIndex, StringComparison.Ordinal));

        var fromMonolith = await rattler.SolveAsync(watched.Url, "linux-64,noarch", "app");
        var fromShards = await rattler.SolveAsync(served.Url, "linux-64,noarch", "app");

        Assert.Equal(fromShards.Select(package => package.Sha256), fromMonolith.Select(package => package.Sha256));
        Assert.Contains(watched.Requests, request => request is { Path: "noarch/repodata.json.zst", Status: 200 });
    }

    [Fact]
    public async Task A_client_without_shards_and_zst_falls_back_to_repodata_json()
    {
        var rattler = Rattler.Require();
        await IndexAFewPackagesAsync();
        await using var served = await ServedFolder.StartAsync(_channel.Path);
        await using var watched = new WatchedChannel(served.Url, hides: path => !path.EndsWith("repodata.json", StringComparison.Ordinal));

        Assert.Equal(2, (await rattler.SolveAsync(watched.Url, "linux-64,noarch", "app")).Length);
    }

    [Fact]
    public async Task What_rattler_chooses_can_be_downloaded_and_has_the_digest_it_was_promised()
    {
        var rattler = Rattler.Require();
        await IndexAFewPackagesAsync();
        await using var served = await ServedFolder.StartAsync(_channel.Path);
        using var http = new HttpClient();
        foreach (var package in await rattler.SolveAsync(served.Url, "linux-64,noarch", "app"))
        {
            var bytes = await http.GetByteArrayAsync(package.Url);
            Assert.Equal(package.Sha256, Hearth.Foundation.Hashing.Sha256.Of(bytes).ToString());
            Assert.Equal(package.Size, bytes.Length);
        }
    }

    [Fact]
    public async Task A_deleted_package_is_no_longer_chosen_whatever_the_client_reads()
    {
        var rattler = Rattler.Require();
        await IndexAFewPackagesAsync();
        File.Delete(_channel.PathTo("noarch", "base-2.0-0.tar.bz2"));
        (await HearthProgram.RunAsync("index", _channel.Path)).Expect();

        await using var served = await ServedFolder.StartAsync(_channel.Path);
        await using var withoutShards = new WatchedChannel(served.Url, hides: path => path.EndsWith(ShardIndex, StringComparison.Ordinal));
        foreach (var url in new[] { served.Url, withoutShards.Url })
        {
            var chosen = await rattler.SolveAsync(url, "linux-64,noarch", "app");
            Assert.Contains("base-1.0-0.tar.bz2", chosen.Select(package => package.Filename));
        }
    }

    private async Task IndexAFewPackagesAsync()
    {
        new HandMadePackage("base", "1.0").WriteTo(_channel.Path);
        new HandMadePackage("base", "2.0").WriteTo(_channel.Path);
        new HandMadePackage("app", "1.0", "base >=1") { Subdir = "linux-64" }.WriteTo(_channel.Path);
        new HandMadePackage("unrelated", "1.0").WriteTo(_channel.Path);
        (await HearthProgram.RunAsync("index", _channel.Path)).Expect();
    }
}
