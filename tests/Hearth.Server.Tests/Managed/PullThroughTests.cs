using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Hearth.Channels.Log;
using Hearth.Conda.Names;

namespace Hearth.Server.Tests.Managed;

public sealed class PullThroughTests
{
    private static CancellationToken Stop => ServedInstance.Stop;

    [Fact]
    public async Task A_package_is_fetched_when_it_is_asked_for_and_held_from_then_on()
    {
        var source = await MirroredFolder.StartAsync();
        await using var server = await MirroredFolder.MirrorAsync(source.Url);
        using var client = await server.ClientAsync();
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, MirroredFolder.FirstPath), Stop);
        var expected = await File.ReadAllBytesAsync(source.PathTo("linux-64/first-1.0-0.conda"), Stop);
        Assert.Equal((HttpStatusCode.OK, expected.Length), (head.StatusCode, head.Content.Headers.ContentLength));
        Assert.Equal(0, server.Instance.Pulled.OnTheWay);

        using var answer = await client.GetAsync(MirroredFolder.FirstPath, Stop);
        Assert.Equal(expected, await answer.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal(head.Headers.ETag, answer.Headers.ETag);
        await EndAsync(server);
        await source.DisposeAsync();

        Assert.Equal(expected, await client.GetByteArrayAsync(MirroredFolder.FirstPath, Stop));
        using var refused = await client.GetAsync(MirroredFolder.SecondPath, Stop);
        Assert.Equal(HttpStatusCode.GatewayTimeout, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(30), refused.Headers.RetryAfter!.Delta);
        Assert.Equal("HRT5012", (string?)JsonNode.Parse(await refused.Content.ReadAsStringAsync(Stop))!["code"]);
        await ServedInstance.SeeAsync(client, "forge/linux-64/repodata.json", "second-1.0-0.conda");
        await server.AssertNothingIncomingAsync();
    }

    [Fact]
    public async Task A_part_of_what_is_not_held_yet_can_be_asked_for()
    {
        await using var source = await MirroredFolder.StartAsync();
        await using var server = await MirroredFolder.MirrorAsync(source.Url);
        using var client = await server.ClientAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, MirroredFolder.FirstPath) { Headers = { Range = new RangeHeaderValue(100, 199) } };
        using var answer = await client.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal((await File.ReadAllBytesAsync(source.PathTo("linux-64/first-1.0-0.conda"), Stop))[100..200], await answer.Content.ReadAsByteArrayAsync(Stop));
    }

    [Fact]
    public async Task A_virtual_channel_gives_out_what_its_members_can_fetch_and_says_how_old_it_is()
    {
        await using var source = await MirroredFolder.StartAsync();
        await using var server = await MirroredFolder.MirrorAsync(source.Url);
        await server.Instance.Store.Catalog.CreateAsync(ChannelName.Parse("all"), new ChannelSettings { Virtual = new VirtualSettings { Members = ["forge"] } }, "test", Stop);
        await server.Instance.Store.Catalog.CreateAsync(ChannelName.Parse("plain"), new ChannelSettings(), "test", Stop);
        using var client = await server.ClientAsync();
        await ServedInstance.SeeAsync(client, "all/linux-64/repodata.json", "first-1.0-0.conda");
        await ServedInstance.SeeAsync(client, "plain/noarch/repodata.json", "packages");

        using var package = await client.GetAsync("all/linux-64/first-1.0-0.conda", Stop);
        Assert.Equal(await File.ReadAllBytesAsync(source.PathTo("linux-64/first-1.0-0.conda"), Stop), await package.Content.ReadAsByteArrayAsync(Stop));
        foreach (var path in (string[])["all/linux-64/repodata_shards.msgpack.zst", "forge/noarch/repodata.json", MirroredFolder.FirstPath])
        {
            using var answer = await client.GetAsync(path, Stop);
            Assert.True(long.Parse(answer.Headers.GetValues("Hearth-Upstream-Age").Single(), System.Globalization.CultureInfo.InvariantCulture) >= 0);
        }
        using var plain = await client.GetAsync("plain/noarch/repodata.json", Stop);
        Assert.False(plain.Headers.Contains("Hearth-Upstream-Age"));
    }

    [Fact]
    public async Task The_past_of_a_mirror_gives_out_what_it_can_fetch()
    {
        await using var source = await MirroredFolder.StartAsync();
        await using var server = await MirroredFolder.MirrorAsync(source.Url);
        using var client = await server.ClientAsync();
        await ServedInstance.SeeAsync(client, "forge/linux-64/repodata.json", "second-1.0-0.conda");
        var revision = (await server.Instance.Store.Catalog.FindAsync(ChannelName.Parse("forge"), Stop))!.Revision;
        Assert.Equal(
            await File.ReadAllBytesAsync(source.PathTo("linux-64/second-1.0-0.conda"), Stop),
            await client.GetByteArrayAsync($"forge/snapshot/r{revision}/linux-64/second-1.0-0.conda", Stop));
    }

    [Fact]
    public async Task Two_mirrors_of_each_other_do_not_wait_for_each_other()
    {
        await using var one = await WithoutSourceAsync();
        await using var other = await MirroredFolder.MirrorAsync(new Uri(one.Url, "forge"));
        await one.Instance.Store.Catalog.ConfigureAsync(ChannelName.Parse("forge"), now => now with { Mirror = MirroredFolder.Of(new Uri(other.Url, "forge")) }, "test", Stop);
        await MirroredFolder.SyncAsync(one);
        var revision = (await one.Instance.Store.Catalog.FindAsync(ChannelName.Parse("forge"), Stop))!.Revision;
        using var client = await one.ClientAsync();

        using var answer = await client.GetAsync(MirroredFolder.FirstPath, Stop);
        Assert.True(answer.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout);
        // Neither takes what the other shows for news.
        await MirroredFolder.SyncAsync(other);
        await MirroredFolder.SyncAsync(one);
        Assert.Equal(revision, (await one.Instance.Store.Catalog.FindAsync(ChannelName.Parse("forge"), Stop))!.Revision);
    }

    // Lists what nobody holds.
    private static async Task<ServedInstance> WithoutSourceAsync()
    {
        await using var source = await MirroredFolder.StartAsync();
        var server = await MirroredFolder.MirrorAsync(source.Url);
        using var client = await server.ClientAsync();
        await ServedInstance.SeeAsync(client, "forge/linux-64/repodata.json", "second-1.0-0.conda");
        await ServedInstance.SeeAsync(client, "forge/channeldata.json", "linux-64");
        return server;
    }

    // Readers have all of it before it is stored.
    private static async Task EndAsync(ServedInstance server)
    {
        while (server.Instance.Pulled.OnTheWay > 0)
            await Task.Delay(5, Stop);
    }
}
