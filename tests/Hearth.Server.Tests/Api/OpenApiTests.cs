using System.Text.Json.Nodes;
using Hearth.Server.Api;

namespace Hearth.Server.Tests.Api;

public sealed class OpenApiTests
{
    [Fact]
    public async Task The_document_describes_every_endpoint()
    {
        await using var served = await ServedInstance.StartAsync();
        using var client = await served.ClientAsync();
        var document = JsonNode.Parse(await client.GetStringAsync("api/v1/openapi.json", ServedInstance.Stop))!;
        Assert.Equal("3.1.0", (string)document["openapi"]!);
        Assert.Equal(
            ApiRouter.Endpoints.Count,
            document["paths"]!.AsObject().Sum(path => path.Value!.AsObject().Count));
        Assert.All(document["paths"]!.AsObject(), path => Assert.Equal(path.Key.Count(c => c == '{'), path.Value!.AsObject().First().Value!["parameters"]?.AsArray().Count ?? 0));
    }

    [Fact]
    public void Every_document_that_an_endpoint_names_has_a_schema()
    {
        var named = ApiRouter.Endpoints.SelectMany(endpoint => (string?[])[endpoint.Request, endpoint.Response]).OfType<string>().ToHashSet(StringComparer.Ordinal);
        Assert.Equal(named.Order(StringComparer.Ordinal), ApiSchemas.All.Select(schema => schema.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_schema_tells_the_properties_of_its_document()
    {
        var channel = OpenApi.Make([])["components"]!["schemas"]!["ChannelDocument"]!;
        Assert.Equal("integer", channel["properties"]!["revision"]!["type"]!.ToString());
        Assert.NotNull(channel["properties"]!["settings"]!["properties"]!["quota_bytes"]);
    }
}
