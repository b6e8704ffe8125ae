using Hearth.Channels.Access;
using Hearth.Channels.Log;
using Hearth.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Auth;

/// <summary>Lets everyone do everything.</summary>
internal sealed class OpenGate : IGate
{
    private static readonly Caller Anyone = new(new Principal { Actor = "anyone" });

    public ValueTask<Caller> IdentifyAsync(HttpContext context) => ValueTask.FromResult(Anyone);

    public ApiRefusal? Refusal(Caller caller, Need need, ManagedChannel? channel, string? named) => named is null || channel is not null
        ? null
        : new ApiRefusal(StatusCodes.Status404NotFound, ServerDiagnostics.NoSuchChannel.In(null, $"there is no channel '{named}'"));
}
