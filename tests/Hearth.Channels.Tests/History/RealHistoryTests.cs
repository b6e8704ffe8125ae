using System.Formats.Tar;
using System.Text.Json.Nodes;
using Hearth.Channels.History;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Channels.Upkeep;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.Json;
using Hearth.Testing;

namespace Hearth.Channels.Tests.History;

/// <summary>
/// Successive real states of a channel, taken in one after the other with their dates: each comes back record for record through its date.
/// HEARTH_SERIES=all takes all series; one, and a few states of a noarch, are enough for every day.
/// </summary>
public sealed class RealHistoryTests(PostgresServer postgres)
{
    [Theory]
    [InlineData("series-main-aarch64-2021", "linux-aarch64", 1, true)]
    [InlineData("series-main-noarch-2020", "noarch", 24, true)]
    [InlineData("series-main-noarch-2021", "noarch", 1, false)]
    [InlineData("series-main-noarch-2020", "noarch", 1, false)]
    public async Task Each_real_state_comes_back_record_for_record_at_its_date(string series, string subdir, int oneOf, bool isForEveryDay)
    {
        Assert.SkipUnless(isForEveryDay || Environment.GetEnvironmentVariable("HEARTH_SERIES") == "all", "takes minutes; HEARTH_SERIES=all runs it");
        var states = Read(SharedData.PathTo("data", "repodata", series, "series.tar.zst"), SharedData.PathTo("data", "repodata", series, "index.json"))
            .Where((_, number) => number % oneOf == 0).ToList();
        var clock = new SteppingClock(states[0].At - TimeSpan.FromDays(1));
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite, postgres, clock);
        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (at, content) in states)
        {
            clock.Set(at);
            await TakeAsync(store, subdir, content, listed);
            await store.Keeper.CatchUpAsync(TestStore.Stop);
        }
        clock.Step(TimeSpan.FromDays(1));

        var channel = (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;
        await using var past = new PastFiles(store.Store);
        foreach (var (at, content) in states)
        {
            var found = Assert.IsType<MomentOutcome.Found>(await new ChannelHistory(store.Store).ResolveAsync(channel, new Moment.AtInstant(at), TestStore.Stop));
            var repodata = await ServedThen.ReadAsync(past, channel, "main", $"{subdir}/repodata.json", found.Revision, TestStore.Stop);
            Assert.Equal(Records(content), Records(repodata!));
        }
    }

    // What is new is added, what is gone is removed, and what is shown otherwise is patched.
    private static async Task TakeAsync(TestStore store, string subdir, byte[] content, HashSet<string> listed)
    {
        var now = new HashSet<string>(StringComparer.Ordinal);
        await store.Store.ChangeAsync(
            TestStore.Forge,
            "test",
            async transaction =>
            {
                using var reader = new RepodataReader(new MemoryStream(content));
                while (reader.Read())
                {
                    if (reader.Entry != RepodataEntry.Record)
                        continue;
                    var name = reader.Group.FileOf(reader.Key);
                    now.Add(name);
                    if (!listed.Add(name))
                        continue;
                    var record = PackageRecord.Parse(reader.Value);
                    var artifact = new NewArtifact(name, reader.Group, record, Sha256.Parse(record.Text(RecordField.Sha256)!), "{}"u8.ToArray(), "{}"u8.ToArray(), []);
                    var change = await transaction.AppendAsync(ChangeKind.ArtifactAdded, $"{subdir}/{name}", new JsonObjectBuilder());
                    var stored = await StoredArtifact.AddAsync(transaction, artifact, change, change.At, store.Store.Patches);
                    await stored.ListAsync(transaction, "main", change.Revision);
                }
                return true;
            },
            TestStore.Stop);
        foreach (var gone in listed.Except(now).ToList())
        {
            await store.Changes.RemoveAsync(TestStore.Forge, subdir, gone, "test", "", block: false, TestStore.Stop);
            listed.Remove(gone);
        }
        var patches = new ImportedPatches(store.Store, TestStore.Forge, "test");
        await patches.CompareAsync(subdir, [new MemoryStream(content)], asShown: null, TestStore.Stop);
        await patches.ApplyAsync(TestStore.Stop);
    }

    private static List<(DateTimeOffset At, byte[] Content)> Read(string archive, string index)
    {
        var dates = JsonNode.Parse(File.ReadAllText(index))!.AsArray().ToDictionary(state => (string)state!["file"]!, state => DateTimeOffset.Parse((string)state!["date"]!, System.Globalization.CultureInfo.InvariantCulture));
        var states = new List<(DateTimeOffset, byte[])>();
        using var tar = new TarReader(Zstd.OpenRead(File.OpenRead(archive)));
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is null || !dates.TryGetValue(entry.Name, out var at))
                continue;
            using var content = new MemoryStream();
            entry.DataStream.CopyTo(content);
            states.Add((at, content.ToArray()));
        }
        return [.. states.OrderBy(state => state.Item1)];
    }

    // The time of arrival is this channel's own, and where a list is left out it is empty.
    private static SortedDictionary<string, string> Records(byte[] repodata)
    {
        var records = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using var reader = new RepodataReader(new MemoryStream(repodata));
        while (reader.Read())
        {
            if (reader.Entry == RepodataEntry.Record)
                records[reader.Group.FileOf(reader.Key)] = System.Text.Encoding.UTF8.GetString(PackageRecord.Parse(reader.Value).ToBuilder().Remove(RecordField.IndexedTimestamp).Build());
        }
        return records;
    }
}
