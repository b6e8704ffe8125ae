using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Hearth.Channels.Access;

namespace Hearth.Server.Tests.Api;

/// <summary>Users, teams, grants, tokens, issuers and publishers over HTTP.</summary>
public sealed class AccessApiTests : IAsyncLifetime
{
    private ServedInstance _server = null!;
    private HttpClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ServedInstance.StartAsync(isPrivate: true);
        _admin = await _server.ClientAsync(Role.Admin);
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_token_is_shown_once_works_at_once_and_ends_at_once()
    {
        var made = await SendAsync(_admin, "POST", "tokens", """{"grants":[{"channel":"forge","role":"reader"}],"description":"a mirror","lifetime_seconds":3600}""", HttpStatusCode.Created);
        var (id, text) = ((string)made["id"]!, (string)made["token"]!);
        using var mirror = Client(text);

        Assert.Equal(HttpStatusCode.OK, (await mirror.GetAsync("api/v1/channels/forge", ServedInstance.Stop)).StatusCode);
        var listed = (await SendAsync(_admin, "GET", "tokens"))["tokens"]!.AsArray().Single(token => (string)token!["id"]! == id)!;
        Assert.Equal("a mirror", (string)listed["description"]!);
        Assert.Null(listed["token"]);
        Assert.DoesNotContain(text, (await SendAsync(_admin, "GET", $"tokens/{id}")).ToJsonString(), StringComparison.Ordinal);

        Assert.NotNull((await SendAsync(_admin, "DELETE", $"tokens/{id}"))["revoked"]);
        Assert.Equal(HttpStatusCode.Forbidden, (await mirror.GetAsync("api/v1/channels/forge", ServedInstance.Stop)).StatusCode);
    }

    [Fact]
    public async Task No_answer_and_no_entry_of_the_log_holds_a_secret_but_the_one_that_made_it()
    {
        var made = await SendAsync(_admin, "POST", "tokens", """{"grants":[{"channel":"forge","role":"reader"}]}""", HttpStatusCode.Created);
        var rotated = await SendAsync(_admin, "POST", $"tokens/{made["id"]}/rotate", """{"grace_seconds":0}""", HttpStatusCode.Created);
        var log = string.Concat((await _server.Instance.Store.Log.ReadAsync(_server.Instance.Access.Instance, 0, 1000, ServedInstance.Stop)).Select(change => change.Subject + change.Body));

        foreach (var secret in (string[])[(string)made["token"]!, (string)rotated["token"]!])
            Assert.DoesNotContain(secret[^32..], log, StringComparison.Ordinal);
        Assert.Contains((string)rotated["id"]!, log, StringComparison.Ordinal);
        Assert.NotEqual(made["id"]!.ToString(), rotated["id"]!.ToString());
        using var old = Client((string)made["token"]!);
        Assert.Equal(HttpStatusCode.Forbidden, (await old.GetAsync("api/v1/channels/forge", ServedInstance.Stop)).StatusCode);
    }

