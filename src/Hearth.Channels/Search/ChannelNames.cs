using System.Data.Common;
using System.Text;
using Hearth.Channels.Databases;
using Hearth.Channels.Live;
using Hearth.Channels.Views;
using Hearth.Conda.Names;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Search;

/// <summary>The names of one channel's label <c>main</c>, read from the summaries that go with the shards.</summary>
internal sealed class ChannelNames(ChannelStore store, LiveChannel live) : IDisposable
{
    // With more changed names than this, reading all is quicker than reading each.
    private const int MostReadOneByOne = 2_000;

    private static readonly string Main = Label.Main.ToString();

    private readonly SemaphoreSlim _reading = new(1);
    private Dictionary<string, long> _seen = new(StringComparer.Ordinal);
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

    private async Task<(NameIndex Index, Dictionary<string, long> Seen)> NextAsync(SqlSession session, NameIndex? before, CancellationToken cancellation)
    {
        var views = await session.QueryAsync(
            $"SELECT subdir, revision FROM view WHERE channel = {live.Channel.Id} AND label = {Main} ORDER BY subdir", row => (Subdir: row.Text(0), Revision: row.Integer(1)), cancellation);
        var changed = before is null ? null : await ChangedAsync(session, views.Select(view => view.Subdir), cancellation);
        var seen = views.ToDictionary(view => view.Subdir, view => view.Revision, StringComparer.Ordinal);
        var revisionNow = views.Select(view => view.Revision).DefaultIfEmpty(0).Max();
        if (before is null || changed!.Count > MostReadOneByOne)
            return (new NameIndex(ReadAll(session), revisionNow), seen);
        if (changed.Count == 0 && before.Revision == revisionNow)
            return (before, seen);
        var read = changed.Select(name => Read(session, name, views.Select(view => view.Subdir))).OfType<NameEntry>();
        return (new NameIndex(before.Entries.Where(entry => !changed.Contains(entry.Name)).Concat(read), revisionNow), seen);
    }

    // The shards of a subdir that changed at the revision seen last are read again: a large change is published in parts.
    private async Task<HashSet<string>> ChangedAsync(SqlSession session, IEnumerable<string> subdirs, CancellationToken cancellation)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var subdir in subdirs)
        {
            names.UnionWith(await session.QueryAsync(
                $"SELECT DISTINCT name FROM shard WHERE channel = {live.Channel.Id} AND label = {Main} AND subdir = {subdir} AND since >= {_seen.GetValueOrDefault(subdir)}",
                row => row.Text(0),
                cancellation));
        }
        return names;
    }

    private IEnumerable<NameEntry> ReadAll(SqlSession session)
    {
        var parts = new Dictionary<string, Parts>(StringComparer.Ordinal);
        session.Visit(
            $"SELECT name, channeldata, requires FROM summary WHERE channel = {live.Channel.Id} AND label = {Main} ORDER BY subdir, name",
            row =>
            {
                if (!parts.TryGetValue(row.Text(0), out var known))
                    parts[row.Text(0)] = known = new Parts();
                known.Add(row.Bytes(1), row.Text(2));
            });
        return parts.Select(part => part.Value.ToEntry(part.Key));
    }

    private NameEntry? Read(SqlSession session, string name, IEnumerable<string> subdirs)
    {
        var parts = new Parts();
        foreach (var subdir in subdirs)
        {
            session.Visit(
                $"SELECT channeldata, requires FROM summary WHERE channel = {live.Channel.Id} AND label = {Main} AND subdir = {subdir} AND name = {name}",
                row => parts.Add(row.Bytes(0), row.Text(1)));
        }
        return parts.IsEmpty ? null : parts.ToEntry(name);
    }

    /// <summary>What the subdirs know of a name.</summary>
    private sealed class Parts
    {
        private readonly ChannelDataOfName _data = new();
        private readonly SortedSet<string> _requires = new(StringComparer.Ordinal);

        public bool IsEmpty => _data.IsEmpty;

        public void Add(byte[] channelData, string requires)
        {
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
            [.. _requires]);

        private static string OneLine(string? text) => string.Join(' ', (text ?? "").Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
    }
}
