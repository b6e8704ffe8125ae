using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Channels.Log;
using Hearth.Conda.Names;

namespace Hearth.Server.Tests.Managed;

/// <summary>Views over HTTP: each is a channel at an address of its own.</summary>
public sealed class ViewAddressTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("forge/view/new")]
    [InlineData("get/forge/view/new")]
    [InlineData("t/some-token/forge/view/new")]
    public async Task A_view_is_a_channel_at_an_address_of_its_own_and_what_it_hides_is_not_given_out_there(string view)
    {
        await using var server = await StartAsync();

        foreach (var file in (string[])["repodata.json", "repodata.json.zst", "repodata_shards.msgpack.zst", "current_repodata.json", "run_exports.json", "repodata_from_packages.json"])
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, $"{view}/linux-64/{file}"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, $"{view}/channeldata.json"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, $"{view}/noarch/repodata.json"));
        Assert.Equal(["zlib-2.0-0.conda"], await FilesAsync(server, $"{view}/linux-64/repodata.json"));
        Assert.Equal(ManagedServer.Package(version: "2.0"), await server.Client.GetByteArrayAsync($"{view}/linux-64/zlib-2.0-0.conda", Stop));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server, $"{view}/linux-64/zlib-1.0-0.conda"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "forge/linux-64/zlib-1.0-0.conda"));
    }

    [Fact]
    public async Task A_view_has_a_past_until_it_was_made_and_after_it_is_gone()
    {
        await using var server = await StartAsync();
        var first = await RevisionAsync(server);
        await server.PublishVersionAsync("3.0");
        await ConfigureAsync(server, null);
        var last = await RevisionAsync(server);

        Assert.Equal(["zlib-2.0-0.conda"], await FilesAsync(server, $"forge/snapshot/r{first}/view/new/linux-64/repodata.json"));
        Assert.Equal(["zlib-2.0-0.conda"], await FilesAsync(server, $"forge/view/new/snapshot/r{first}/linux-64/repodata.json"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, $"forge/snapshot/r{first}/view/new/linux-64/zlib-2.0-0.conda"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server, $"forge/snapshot/r{first}/view/new/linux-64/zlib-1.0-0.conda"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server, "forge/snapshot/r2/view/new/linux-64/repodata.json"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server, $"forge/snapshot/r{last}/view/new/linux-64/repodata.json"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server, "forge/view/new/linux-64/repodata.json"));
    }

    [Theory]
    [InlineData("forge/view/other/linux-64/repodata.json")]
    [InlineData("forge/view/New/linux-64/repodata.json")]
    [InlineData("forge/view/linux-64/repodata.json")]
    [InlineData("forge/label/view/new/linux-64/repodata.json")]
    [InlineData("other/view/new/linux-64/repodata.json")]
    public async Task What_is_no_view_is_not_there(string path)
    {
        await using var server = await StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server, path));
    }

    [Fact]
    public async Task The_folder_of_a_view_leads_to_the_list_of_its_packages_and_the_channel_page_names_it()
    {
        await using var server = await StartAsync();

        using var folder = await server.Client.GetAsync("forge/view/new/", Stop);
        Assert.Equal("/forge/-/packages?label=view%2Fnew", folder.Headers.Location!.ToString());
        var page = JsonNode.Parse(await server.Client.GetStringAsync(folder.Headers.Location + "&format=json", Stop))!;
        Assert.Equal("zlib", (string)Assert.Single(page["packages"]!.AsArray())!["name"]!);
        var channel = JsonNode.Parse(await server.Client.GetStringAsync("forge/?format=json", Stop))!;
        var view = Assert.Single(channel["views"]!.AsArray())!;
        Assert.Equal(("new", "/forge/view/new", "not 1 spec"), ((string)view["name"]!, (string)view["address"]!, (string)view["summary"]!));
        Assert.Equal(["main"], channel["labels"]!.AsArray().Select(label => (string)label!));
        Assert.Contains("/forge/view/new</code>", await server.Client.GetStringAsync("forge/", Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_view_of_a_private_channel_is_for_its_readers()
    {
        await using var server = await StartAsync(isPrivate: true);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, "forge/view/new/linux-64/repodata.json"));
        using var answered = await server.SendAsync("GET", "forge/view/new/linux-64/repodata.json");
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
    }

    // zlib 1.0 and 2.0, and a view of what is newer than 1.0.
    private static async Task<ManagedServer> StartAsync(bool isPrivate = false)
    {
        var server = await ManagedServer.StartAsync(new ChannelSettings { Private = isPrivate });
        await server.PublishVersionAsync("1.0");
        await server.PublishVersionAsync("2.0");
        await ConfigureAsync(server, """{"exclude":["zlib ==1.0"]}""");
        return server;
    }

    private static async Task ConfigureAsync(ManagedServer server, string? rules)
    {
        var views = rules is null ? new Dictionary<string, JsonElement>() : new() { ["new"] = JsonElement.Parse(rules) };
        await server.Instance.Store.Catalog.ConfigureAsync(ChannelName.Parse("forge"), settings => settings with { Views = views }, "test", Stop);
        await server.CatchUpAsync();
    }

    private static async Task<HttpStatusCode> StatusAsync(ManagedServer server, string path)
    {
        using var answer = await server.Client.GetAsync(path, Stop);
        return answer.StatusCode;
    }

    private static async Task<long> RevisionAsync(ManagedServer server) => (await server.Instance.Store.Catalog.FindAsync(ChannelName.Parse("forge"), Stop))!.Revision;

    private static async Task<IEnumerable<string>> FilesAsync(ManagedServer server, string path) =>
        JsonNode.Parse(await server.Client.GetStringAsync(path, Stop))!["packages.conda"]!.AsObject().Select(record => record.Key);
}
