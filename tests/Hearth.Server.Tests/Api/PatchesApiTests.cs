using System.Net;
using System.Text.Json.Nodes;
using Hearth.Channels.Access;
using Hearth.Testing;

namespace Hearth.Server.Tests.Api;

public sealed class PatchesApiTests
{
    private const string Patches = "api/v1/channels/forge/patches";

    [Fact]
    public async Task A_patch_set_is_applied_listed_and_withdrawn()
    {
        await using var server = await ServedInstance.StartAsync();
        using var client = await server.ClientAsync(Role.Maintainer);
        await ServedInstance.PublishAndSeeAsync(client, new TinyPackage("zlib"));
        using var body = ServedInstance.Json("""{"linux-64":{"patch_instructions_version":1,"packages.conda":{"zlib-1.0-0.conda":{"depends":["patched"]}}}}""");

        using var applied = await client.PutAsync(Patches + "/libc", body, ServedInstance.Stop);

        Assert.Equal(HttpStatusCode.OK, applied.StatusCode);
        await ServedInstance.SeeAsync(client, "forge/linux-64/repodata.json", "\"patched\"");
        using var withdrawn = await client.DeleteAsync(Patches + "/libc", ServedInstance.Stop);
        Assert.Equal(HttpStatusCode.OK, withdrawn.StatusCode);
        var listed = Assert.Single(JsonNode.Parse(await client.GetStringAsync(Patches, ServedInstance.Stop))!["patches"]!.AsArray())!;
        Assert.Equal(("libc", "linux-64", 3L, 4L), ((string)listed["name"]!, (string)listed["subdir"]!, (long)listed["applied"]!, (long)listed["withdrawn"]!));
        Assert.Equal(HttpStatusCode.NotFound, (await client.DeleteAsync(Patches + "/libc", ServedInstance.Stop)).StatusCode);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"linux-64":{"patch_instructions_version":9}}""")]
    [InlineData("""{"linux/64":{"patch_instructions_version":1}}""")]
    public async Task What_is_no_patch_set_is_refused_and_changes_nothing(string sent)
    {
        await using var server = await ServedInstance.StartAsync();
        using var client = await server.ClientAsync(Role.Maintainer);
        using var body = ServedInstance.Json(sent);

        using var answer = await client.PutAsync(Patches + "/libc", body, ServedInstance.Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(JsonNode.Parse(await client.GetStringAsync(Patches, ServedInstance.Stop))!["patches"]!.AsArray());
    }
}
