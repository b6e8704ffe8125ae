using Hearth.Channels.Access;
using Hearth.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Dialects.Quetz;

/// <summary>The users of an installation, as quetz's clients manage them (wire-formats §11).</summary>
internal static class QuetzUsers
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        QuetzJson.Endpoint("GET", "/api/me", Need.SignedIn, "Says who asks.", MeAsync),
        QuetzJson.Endpoint("GET", "/api/users", Need.Administer, "Lists the users (?skip&limit&q).", async call => await call.SendAsync((await PageAsync(call)).Result, QuetzJson.Default.IReadOnlyListQuetzUser)),
        QuetzJson.Endpoint("GET", "/api/paginated/users", Need.Administer, "Lists the users page by page.", async call => await call.SendAsync(await PageAsync(call), QuetzJson.Default.QuetzUserPage)),
        QuetzJson.Endpoint("GET", "/api/users/{user}", Need.Administer, "Shows a user.", ShowAsync),
        QuetzJson.Endpoint("DELETE", "/api/users/{user}", Need.Administer, "Disables a user; accounts are never deleted, for the log refers to them.", DisableAsync),
    ];

    private static Task MeAsync(ApiCall call) => call.SendAsync(
        call.Who.User is { } user ? new QuetzProfile(user.DisplayName, "", QuetzUser.Of(user)) : new QuetzProfile(call.Actor, "", QuetzUser.Named(call.Actor)), QuetzJson.Default.QuetzProfile);

    private static async Task<QuetzUserPage> PageAsync(ApiCall call)
    {
        var (skip, limit, text) = (call.Query("skip", 0, 0, int.MaxValue), call.Query("limit", 100, 1, 1000), call.Query("q") ?? "");
        var users = (await call.Instance.Access.Users.ListAsync(call.Cancellation))
            .Where(user => user.Name.ToString().Contains(text, StringComparison.OrdinalIgnoreCase))
            .ToList();
        return new QuetzUserPage(new QuetzPage(skip, limit, users.Count), [.. users.Skip((int)skip).Take((int)limit).Select(QuetzUser.Of)]);
    }

    private static async Task ShowAsync(ApiCall call)
    {
        if (await FindAsync(call) is { } user)
            await call.SendAsync(QuetzUser.Of(user), QuetzJson.Default.QuetzUser);
    }

    private static async Task DisableAsync(ApiCall call)
    {
        if (await FindAsync(call) is not { } user)
            return;
        await call.Instance.Access.Users.SetDisabledAsync(user.Name, disabled: true, call.Actor, call.Cancellation);
        await call.Instance.LiveAccess.RefreshAsync(call.Cancellation);
        await call.SendAsync(StatusCodes.Status200OK);
    }

    private static async Task<User?> FindAsync(ApiCall call)
    {
        var name = call.Part("user");
        if ((await call.Instance.Access.Users.ListAsync(call.Cancellation)).Find(user => user.Name.ToString() == name) is { } found)
            return found;
        await call.RefuseAsync(StatusCodes.Status404NotFound, ServerDiagnostics.BadRequest.In(null, $"there is no user '{name}'"));
        return null;
    }
}
