using System.Globalization;
using Hearth.Channels.Access;
using Hearth.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Dialects.Anaconda;

/// <summary>Tokens, what they may be for, and who else publishes, as anaconda-client asks for them (wire-formats §10).</summary>
internal static class AnacondaAccess
{
    // What a token can be limited to, in the words that anaconda-client prints.
    private static readonly SortedDictionary<string, string> Scopes = new(StringComparer.Ordinal)
    {
        ["read"] = "Read what the holder may read",
        ["publish"] = "Publish what the holder may publish",
        ["manage"] = "Remove, restore, label and patch, and change settings, where the holder may",
        ["administer"] = "Administer the installation, if the holder may",
    };

    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        AnacondaJson.Endpoint("GET", "scopes", Need.Nothing, "Lists what tokens can be limited to.", call => call.SendAsync(Scopes, AnacondaJson.Default.IReadOnlyDictionaryStringString)),
        AnacondaJson.Endpoint("GET", "authentication", Need.SignedIn, "Shows the token that the request came with.", ShowAsync),
        AnacondaJson.Endpoint("GET", "authentications", Need.SignedIn, "Lists the requester's tokens.", ListAsync),
        AnacondaJson.Endpoint("GET", "package/{channel}/{name}/collaborators", Need.Maintain, "Lists the users who may publish a package.", CollaboratorsAsync),
    ];

    private static async Task ShowAsync(ApiCall call)
    {
        if (call.Who.Token is { } token)
            await call.SendAsync(AnacondaToken.Of(token, call.Actor), AnacondaJson.Default.AnacondaToken);
        else
            await call.RefuseAsync(StatusCodes.Status404NotFound, ServerDiagnostics.BadRequest.In(null, "the request came without a token"));
    }

    private static async Task ListAsync(ApiCall call)
    {
        var tokens = await call.Instance.Access.Tokens.ListAsync(new TokenFilter(), call.Cancellation);
        var theirs = call.Who.User is { } user ? tokens.Where(token => token.User == user.Name) : tokens.Where(token => token.Id == call.Who.Token?.Id);
        await call.SendAsync([.. theirs.Select(token => AnacondaToken.Of(token, call.Actor))], AnacondaJson.Default.IReadOnlyListAnacondaToken);
    }

    private static async Task CollaboratorsAsync(ApiCall call)
    {
        var grants = await call.Instance.Access.Grants.ListAsync(call.Cancellation);
        await call.SendAsync(
            [.. grants
                .Where(granted => !granted.Grantee.IsTeam && granted.Grant.Gives(Role.Publisher, call.ChannelName, call.Part("name")))
                .Select(granted => granted.Grantee.Name.ToString())
                .Distinct(StringComparer.Ordinal)
                .Select(name => new AnacondaUser(name, name, "user"))],
            AnacondaJson.Default.IReadOnlyListAnacondaUser);
    }
}

/// <summary>A token; never its secret.</summary>
internal sealed record AnacondaToken(string Id, string Application, string Resource, IReadOnlyList<string> Scopes, string Hostname, string RemoteAddr, string Created, string? Expires, AnacondaUser User)
{
    public static AnacondaToken Of(ApiToken token, string actor) => new(
        token.Id,
        token.Description,
        "api:**",
        token.Scope.Verbs.Words(),
        "",
        "",
        TextOf(token.Created),
        token.Expires is { } expires ? TextOf(expires) : null,
        new AnacondaUser(token.User?.ToString() ?? actor, token.User?.ToString() ?? actor, "user"));

    private static string TextOf(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss.ffffff+00:00", CultureInfo.InvariantCulture);
}
