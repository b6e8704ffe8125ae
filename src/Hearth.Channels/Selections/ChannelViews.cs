using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Channels.Databases;
using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Conda.Records;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Selections;

/// <summary>The views of channels: a part of their settings, with how much each shows.</summary>
public sealed class ChannelViews(ChannelStore store)
{
    /// <summary>The views of a channel, sorted by name.</summary>
    public Task<List<ViewState>> ListAsync(ManagedChannel channel, CancellationToken cancellation) => store.Database.ReadAsync(
        async session =>
        {
            var states = new List<ViewState>();
            foreach (var view in ChannelView.AllOf(channel.Settings))
                states.Add(await StateAsync(session, channel, view, cancellation));
            return states;
        },
        cancellation);

    /// <summary>A view of a channel; null if it has none of this name.</summary>
    public Task<ViewState?> FindAsync(ManagedChannel channel, string name, CancellationToken cancellation) => store.Database.ReadAsync(
        async session => channel.Settings.Views.TryGetValue(name, out var rules) ? await StateAsync(session, channel, ChannelView.Read(name, rules), cancellation) : null,
        cancellation);

    /// <summary>Holds each record of the label to the rules of a view, which need not be one of the channel's.</summary>
    public Task<ViewTrial> TryAsync(long channel, ChannelView view, CancellationToken cancellation) => store.Database.ReadAsync(
        async session =>
        {
            var now = await ChangeLog.NowAsync(session, channel, store.Clock.GetUtcNow(), cancellation);
            var trial = new ViewTrial(0, 0, 0, null);
            session.Visit(
                $"SELECT l.file, coalesce(a.shown, a.record), a.at FROM listing l JOIN artifact a ON a.id = l.artifact WHERE l.channel = {channel} AND l.label = {view.Of.ToString()}",
                row =>
                {
                    cancellation.ThrowIfCancellationRequested();
                    var from = view.ShownFrom(PackageRecord.FromCanonical(row.Bytes(1)), row.Text(0), row.Instant(2));
                    trial = from is not { } due ? trial with { Hidden = trial.Hidden + 1 }
                        : due <= now ? trial with { Shown = trial.Shown + 1 }
                        : trial with { Waiting = trial.Waiting + 1, Next = trial.Next < due ? trial.Next : due };
                });
            return trial;
        },
        cancellation);

    /// <summary>Sets the rules of a view.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="name">The view's name.</param>
    /// <param name="rules">Its rules; the form is schemas/view.schema.json.</param>
    /// <param name="replaces">Whether a view that has the name already gets them.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Foundation.Diagnostics.BadInputException">The view cannot be; the exception carries every problem.</exception>
    public Task<ViewOutcome> SetAsync(ChannelName channel, string name, JsonElement rules, bool replaces, string actor, CancellationToken cancellation)
    {
        var canonical = JsonElement.Parse(CanonicalJson.Rewrite(Encoding.UTF8.GetBytes(rules.GetRawText())));
        ChannelView.Read(name, canonical);
        return ChangeAsync(
            channel,
            actor,
            views => !replaces && views.ContainsKey(name) ? new ViewOutcome.Exists(ViewDiagnostics.ViewExists.In(null, $"{channel} has a view '{name}' already")) : null,
            views => views[name] = canonical,
            cancellation);
    }

    /// <summary>Lets records through a view that its rules of time hold back.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="name">The view's name.</param>
    /// <param name="exception">Which, and why: <c>{"spec": …, "reason": …}</c> or <c>{"artifact": …, "reason": …}</c>.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Foundation.Diagnostics.BadInputException">The exception cannot be; every problem is named.</exception>
    public Task<ViewOutcome> LetThroughAsync(ChannelName channel, string name, JsonElement exception, string actor, CancellationToken cancellation) =>
        ChangeAsync(channel, actor, views => AbsenceOf(views, channel, name), views => views[name] = WithException(views[name], exception), cancellation);

    /// <summary>Takes a view away: it is not served any more. Its past is.</summary>
    public Task<ViewOutcome> RemoveAsync(ChannelName channel, string name, string actor, CancellationToken cancellation) =>
        ChangeAsync(channel, actor, views => AbsenceOf(views, channel, name), views => views.Remove(name), cancellation);

    /// <summary>The rules of a view with one exception more.</summary>
    public static JsonElement WithException(JsonElement rules, JsonElement exception)
    {
        var changed = JsonNode.Parse(rules.GetRawText())!.AsObject();
        var before = (changed["let_through"] as JsonArray)?.Select(item => item?.DeepClone()) ?? [];
        changed["let_through"] = new JsonArray([.. before, JsonNode.Parse(exception.GetRawText())]);
        return JsonElement.Parse(CanonicalJson.Rewrite(Encoding.UTF8.GetBytes(changed.ToJsonString())));
    }

    private async Task<ViewOutcome> ChangeAsync(
        ChannelName channel, string actor, Func<Dictionary<string, JsonElement>, ViewOutcome?> refuses, Action<Dictionary<string, JsonElement>> change, CancellationToken cancellation)
    {
        ViewOutcome? refusal = null;
        var changed = await store.Catalog.ConfigureAsync(
            channel,
            settings =>
            {
                var views = settings.Views.ToDictionary(StringComparer.Ordinal);
                refusal = refuses(views);
                if (refusal is not null)
                    return null;
                change(views);
                return settings with { Views = views };
            },
            actor,
            cancellation);
        return changed is null ? new ViewOutcome.NoChannel() : refusal ?? new ViewOutcome.Changed(changed);
    }

    private static ViewOutcome.Absent? AbsenceOf(Dictionary<string, JsonElement> views, ChannelName channel, string name) =>
        views.ContainsKey(name) ? null : new ViewOutcome.Absent(ViewDiagnostics.NoSuchView.In(null, $"{channel} has no view '{name}'"));

    private static async Task<ViewState> StateAsync(SqlSession session, ManagedChannel channel, ChannelView view, CancellationToken cancellation)
    {
        var label = view.Name.Label.ToString();
        return new ViewState(
            view,
            channel.Settings.Views[view.Name.ToString()],
            await session.NumberAsync($"SELECT count(*) FROM listing WHERE channel = {channel.Id} AND label = {label}", cancellation),
            await session.NumberAsync($"SELECT count(*) FROM listing WHERE channel = {channel.Id} AND label = {view.Of.ToString()}", cancellation),
            await session.FirstAsync($"SELECT min(due) FROM view_due WHERE channel = {channel.Id} AND label = {label}", row => row.InstantOrNull(0), cancellation));
    }
}
