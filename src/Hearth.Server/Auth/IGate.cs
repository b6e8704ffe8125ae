using Hearth.Channels.Log;
using Hearth.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Auth;

/// <summary>Says who a request is from, and what they may do.</summary>
internal interface IGate
{
    /// <summary>Who sent the request; someone without a credential is a caller too.</summary>
    ValueTask<Caller> IdentifyAsync(HttpContext context);

    /// <summary>Why the caller may not; null if they may.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="need">What is asked for.</param>
    /// <param name="channel">The channel that it is about; null if there is no such channel, or it is about none.</param>
    /// <param name="named">What the request calls the channel; null if it is about none.</param>
    ApiRefusal? Refusal(Caller caller, Need need, ManagedChannel? channel, string? named);
}
