using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Selections;

/// <summary>
/// Looks at what views show without anyone publishing: at records that come of age, and at all of a view whose rules changed. A look costs the
/// names that are due and no others; what it finds is a change in the log, so that each state of a view has a revision.
/// </summary>
internal sealed class ViewLooks(ChannelStore store)
{
    /// <summary>Who the log says it was.</summary>
    public const string Actor = "schedule";

    // What one transaction takes on: on SQLite all who publish wait for it.
    private const int MostNames = 500;

    /// <summary>Whether anything is due.</summary>
    public async Task<bool> AreDueAsync(CancellationToken cancellation) => await NextAsync(cancellation) is not null;

    /// <summary>Looks at what is due in one channel; of very much, at the first.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (await NextAsync(cancellation) is { } channel)
            await store.ChangeAsync(channel.Name, Actor, transaction => LookAsync(transaction, channel.Now), cancellation);
    }

    private async Task<NextChannel?> NextAsync(CancellationToken cancellation)
    {
        var now = store.Clock.GetUtcNow();
        var name = await store.Database.ReadAsync(
            session => session.FirstAsync(
                $"SELECT channel.name FROM view_due JOIN channel ON channel.id = view_due.channel WHERE view_due.due <= {now} AND channel.deleted IS NULL ORDER BY view_due.due LIMIT 1",
                row => row.Text(0),
                cancellation),
            cancellation);
        return name is null ? null : new NextChannel(ChannelName.Parse(name), now);
    }

    private static async Task<int> LookAsync(ChannelTransaction transaction, DateTimeOffset now)
    {
        var (session, channel) = (transaction.Session, transaction.Channel);
        var due = await session.QueryAsync(
            $"SELECT label, subdir, name FROM view_due WHERE channel = {channel.Id} AND due <= {now} ORDER BY label, subdir, name LIMIT {(long)MostNames}",
            row => new DueName(row.Text(0), row.Text(1), row.Text(2)),
            transaction.Cancellation);
        var at = await transaction.NowAsync();
        var views = ChannelView.AllOf(channel.Settings).ToDictionary(view => view.Name.Label.ToString(), StringComparer.Ordinal);
        foreach (var ofView in due.GroupBy(name => name.Label, StringComparer.Ordinal))
        {
            // A view that is no more shows nothing.
            var view = views.GetValueOrDefault(ofView.Key);
            var looks = new List<NameLook>();
            foreach (var name in ofView)
                looks.Add(await NameLook.AtAsync(session, channel.Id, view, name, at, transaction.Cancellation));
            if (looks.Any(look => look.Changes))
                await ChangeAsync(transaction, ofView.Key, looks);
            foreach (var look in looks)
                await SetDueAsync(transaction, look);
        }
        return due.Count;
    }

    private static async Task ChangeAsync(ChannelTransaction transaction, string label, IReadOnlyList<NameLook> looks)
    {
        var body = new JsonObjectBuilder().Set("shown"u8, looks.Sum(look => look.On.Count)).Set("hidden"u8, looks.Sum(look => look.Off.Count));
        var change = await transaction.AppendAsync(ChangeKind.ViewSelected, label[ViewName.Folder.Length..], body);
        foreach (var look in looks)
        {
            var (subdir, name) = (look.Name.Subdir, look.Name.Name);
            foreach (var record in look.Off)
                await transaction.DelistAsync(record.Artifact, label, subdir, record.File, name, change.Revision);
            await transaction.SelectAsync(label, subdir, name, look.On, change.Revision);
        }
    }

    private static Task<int> SetDueAsync(ChannelTransaction transaction, NameLook look)
    {
        var (session, channel, name) = (transaction.Session, transaction.Channel.Id, look.Name);
        return look.Due is { } due
            ? session.ExecuteAsync($"UPDATE view_due SET due = {due} WHERE channel = {channel} AND label = {name.Label} AND subdir = {name.Subdir} AND name = {name.Name}", transaction.Cancellation)
            : session.ExecuteAsync($"DELETE FROM view_due WHERE channel = {channel} AND label = {name.Label} AND subdir = {name.Subdir} AND name = {name.Name}", transaction.Cancellation);
    }

    private sealed record NextChannel(ChannelName Name, DateTimeOffset Now);
}