    [Theory]
    [InlineData("""{"user":"ben"}""")]
    [InlineData("""{"grants":[{"channel":"forge","role":"reader"}]}""")]
    [InlineData("""{"verbs":["read","publish"]}""")]
    [InlineData("""{"verbs":["read"],"channels":["*"]}""")]
    [InlineData("""{"verbs":["read"],"channels":["forge"]}""")]
    [InlineData("""{"verbs":["read"],"channels":["forge"],"lifetime_seconds":86400}""")]
    public async Task A_token_makes_none_that_may_do_more_or_lives_longer(string wanted)
    {
        using var ann = Client(await TokenOfAnnAsync(Role.Owner, new TokenScope { Channels = ["forge"], Verbs = Verbs.Read }, TimeSpan.FromHours(1)));
        await SendAsync(_admin, "POST", "users", """{"name":"ben"}""", HttpStatusCode.Created);

        await SendAsync(ann, "POST", "tokens", wanted, HttpStatusCode.Forbidden);
        await SendAsync(ann, "POST", "tokens", """{"verbs":["read"],"channels":["forge"],"lifetime_seconds":600}""", HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_token_for_a_part_of_the_instance_administers_nothing()
    {
        var partial = await _server.Instance.Access.Tokens.CreateAsync(
            new TokenRequest { Grants = [new Grant { Channel = "*", Role = Role.Admin }], Scope = new TokenScope { Channels = ["forge"] } }, "test", ServedInstance.Stop);
        await _server.Instance.LiveAccess.RefreshAsync(ServedInstance.Stop);
        using var client = Client(partial.Text.Reveal());

        await SendAsync(client, "GET", "users", null, HttpStatusCode.Forbidden);
        await SendAsync(client, "POST", "tokens", """{"grants":[{"channel":"*","role":"admin"}]}""", HttpStatusCode.Forbidden);
        await SendAsync(client, "GET", "channels/forge/grants");
    }

    [Fact]
    public async Task Tokens_of_others_are_not_there()
    {
        using var ann = Client(await TokenOfAnnAsync(Role.Maintainer));
        var machine = await SendAsync(_admin, "POST", "tokens", """{"grants":[{"channel":"forge","role":"reader"}]}""", HttpStatusCode.Created);

        Assert.Equal(["ann"], (await SendAsync(ann, "GET", "tokens"))["tokens"]!.AsArray().Select(token => (string)token!["user"]!));
        await SendAsync(ann, "GET", $"tokens/{machine["id"]}", null, HttpStatusCode.NotFound);
        await SendAsync(ann, "DELETE", $"tokens/{machine["id"]}", null, HttpStatusCode.NotFound);
        await SendAsync(ann, "POST", $"tokens/{machine["id"]}/rotate", null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_owner_manages_the_machines_of_its_channel_and_nobody_elses()
    {
        using var ann = Client(await TokenOfAnnAsync(Role.Owner));
        var machine = await SendAsync(ann, "POST", "tokens", """{"grants":[{"channel":"forge","role":"publisher","names":["numpy*"],"owners":["numpy"]}]}""", HttpStatusCode.Created);

        await SendAsync(ann, "DELETE", $"tokens/{machine["id"]}");
        await SendAsync(ann, "POST", "tokens", """{"grants":[{"channel":"other","role":"publisher"}]}""", HttpStatusCode.Forbidden);
        await SendAsync(ann, "POST", "tokens", """{"grants":[{"channel":"*","role":"admin"}]}""", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_user_is_made_disabled_and_enabled_and_names_are_taken_once()
    {
        await SendAsync(_admin, "POST", "users", """{"name":"ben","display_name":"Ben Li"}""", HttpStatusCode.Created);
        await SendAsync(_admin, "POST", "users", """{"name":"ben"}""", HttpStatusCode.Conflict);
        await SendAsync(_admin, "POST", "users", """{"name":"Not a name"}""", HttpStatusCode.BadRequest);

        Assert.NotNull((await SendAsync(_admin, "POST", "users/ben/disable"))["disabled"]);
        Assert.Null((await SendAsync(_admin, "POST", "users/ben/enable"))["disabled"]);
        await SendAsync(_admin, "POST", "users/ben/identities", """{"issuer":"https://id.example.org","subject":"1"}""");
        await SendAsync(_admin, "GET", "users/nobody", null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_team_gives_its_members_what_it_may_and_takes_it_from_those_who_go()
    {
        var token = await TokenOfAnnAsync(null);
        using var ann = Client(token);
        await SendAsync(_admin, "POST", "teams", """{"name":"core"}""", HttpStatusCode.Created);
        await SendAsync(_admin, "PUT", "channels/forge/grants/team:core", """{"role":"reader"}""");
        await SendAsync(ann, "GET", "channels/forge", null, HttpStatusCode.Forbidden);

        Assert.Equal("ann", (string)(await SendAsync(_admin, "PUT", "teams/core/members/ann"))["members"]![0]!);
        await SendAsync(ann, "GET", "channels/forge");
        Assert.Empty((await SendAsync(_admin, "DELETE", "teams/core/members/ann"))["members"]!.AsArray());
        await SendAsync(ann, "GET", "channels/forge", null, HttpStatusCode.Forbidden);
        await SendAsync(_admin, "PUT", "teams/core/members", """{"members":["ann"]}""");
        await SendAsync(ann, "GET", "channels/forge");
        await SendAsync(_admin, "DELETE", "teams/core", null, HttpStatusCode.NoContent);
        await SendAsync(ann, "GET", "channels/forge", null, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_owner_gives_roles_on_its_channel_but_none_above_its_own()
    {
        using var ann = Client(await TokenOfAnnAsync(Role.Owner));
        await SendAsync(_admin, "POST", "users", """{"name":"ben"}""", HttpStatusCode.Created);

        await SendAsync(ann, "PUT", "channels/forge/grants/user:ben", """{"role":"maintainer"}""");
        Assert.Contains((await SendAsync(ann, "GET", "channels/forge/grants"))["grants"]!.AsArray(), grant => (string)grant!["grantee"]! == "user:ben" && (string)grant["role"]! == "maintainer");
        await SendAsync(ann, "PUT", "channels/forge/grants/user:ben", """{"role":"admin"}""", HttpStatusCode.Forbidden);
        await SendAsync(ann, "PUT", "channels/forge/grants/user:ben", """{"role":"king"}""", HttpStatusCode.BadRequest);
        await SendAsync(ann, "PUT", "channels/forge/grants/user:nobody", """{"role":"reader"}""", HttpStatusCode.NotFound);
        await SendAsync(ann, "DELETE", "channels/forge/grants/user:ben", null, HttpStatusCode.NoContent);
        await SendAsync(ann, "DELETE", "channels/forge/grants/user:ben", null, HttpStatusCode.NotFound);
        await SendAsync(ann, "PUT", "grants", """{"grantee":"user:ben","channel":"*","role":"owner"}""", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Whoever_is_held_to_names_gives_roles_that_are_held_to_them_too()
    {
        using var ann = Client(await TokenOfAnnAsync(Role.Owner, names: ["numpy*"]));

        await SendAsync(ann, "PUT", "channels/forge/grants/user:ann", """{"role":"publisher"}""", HttpStatusCode.Forbidden);
        await SendAsync(ann, "POST", "tokens", """{"grants":[{"channel":"forge","role":"publisher"}]}""", HttpStatusCode.Forbidden);
        await SendAsync(ann, "POST", "tokens", """{"grants":[{"channel":"forge","role":"publisher","names":["numpy-base"]}]}""", HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_admin_trusts_issuers_and_an_owner_trusts_publishers()
    {
        using var ann = Client(await TokenOfAnnAsync(Role.Owner));
        const string Wanted = """{"issuer":"https://git.example.org","claims":{"sub":"repo:org/numpy-feedstock:*"},"names":["numpy*"]}""";
        await SendAsync(ann, "POST", "channels/forge/publishers", Wanted, HttpStatusCode.BadRequest);
        await SendAsync(ann, "PUT", "issuers", """{"url":"https://git.example.org","audience":"here"}""", HttpStatusCode.Forbidden);
        await SendAsync(_admin, "PUT", "issuers", """{"url":"https://git.example.org","audience":"here"}""");
        await SendAsync(_admin, "PUT", "issuers", """{"url":"http://git.example.org","audience":"here"}""", HttpStatusCode.BadRequest);
        Assert.Single((await SendAsync(ann, "GET", "issuers"))["issuers"]!.AsArray());

        var trusted = await SendAsync(ann, "POST", "channels/forge/publishers", Wanted, HttpStatusCode.Created);
        Assert.Equal((long)trusted["id"]!, (long)Assert.Single((await SendAsync(ann, "GET", "channels/forge/publishers"))["publishers"]!.AsArray())!["id"]!);
        await SendAsync(ann, "DELETE", $"channels/forge/publishers/{trusted["id"]}", null, HttpStatusCode.NoContent);
        await SendAsync(ann, "DELETE", $"channels/forge/publishers/{trusted["id"]}", null, HttpStatusCode.NotFound);
        await SendAsync(_admin, "DELETE", "issuers?url=https%3A%2F%2Fgit.example.org", null, HttpStatusCode.NoContent);
        await SendAsync(_admin, "DELETE", "issuers?url=https%3A%2F%2Fgit.example.org", null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Every_change_is_in_the_log_under_the_name_of_whoever_made_it()
    {
        await SendAsync(_admin, "POST", "users", """{"name":"ben"}""", HttpStatusCode.Created);
        await SendAsync(_admin, "POST", "teams", """{"name":"core","members":["ben"]}""", HttpStatusCode.Created);
        await SendAsync(_admin, "PUT", "channels/forge/grants/team:core", """{"role":"publisher"}""");
        await SendAsync(_admin, "POST", "tokens", """{"user":"ben"}""", HttpStatusCode.Created);
        await SendAsync(_admin, "PUT", "issuers", """{"url":"https://git.example.org","audience":"here"}""");
        var me = (string)(await SendAsync(_admin, "GET", "me"))["actor"]!;

        var log = await _server.Instance.Store.Log.ReadAsync(_server.Instance.Access.Instance, 0, 1000, ServedInstance.Stop);

        Assert.Equal(
            ["user.created", "team.created", "team.members", "grant.set", "token.created", "issuer.trusted"],
            log.Where(change => change.Actor == me).Select(change => change.Kind.Name));
        Assert.Null(await _server.Instance.Store.Log.FirstBreakAsync(_server.Instance.Access.Instance, ServedInstance.Stop));
    }

    private async Task<string> TokenOfAnnAsync(Role? role, TokenScope? scope = null, TimeSpan? lifetime = null, IReadOnlyList<string>? names = null)
    {
        var (access, ann) = (_server.Instance.Access, AccountName.Parse("ann"));
        await access.Users.CreateAsync(ann, "Ann", "test", ServedInstance.Stop);
        if (role is { } given)
            await access.Grants.SetAsync(Grantee.User(ann), new Grant { Channel = "forge", Role = given, Names = names ?? [] }, "test", ServedInstance.Stop);
        var token = await access.Tokens.CreateAsync(new TokenRequest { User = ann, Scope = scope ?? TokenScope.Unlimited, Lifetime = lifetime }, "test", ServedInstance.Stop);
        await _server.Instance.LiveAccess.RefreshAsync(ServedInstance.Stop);
        return token.Text.Reveal();
    }

    private HttpClient Client(string token)
    {
        var client = new HttpClient { BaseAddress = _server.Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async Task<JsonNode> SendAsync(HttpClient client, string method, string path, string? json = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"api/v1/{path}") { Content = json is null ? null : ServedInstance.Json(json) };
        using var answer = await client.SendAsync(request, ServedInstance.Stop);
        var text = await answer.Content.ReadAsStringAsync(ServedInstance.Stop);
        Assert.True(answer.StatusCode == expected, $"{method} {path}: {answer.StatusCode} {text}");
        return text.Length > 0 ? JsonNode.Parse(text)! : new JsonObject();
    }
}
