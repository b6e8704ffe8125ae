using System.Globalization;
using Hearth.Channels.History;
using Hearth.Foundation.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Api;

/// <summary>The state of a channel that a request names by a moment.</summary>
internal static class AskedMoment
{
    private const int AskAgainAfterSeconds = 1;

    /// <summary>Finds it.</summary>
    /// <param name="call">The request; its path names the channel.</param>
    /// <param name="moment">What the request says; null for what is served now.</param>
    /// <returns>Null if there is no such state; then the refusal has been sent.</returns>
    /// <exception cref="BadInputException">The text is no moment.</exception>
    public static async Task<MomentOutcome.Found?> FindAsync(ApiCall call, string? moment)
    {
        var outcome = moment is null
            ? await call.Instance.History.NewestAsync(call.Channel.Channel, call.Cancellation)
            : await call.Instance.History.ResolveAsync(call.Channel.Channel, Moment.Parse(moment), call.Cancellation);
        if (outcome is MomentOutcome.Found found)
            return found;
        if (outcome is MomentOutcome.Pending)
            call.Context.Response.Headers.RetryAfter = AskAgainAfterSeconds.ToString(CultureInfo.InvariantCulture);
        var (status, problem) = Refusal(outcome);
        await call.RefuseAsync(status, problem);
        return null;
    }

    private static (int Status, Diagnostic Problem) Refusal(MomentOutcome outcome) => outcome switch
    {
        MomentOutcome.Future future => (StatusCodes.Status400BadRequest, future.Problem),
        MomentOutcome.Pending pending => (StatusCodes.Status503ServiceUnavailable, pending.Problem),
        MomentOutcome.Absent absent => (StatusCodes.Status404NotFound, absent.Problem),
        _ => throw new InvalidOperationException($"{outcome} is no refusal"),
    };
}
