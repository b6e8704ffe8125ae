using System.Text.Json;
using Hearth.Channels.Selections;
using Hearth.Foundation.Time;

namespace Hearth.Server.Api;

/// <summary>The views of a channel, sorted by name.</summary>
internal sealed record ViewList(string Schema, string Channel, IReadOnlyList<ViewDocument> Views);

/// <summary>A view, and how much it shows.</summary>
internal sealed record ViewDocument(string Schema, string Name, string Address, string Summary, JsonElement Rules, long Shown, long Listed, string? Next)
{
    public static ViewDocument Of(string channel, ViewState state) => new(
        "hearth.view.1", state.View.Name.ToString(), $"/{channel}/{state.View.Name.Label}", state.View.Summary, state.Rules, state.Shown, state.Listed,
        state.Next is { } next ? Rfc3339.Format(next) : null);
}

/// <summary>What a view would show, if it had these rules.</summary>
internal sealed record ViewTrialDocument(string Schema, string Name, string Summary, long Shown, long Waiting, long Hidden, string? Next)
{
    public static ViewTrialDocument Of(ChannelView view, ViewTrial trial) => new(
        "hearth.view-trial.1", view.Name.ToString(), view.Summary, trial.Shown, trial.Waiting, trial.Hidden, trial.Next is { } next ? Rfc3339.Format(next) : null);
}
