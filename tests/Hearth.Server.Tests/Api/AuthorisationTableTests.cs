using System.Net;
using Hearth.Channels.Access;
using Hearth.Server.Api;
using Hearth.Server.Pages;

namespace Hearth.Server.Tests.Api;

/// <summary>Every route with every role: the table follows from the endpoints' own definitions, and each cell is asked for over HTTP.</summary>
public sealed class AuthorisationTableTests
{
    private static readonly Role?[] Roles = [null, Role.Reader, Role.Publisher, Role.Maintainer, Role.Owner, Role.Admin];

    [Fact]
    public async Task Each_endpoint_lets_in_whom_its_need_names_and_nobody_else()
    {
        await using var server = await ServedInstance.StartAsync(isPrivate: true);
        var wrong = new List<string>();
        foreach (var role in Roles)
        {
            using var client = await server.ClientAsync(role);
            foreach (var endpoint in ApiRouter.Endpoints.Concat(PageRouter.Endpoints))
            {
                using var answer = await SendAsync(client, endpoint);
                var wasStopped = answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
                var isUnknown = role is null;
                // An endpoint that checks by itself may say no to anyone.
                if (endpoint.Need == Need.Nothing)
                    continue;
                if (wasStopped == Allows(endpoint.Need, role))
                    wrong.Add($"{endpoint.Method} {endpoint.Pattern} ({endpoint.Need}) as {role?.ToString() ?? "nobody"}: {(int)answer.StatusCode}");
                if (wasStopped && isUnknown && answer.StatusCode != HttpStatusCode.Unauthorized)
                    wrong.Add($"{endpoint.Method} {endpoint.Pattern} as nobody: {(int)answer.StatusCode} instead of 401");
            }
        }
        Assert.Empty(wrong);
        Assert.True(ApiRouter.Endpoints.Count(endpoint => endpoint.Need != Need.Nothing) > 10);
    }

    [Fact]
    public void Whatever_changes_something_needs_something() => Assert.All(
        ApiRouter.Endpoints.Where(endpoint => endpoint.Method is not ("GET" or "HEAD") && endpoint.Need == Need.Nothing),
        endpoint => Assert.Contains(endpoint.Pattern, CheckByThemselves));

    // Each carries its own proof: an issuer's token, or a signed address.
    private static readonly string[] CheckByThemselves = ["/api/oidc/mint_token", "/api/anaconda/upload/{channel}/{upload}", "/api/cloudsmith/upload/{channel}/{upload}"];

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

    // There are more endpoints than nobody may try at once.
    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, ApiEndpoint endpoint)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(new HttpMethod(endpoint.Method), PathOf(endpoint.Pattern));
            var answer = await client.SendAsync(request, ServedInstance.Stop);
            if (answer.StatusCode != HttpStatusCode.TooManyRequests)
                return answer;
            answer.Dispose();
            await Task.Delay(TimeSpan.FromSeconds(1), ServedInstance.Stop);
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, ServedInstance.Stop);
        return answer.StatusCode;
    }

    private static bool Allows(Need need, Role? role) => need switch
    {
        Need.SignedIn => role is not null,
        Need.Read => role >= Role.Reader,
        Need.Publish => role >= Role.Publisher,
        Need.Maintain => role >= Role.Maintainer,
        Need.Own => role >= Role.Owner,
        Need.Administer => role == Role.Admin,
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
}
