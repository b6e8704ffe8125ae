using System.Globalization;
using Hearth.Channels.History;
using Hearth.Conda.Names;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>Pages of a channel as it was: those that take <c>?at=MOMENT</c>.</summary>
internal static class PagePast
{
    /// <summary>Answers with a page of now, or of the moment that the request names.</summary>
    /// <param name="call">The request.</param>
    /// <param name="answer">Makes the page; is given null for now.</param>
    public static async Task AnswerAsync(ApiCall call, Func<AsOfDocument?, Task> answer)
    {
        if (call.Query(PageAddress.AtParameter) is not { Length: > 0 } asked)
            await answer(null);
        else if (await AskedMoment.FindAsync(call, asked) is { } state)
            await answer(Of(call, asked, state));
    }

    /// <summary>A state as documents have it.</summary>
    public static AsOfDocument Of(ApiCall call, string moment, MomentOutcome.Found state) =>
        new(moment, state.Revision, state.At, $"{PageFrame.ServerOf(call)}{PageAddress.Dated(call.ChannelName.ToString(), state.Revision)}");

    /// <summary>Which names the channel has, or had at the moment that a page shows.</summary>
    public static async Task<Func<string, bool>> NamesAsync(ApiCall call, AsOfDocument? asOf)
    {
        if (asOf is null)
        {
            var now = await call.Instance.Names.OfAsync(call.Channel, call.Cancellation);
            return name => now.Find(name) is not null;
        }
        return (await call.Instance.Past.NamesAsync(call.Channel.Channel, Label.Main, asOf.Revision, call.Cancellation)).ContainsKey;
    }

    /// <summary>The state of a revision, which is found.</summary>
    public static AsOfDocument Of(ApiCall call, MomentOutcome.Found state) => Of(call, string.Create(CultureInfo.InvariantCulture, $"r{state.Revision}"), state);
}
