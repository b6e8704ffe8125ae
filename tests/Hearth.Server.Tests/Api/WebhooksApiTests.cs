using System.Net;
using System.Text.Json.Nodes;
using Hearth.Channels.Access;
using Hearth.Testing;

namespace Hearth.Server.Tests.Api;

public sealed class WebhooksApiTests
{
    private const string Webhooks = "api/v1/channels/forge/webhooks";

    [Fact]
    public async Task A_webhook_hears_of_a_publication_and_the_log_of_its_attempts_says_so()
    {
        using var receiver = new WebhookReceiver();
        await using var server = await ServedInstance.StartAsync(privateWebhooks: true);
        using var owner = await server.ClientAsync(Role.Owner);
        using var added = await owner.PostAsync(Webhooks, ServedInstance.Json($$"""{"url":"{{receiver.Url}}","kinds":["artifact.*"]}"""), ServedInstance.Stop);
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        var webhook = await ReadAsync(added);
        Assert.Equal(43, ((string)webhook["secret"]!).Length);

        using var published = await ServedInstance.PublishAsync(owner, new TinyPackage("zlib"));
        await ServedInstance.SeeAsync(owner, $"{Webhooks}/{webhook["id"]}/attempts", "\"delivered\":true");

        Assert.True(receiver.Received.TryDequeue(out var message));
        Assert.Equal(
            Hearth.Channels.Webhooks.WebhookMessage.SignatureOf((string)webhook["secret"]!, message.Headers["Hearth-Timestamp"], message.Body),
            message.Headers["Hearth-Signature"]);
        var list = JsonNode.Parse(await owner.GetStringAsync(Webhooks, ServedInstance.Stop))!["webhooks"]!.AsArray();
        Assert.Null(Assert.Single(list)!["secret"]);
    }

    [Fact]
    public async Task Only_owners_manage_webhooks()
    {
        await using var server = await ServedInstance.StartAsync();
        using var client = await server.ClientAsync(Role.Maintainer);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(Webhooks, ServedInstance.Stop)).StatusCode);
        using var body = ServedInstance.Json("""{"url":"https://example.org/"}""");
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync(Webhooks, body, ServedInstance.Stop)).StatusCode);
    }

    [Fact]
    public async Task A_webhook_that_was_removed_is_gone()
    {
        await using var server = await ServedInstance.StartAsync();
        using var client = await server.ClientAsync(Role.Owner);
        using var added = await client.PostAsync(Webhooks, ServedInstance.Json("""{"url":"https://example.org/","secret":"sixteen letters!"}"""), ServedInstance.Stop);
        var id = (await ReadAsync(added))["id"];
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync($"{Webhooks}/{id}", ServedInstance.Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.DeleteAsync($"{Webhooks}/{id}", ServedInstance.Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"{Webhooks}/x/attempts", ServedInstance.Stop)).StatusCode);
    }

    [Fact]
    public async Task An_address_that_cannot_be_posted_to_is_refused()
    {
        await using var server = await ServedInstance.StartAsync();
        using var client = await server.ClientAsync(Role.Owner);
        using var answer = await client.PostAsync(Webhooks, ServedInstance.Json("""{"url":"http://example.org/"}"""), ServedInstance.Stop);
        Assert.Equal((HttpStatusCode.BadRequest, "HRT4130"), (answer.StatusCode, (string)(await ReadAsync(answer))["code"]!));
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync(ServedInstance.Stop))!;
}
