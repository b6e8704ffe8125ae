using Hearth.Channels.Access;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Api;

/// <summary>The accounts of an instance.</summary>
internal static class UsersApi
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        new("GET", "/api/v1/users", Need.Administer, "Lists the users, their own roles and their teams.", ListAsync) { Response = nameof(UserList) },
        new("POST", "/api/v1/users", Need.Administer, "Makes an account, which may do nothing yet.", CreateAsync) { Request = nameof(NewUser), Response = nameof(UserDocument) },
        new("GET", "/api/v1/users/{user}", Need.Administer, "Shows a user.", call => SendAsync(call, NameOf(call))) { Response = nameof(UserDocument) },
        new("POST", "/api/v1/users/{user}/disable", Need.Administer, "Ends all tokens and sessions of an account, and lets it have no new ones.", call => SetDisabledAsync(call, disabled: true)) { Response = nameof(UserDocument) },
        new("POST", "/api/v1/users/{user}/enable", Need.Administer, "Gives an account back what it had.", call => SetDisabledAsync(call, disabled: false)) { Response = nameof(UserDocument) },
        new("POST", "/api/v1/users/{user}/identities", Need.Administer, "Lets an issuer's subject sign in as the user.", LinkAsync) { Request = nameof(Identity), Response = nameof(UserDocument) },
    ];

    /// <summary>The users as they are now.</summary>
    public static async Task<IReadOnlyList<UserDocument>> AllAsync(ApiCall call)
    {
        var access = call.Instance.Access;
        var grants = (await access.Grants.ListAsync(call.Cancellation)).ToLookup(row => row.Grantee, row => GrantDocument.Of(row.Grant));
        var teams = await access.Teams.ListAsync(call.Cancellation);
        return [.. (await access.Users.ListAsync(call.Cancellation)).Select(user => new UserDocument(
            "hearth.user.1",
            user.Name.ToString(),
            user.DisplayName,
            Foundation.Time.Rfc3339.Format(user.Created),
            user.Disabled is { } disabled ? Foundation.Time.Rfc3339.Format(disabled) : null,
            [.. grants[Grantee.User(user.Name)]],
            [.. teams.Where(team => team.Members.Contains(user.Name)).Select(team => team.Name.ToString())]))];
    }

    private static async Task ListAsync(ApiCall call) => await call.SendAsync(new UserList("hearth.users.1", await AllAsync(call)), ApiJson.Default.UserList);

    private static async Task CreateAsync(ApiCall call)
    {
        var wanted = await call.ReadAsync(ApiJson.Default.NewUser);
        var name = AccountName.Parse(wanted.Name);
        await call.Instance.Access.Users.CreateAsync(name, wanted.DisplayName ?? name.ToString(), call.Actor, call.Cancellation);
        await SendAsync(call, name, StatusCodes.Status201Created);
    }

    private static async Task SetDisabledAsync(ApiCall call, bool disabled)
    {
        await call.Instance.Access.Users.SetDisabledAsync(NameOf(call), disabled, call.Actor, call.Cancellation);
        await SendAsync(call, NameOf(call));
    }

    private static async Task LinkAsync(ApiCall call)
    {
        var identity = await call.ReadAsync(ApiJson.Default.Identity);
        if (string.IsNullOrEmpty(identity.Issuer) || string.IsNullOrEmpty(identity.Subject))
            throw ServerDiagnostics.BadRequest.Refuse(null, "'issuer' and 'subject' say who signs in");
        await call.Instance.Access.Users.LinkAsync(NameOf(call), identity.Issuer, identity.Subject, call.Actor, call.Cancellation);
        await SendAsync(call, NameOf(call));
    }

    private static AccountName NameOf(ApiCall call) => AccountName.Parse(call.Part("user"));

    private static async Task SendAsync(ApiCall call, AccountName name, int status = StatusCodes.Status200OK)
    {
        await call.Instance.LiveAccess.RefreshAsync(call.Cancellation);
        var user = (await AllAsync(call)).FirstOrDefault(user => user.Name == name.ToString())
            ?? throw AccessDiagnostics.NoSuchAccount.Refuse(null, $"there is no user '{name}'");
        await call.SendAsync(user, ApiJson.Default.UserDocument, status);
    }
}
