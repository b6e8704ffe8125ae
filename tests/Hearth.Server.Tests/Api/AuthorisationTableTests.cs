using System.Net;
using System.Net.Http.Headers;
using Hearth.Channels.Access;
using Hearth.Server.Api;
using Hearth.Server.Auth;
using Hearth.Server.Hosting;
using Hearth.Server.Pages;

namespace Hearth.Server.Tests.Api;

/// <summary>
/// Every route with every role and every scope: the table follows from the endpoints' own definitions, and each cell is asked for over
/// HTTP. What a scope says of package names is decided for each artifact: <see cref="ScopeOfNamesTests"/>.
/// </summary>
public sealed class AuthorisationTableTests
{
    private static readonly Verbs[] EachVerb = [Verbs.Read, Verbs.Publish, Verbs.Manage, Verbs.Administer];

    [Fact]
    public async Task Each_endpoint_lets_in_whom_its_need_names_and_nobody_else()
    {
        // There are more cells than nobody may try at once.
        var options = new ServeOptions { Limits = new RateLimits { Changes = (100_000, 1), Unidentified = (100_000, 1) } };
        await using var server = await ServedInstance.StartAsync(isPrivate: true, options: options);
        var wrong = new List<string>();
        var bearers = await BearersAsync(server);
        // An endpoint that checks by itself may say no to anyone.
        var endpoints = ApiRouter.Endpoints.Concat(PageRouter.Endpoints).Where(endpoint => endpoint.Need != Need.Nothing).ToLookup(DeletesTheChannel);
        foreach (var bearer in bearers)
            wrong.AddRange(await WrongAsync(server, bearer, endpoints[false]));
        // Those who may delete the channel do so when everyone has found it.
        foreach (var bearer in bearers.OrderBy(bearer => bearer.Allows(Need.Own)))
            wrong.AddRange(await WrongAsync(server, bearer, endpoints[true]));
        Assert.Empty(wrong);
        Assert.True(ApiRouter.Endpoints.Count(endpoint => endpoint.Need != Need.Nothing) > 40);
    }

    private static bool DeletesTheChannel(ApiEndpoint endpoint) => endpoint.Method == "DELETE" && endpoint.Pattern.EndsWith("/channels/{channel}", StringComparison.Ordinal);

