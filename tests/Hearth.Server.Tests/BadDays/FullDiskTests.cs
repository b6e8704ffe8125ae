using System.Net;
using System.Text.Json.Nodes;
using Hearth.Channels.Access;
using Hearth.Channels.Upkeep;
using Hearth.Testing;

namespace Hearth.Server.Tests.BadDays;

public sealed class FullDiskTests
{
    [Fact]
    public async Task When_the_disk_of_the_blobs_is_full_nothing_is_half_done_and_it_goes_on_when_there_is_room()
    {
        using var disk = new SmallDisk(mebibytes: 4);
        await using var server = await ServedInstance.StartAsync(blobs: Path.Combine(disk.Path, "blobs"));
        await AssertBearsAsync(server, disk);
    }

    [Fact]
    public async Task When_the_disk_of_everything_is_full_nothing_is_half_done_and_it_goes_on_when_there_is_room()
    {
        using var disk = new SmallDisk(mebibytes: 8);
        await using var server = await ServedInstance.StartAsync(data: Path.Combine(disk.Path, "data"));
        await AssertBearsAsync(server, disk);
    }

    [Fact]
    public async Task When_the_disk_of_the_database_is_full_nothing_is_half_done_and_it_goes_on_when_there_is_room()
    {
        using var disk = new SmallDisk(mebibytes: 4);
        await using var server = await ServedInstance.StartAsync(database: Path.Combine(disk.Path, "hearth.db"));
        await AssertBearsAsync(server, disk);
    }

    private static async Task AssertBearsAsync(ServedInstance server, SmallDisk disk)
    {
        using var client = await server.ClientAsync(Role.Publisher);
        await ServedInstance.PublishAndSeeAsync(client, new TinyPackage("zlib"));
        disk.Fill();

        for (var i = 0; i < 3; i++)
        {
            using var refused = await ServedInstance.PublishAsync(client, new TinyPackage("bzip2") { Files = { ["lib/large"] = new string('x', 100_000) + i } });
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
            Assert.Equal("the server's disk is full; nothing was changed", (string?)JsonNode.Parse(await refused.Content.ReadAsStringAsync(ServedInstance.Stop))!["message"]);
        }
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("forge/linux-64/repodata.json", ServedInstance.Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("forge/linux-64/zlib-1.0-0.conda", ServedInstance.Stop)).StatusCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(server.Instance.Store.Incoming));
        Assert.Empty(Directory.EnumerateFiles(disk.Path, ".hearth-tmp-*", SearchOption.AllDirectories));
        disk.Empty();

        await ServedInstance.PublishAndSeeAsync(client, new TinyPackage("bzip2"));
        var store = server.Instance.Store;
        Assert.Empty(await new ChannelCheck(store).RunAsync((await store.Catalog.ListAsync(ServedInstance.Stop))[0], readArtifacts: true, ServedInstance.Stop));
    }
}
