using System.Text.Json;
using Hearth.Channels.Log;
using Hearth.Channels.Selections;
using Hearth.Foundation.Time;

namespace Hearth.Cli.Commands.Channel.View;

/// <summary>A view, as commands show it.</summary>
internal sealed record ListedView(string Name, string Address, string Summary, JsonElement Rules, long Shown, long Waiting, long Hidden, string? Next)
{
    public static ListedView Of(ManagedChannel channel, ChannelView view, JsonElement rules, ViewTrial trial) => new(
        view.Name.ToString(),
        $"/{channel.Name}/{view.Name.Label}",
        view.Summary,
        rules,
        trial.Shown,
        trial.Waiting,
        trial.Hidden,
        trial.Next is { } next ? Rfc3339.Format(next) : null);

    /// <summary>How much it shows, for people.</summary>
    public string InWords() => $"{Shown} shown, {Waiting} waiting{(Next is null ? "" : $" (the first until {Next})")}, {Hidden} hidden";
}

/// <summary>The document of <c>hearth channel view list --json</c>.</summary>
internal sealed record ViewListDocument(string Schema, string Channel, IReadOnlyList<ListedView> Views);

/// <summary>The document of <c>hearth channel view show --json</c>.</summary>
internal sealed record ViewDocument(string Schema, string Channel, ListedView View);

/// <summary>The document of <c>hearth channel view add | let-through | remove --json</c>.</summary>
internal sealed record ChangedViewDocument(string Schema, string Channel, bool DryRun, ListedView View);