    private static async Task<IReadOnlyList<string>> WrongAsync(ServedInstance server, Bearer bearer, IEnumerable<ApiEndpoint> endpoints)
    {
        var wrong = new List<string>();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.Url };
        if (bearer.Token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer.Token);
        foreach (var endpoint in endpoints)
        {
            var status = await StatusAsync(client, endpoint);
            var expected = bearer.Allows(endpoint.Need) ? (HttpStatusCode?)null : bearer.Token is null ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden;
            if (expected is null ? status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden : status != expected)
                wrong.Add($"{endpoint.Method} {endpoint.Pattern} ({endpoint.Need}) as {bearer.Name}: {(int)status}");
        }
        return wrong;
    }

    [Fact]
    public void Whatever_changes_something_needs_something() => Assert.All(
        ApiRouter.Endpoints.Concat(PageRouter.Endpoints).Where(endpoint => endpoint.Method is not ("GET" or "HEAD") && endpoint.Need == Need.Nothing),
        endpoint => Assert.Contains(endpoint.Pattern, CheckByThemselves));

    // Each carries its own proof: an issuer's token, a signed address, a token in a form.
    private static readonly string[] CheckByThemselves =
        ["/api/oidc/mint_token", "/api/anaconda/upload/{channel}/{upload}", "/api/cloudsmith/upload/{channel}/{upload}", "/-/sign-in", "/-/sign-out"];

    [Fact]
    public async Task A_private_channel_is_read_by_its_readers_alone_and_optional_files_are_404_to_them()
    {
        await using var server = await ServedInstance.StartAsync(isPrivate: true);
        using var nobody = await server.ClientAsync();
        using var reader = await server.ClientAsync(Role.Reader);
        var token = await server.TokenAsync(Role.Reader);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(nobody, "forge/noarch/repodata.json"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(reader, "forge/noarch/repodata.json"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(reader, "forge/noarch/repodata.jlap"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(nobody, $"t/{token}/forge/noarch/repodata.json"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(nobody, "t/hrt-000000000000-00000000000000000000000000000000/forge/noarch/repodata.json"));
    }

    private static async Task<IReadOnlyList<Bearer>> BearersAsync(ServedInstance server)
    {
        var bearers = new List<Bearer> { new("nobody", null, _ => false) };
        foreach (var role in Enum.GetValues<Role>())
            bearers.Add(new($"{role}", await MakeAsync(role), need => Gives(role, need)));
        foreach (var verb in EachVerb)
        {
            bearers.Add(new($"admin for {verb}", await MakeAsync(Role.Admin, new TokenScope { Verbs = verb }), need => need == Need.SignedIn || RoleFor(need).Verb() == verb));
            bearers.Add(new($"owner for {verb}", await MakeAsync(Role.Owner, new TokenScope { Verbs = verb }), need => need == Need.SignedIn || (Gives(Role.Owner, need) && RoleFor(need).Verb() == verb)));
        }
        foreach (var role in (Role[])[Role.Reader, Role.Publisher, Role.Maintainer, Role.Owner, Role.Admin])
        {
            // A token for a part of the instance administers none of it.
            bearers.Add(new($"{role} for fo*", await MakeAsync(role, new TokenScope { Channels = ["fo*"] }), need => need != Need.Administer && Gives(role, need)));
            bearers.Add(new($"{role} for other", await MakeAsync(role, new TokenScope { Channels = ["other"] }), need => need == Need.SignedIn));
            bearers.Add(new($"{role} for zlib*", await MakeAsync(role, new TokenScope { Names = ["zlib*"] }), need => need != Need.Administer && Gives(role, need)));
            bearers.Add(new($"{role} for an owner", await MakeAsync(role, new TokenScope { Owners = ["zlib"] }), need => need != Need.Administer && Gives(role, need)));
            bearers.Add(new($"{role}, expired", await MakeAsync(role, lifetime: TimeSpan.FromMilliseconds(1)), _ => false));
        }
        bearers.Add(new("owner of fo?ge", await MakeAsync(Role.Owner, channel: "fo?ge"), need => Gives(Role.Owner, need)));
        bearers.Add(new("owner of other", await MakeAsync(Role.Owner, channel: "other"), need => need == Need.SignedIn));
        var revoked = await MakeAsync(Role.Admin);
        await server.Instance.Access.Tokens.RevokeAsync(TokenText.Parse(revoked).Id, "test", ServedInstance.Stop);
        bearers.Add(new("admin, revoked", revoked, _ => false));
        var rotated = await MakeAsync(Role.Admin);
        var successor = await server.Instance.Access.Tokens.RotateAsync(TokenText.Parse(rotated).Id, TimeSpan.Zero, "test", ServedInstance.Stop);
        bearers.Add(new("admin, rotated", rotated, _ => false));
        bearers.Add(new("admin, its successor", successor!.Text.Reveal(), need => Gives(Role.Admin, need)));
        bearers.AddRange(await UsersAsync(server));
        await Task.Delay(20, ServedInstance.Stop);
        await server.Instance.LiveAccess.RefreshAsync(ServedInstance.Stop);
        return bearers;

        async Task<string> MakeAsync(Role role, TokenScope? scope = null, TimeSpan? lifetime = null, string? channel = null)
        {
            var grant = new Grant { Channel = channel ?? (role == Role.Admin ? "*" : "forge"), Role = role };
            var request = new TokenRequest { Grants = [grant], Scope = scope ?? TokenScope.Unlimited, Lifetime = lifetime };
            return (await server.Instance.Access.Tokens.CreateAsync(request, "test", ServedInstance.Stop)).Text.Reveal();
        }
    }

    private static async Task<IEnumerable<Bearer>> UsersAsync(ServedInstance server)
    {
        var (access, core) = (server.Instance.Access, AccountName.Parse("core"));
        await access.Teams.CreateAsync(core, "test", ServedInstance.Stop);
        await access.Grants.SetAsync(Grantee.Team(core), new Grant { Channel = "forge", Role = Role.Maintainer }, "test", ServedInstance.Stop);
        var idle = await MakeAsync("idle");
        var member = await MakeAsync("member");
        await access.Teams.ChangeMembersAsync(core, [AccountName.Parse("member")], [], "test", ServedInstance.Stop);
        var left = await MakeAsync("left");
        await access.Grants.SetAsync(Grantee.User(AccountName.Parse("left")), new Grant { Channel = "*", Role = Role.Admin }, "test", ServedInstance.Stop);
        await access.Users.SetDisabledAsync(AccountName.Parse("left"), disabled: true, "test", ServedInstance.Stop);
        return
        [
            new("a user without a role", idle, need => need == Need.SignedIn),
            new("a member of a team of maintainers", member, need => Gives(Role.Maintainer, need)),
            new("an admin whose account is disabled", left, _ => false),
        ];

        async Task<string> MakeAsync(string name)
        {
            await access.Users.CreateAsync(AccountName.Parse(name), name, "test", ServedInstance.Stop);
            return (await access.Tokens.CreateAsync(new TokenRequest { User = AccountName.Parse(name) }, "test", ServedInstance.Stop)).Text.Reveal();
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, ApiEndpoint endpoint)
    {
        using var request = new HttpRequestMessage(new HttpMethod(endpoint.Method), PathOf(endpoint.Pattern));
        // Forms of pages come from pages.
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var answer = await client.SendAsync(request, ServedInstance.Stop);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, ServedInstance.Stop);
        return answer.StatusCode;
    }

    private static bool Gives(Role role, Need need) => need == Need.SignedIn || role >= RoleFor(need);

    private static Role RoleFor(Need need) => need switch
    {
        Need.Read => Role.Reader,
        Need.Publish => Role.Publisher,
        Need.Maintain => Role.Maintainer,
        Need.Own => Role.Owner,
        Need.Administer => Role.Admin,
        _ => throw new InvalidOperationException($"{need} has no row"),
    };

    private static string PathOf(string pattern) => string.Join('/', pattern.TrimStart('/').Split('/').Select(part => part switch
    {
        "{channel}" => "forge",
        "{subdir}" => "linux-64",
        "{file}" => "absent-1.0-0.conda",
        _ when part.StartsWith('{') => "absent",
        _ => part,
    }));

    /// <summary>Someone who asks.</summary>
    /// <param name="Name">Who, for the test's message.</param>
    /// <param name="Token">The credential.</param>
    /// <param name="Allows">Whether an endpoint with a need lets them in.</param>
    private sealed record Bearer(string Name, string? Token, Func<Need, bool> Allows);
}
