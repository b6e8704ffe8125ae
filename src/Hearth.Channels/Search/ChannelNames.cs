using System.Data.Common;
using System.Text;
using Hearth.Channels.Databases;
using Hearth.Channels.Live;
using Hearth.Channels.Views;
using Hearth.Conda.Names;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Search;

/// <summary>The names of one channel under all its labels, not its views, read from the summaries that go with the shards.</summary>
internal sealed class ChannelNames(ChannelStore store, LiveChannel live) : IDisposable
{
    // With more changed names than this, reading all is quicker than reading each.
    private const int MostReadOneByOne = 2_000;

    private static readonly string Main = Label.Main.ToString();

    private readonly SemaphoreSlim _reading = new(1);
    private Dictionary<(string Label, string Subdir), long> _seen = [];
    private long _tick = -1;
    private volatile NameIndex? _index;

    /// <summary>The names now; while the database is away, those that are held.</summary>
    public async ValueTask<NameIndex> CurrentAsync(CancellationToken cancellation)
    {
        if (_index is { } held && Interlocked.Read(ref _tick) == live.Tick)
            return held;
        await _reading.WaitAsync(cancellation);
        try
        {
            var tick = live.Tick;
            if (_index is not { } before || _tick != tick)
                (_index, _seen) = await store.Database.ReadAsync(session => NextAsync(session, _index, cancellation), cancellation);
            Interlocked.Exchange(ref _tick, tick);
            return _index;
        }
        catch (Exception e) when (_index is not null && e is DbException or IOException or TimeoutException)
        {
            return _index;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private async Task<(NameIndex Index, Dictionary<(string Label, string Subdir), long> Seen)> NextAsync(SqlSession session, NameIndex? before, CancellationToken cancellation)
    {
        var views = await session.QueryAsync(
            $"SELECT label, subdir, revision FROM view WHERE channel = {live.Channel.Id} AND substr(label, 1, 5) <> 'view/' ORDER BY CASE WHEN label = {Main} THEN 0 ELSE 1 END, label, subdir",
            row => (Label: row.Text(0), Subdir: row.Text(1), Revision: row.Integer(2)),
            cancellation);
        var places = views.ConvertAll(view => (view.Label, view.Subdir));
        var changed = before is null ? null : await ChangedAsync(session, places, cancellation);
        var seen = views.ToDictionary(view => (view.Label, view.Subdir), view => view.Revision);
        var revisionNow = views.Select(view => view.Revision).DefaultIfEmpty(0).Max();
        if (before is null || changed!.Count > MostReadOneByOne)
            return (new NameIndex(ReadAll(session), revisionNow), seen);
        if (changed.Count == 0 && before.Revision == revisionNow)
            return (before, seen);
        var read = changed.Select(name => Read(session, name, places)).OfType<NameEntry>();
        return (new NameIndex(before.All.Where(entry => !changed.Contains(entry.Name)).Concat(read), revisionNow), seen);
    }

    // The shards of a subdir that changed at the revision seen last are read again: a large change is published in parts.
    private async Task<HashSet<string>> ChangedAsync(SqlSession session, IEnumerable<(string Label, string Subdir)> places, CancellationToken cancellation)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (label, subdir) in places)
        {
            names.UnionWith(await session.QueryAsync(
                $"SELECT DISTINCT name FROM shard WHERE channel = {live.Channel.Id} AND label = {label} AND subdir = {subdir} AND since >= {_seen.GetValueOrDefault((label, subdir))}",
                row => row.Text(0),
                cancellation));
        }
        return names;
    }

    private IEnumerable<NameEntry> ReadAll(SqlSession session)
    {
        var parts = new Dictionary<string, Parts>(StringComparer.Ordinal);
        session.Visit(
            $"""
            SELECT label, name, channeldata, requires FROM summary WHERE channel = {live.Channel.Id} AND substr(label, 1, 5) <> 'view/'
            ORDER BY CASE WHEN label = {Main} THEN 0 ELSE 1 END, label, subdir, name
            """,
            row =>
            {
                if (!parts.TryGetValue(row.Text(1), out var known))
                    parts[row.Text(1)] = known = new Parts();
                known.Add(row.Text(0), row.Bytes(2), row.Text(3));
            });
        return parts.Select(part => part.Value.ToEntry(part.Key));
    }

    private NameEntry? Read(SqlSession session, string name, IEnumerable<(string Label, string Subdir)> places)
    {
        var parts = new Parts();
        foreach (var (label, subdir) in places)
        {
            session.Visit(
                $"SELECT channeldata, requires FROM summary WHERE channel = {live.Channel.Id} AND label = {label} AND subdir = {subdir} AND name = {name}",
                row => parts.Add(label, row.Bytes(0), row.Text(1)));
        }
        return parts.IsEmpty ? null : parts.ToEntry(name);
    }

    /// <summary>What the subdirs know of a name: those of main, or where main has it not, those of the other labels.</summary>
    private sealed class Parts
    {
        private readonly ChannelDataOfName _data = new();
        private readonly SortedSet<string> _requires = new(StringComparer.Ordinal);
        private readonly SortedSet<string> _labels = new(StringComparer.Ordinal);

        public bool IsEmpty => _data.IsEmpty;

        // Main comes first.
        public void Add(string label, byte[] channelData, string requires)
        {
            _labels.Add(label);
            if (label != Main && _labels.Contains(Main))
                return;
            _data.Add(channelData);
            _requires.UnionWith(JsonText.ReadList(Encoding.UTF8.GetBytes(requires)));
        }

        public NameEntry ToEntry(string name) => new(
            name,
            _data.Version,
            OneLine(_data.Text("summary"u8)),
            OneLine(_data.Text("license"u8)),
            _data.Timestamp > 0 ? DateTimeOffset.FromUnixTimeSeconds(_data.Timestamp) : null,
            [.. _data.Subdirs],
            [.. _requires])
        {
            Labels = [.. _labels],
        };

        private static string OneLine(string? text) => string.Join(' ', (text ?? "").Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
    }
}
