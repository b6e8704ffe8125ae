using Hearth.Channels.Access;
using Hearth.Channels.Log;
using Hearth.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Auth;

/// <summary>Lets everyone do what users, teams, grants and tokens say.</summary>
internal sealed class AccessGate(LiveAccess access) : IGate
{
    public async ValueTask<Caller> IdentifyAsync(HttpContext context)
    {
        if (context.Features.Get<Caller>() is { } known)
            return known;
        var caller = new Caller(Credential.Of(context.Request) switch
        {
            null => Principal.Anonymous,
            { IsSession: true } credential => await access.SessionAsync(credential.Text, context.RequestAborted),
            { } credential => await access.BearerAsync(credential.Text, context.RequestAborted),
        });
        context.Features.Set(caller);
        return caller;
    }

    public ApiRefusal? Refusal(Caller caller, Need need, ManagedChannel? channel, string? named)
    {
        if (need == Need.Nothing)
            return null;
        if (named is not null && channel is null)
            return new ApiRefusal(StatusCodes.Status404NotFound, ServerDiagnostics.NoSuchChannel.In(null, $"there is no channel '{named}'"));
        var decision = Decide(caller.Who, need, channel);
        return decision.Verdict switch
        {
            Verdict.Allowed => null,
            Verdict.Unidentified => new ApiRefusal(StatusCodes.Status401Unauthorized, AuthDiagnostics.CredentialNeeded.In(null, decision.Reason)),
            _ => new ApiRefusal(StatusCodes.Status403Forbidden, AuthDiagnostics.NotAllowed.In(null, decision.Reason)),
        };
    }

    private static Decision Decide(Principal who, Need need, ManagedChannel? channel)
    {
        if (need == Need.Administer)
            return who.MayAdminister();
        if (need == Need.SignedIn)
            return SignedIn(who);
        var asked = channel ?? throw new InvalidOperationException($"{need} is about a channel, and the route names none");
        return need switch
        {
            Need.Read => who.MayRead(asked),
            Need.Publish => who.MayPublish(asked, package: null),
            Need.Maintain => who.MayManage(asked),
            Need.Own => who.MayOwn(asked),
            _ => throw new InvalidOperationException($"{need} is not decided here"),
        };
    }

    private static Decision SignedIn(Principal who)
    {
        if (who.IsIdentified)
            return Decision.Allowed;
        return who.Problem is { } problem ? Decision.Refused(problem) : new Decision(Verdict.Unidentified, "this is for those who have signed in");
    }
}
