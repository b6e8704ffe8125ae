using System.Globalization;
using System.Text;
using Hearth.Channels;
using Hearth.Channels.Databases;
using Hearth.Channels.Live;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Hearth.Conda.Patches;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Hashing;

namespace Hearth.Bench.Scenarios;

/// <summary>
/// A channel of conda-forge's shape and the changes of a year: new builds of names that are picked again and again, the busy ones more
/// often, and a patch set each month. Records without bytes: what they cost is what the channel does with records.
/// </summary>
internal sealed class YearOfChanges(ChannelStore store, YearOfChanges.YearClock clock, ManagedChannel channel, IReadOnlyList<(string Subdir, double Share)> subdirs)
{
    /// <summary>The share of records that each subdir has of the largest.</summary>
    public static IReadOnlyList<(string Subdir, double Share)> Subdirs { get; } =
        [("linux-64", 1), ("noarch", 0.5), ("win-64", 0.4), ("osx-64", 0.4), ("osx-arm64", 0.3), ("linux-aarch64", 0.3), ("linux-ppc64le", 0.15)];

    public static readonly ChannelName Forge = ChannelName.Parse("forge");

    private const int RowsPerTransaction = 20_000;
    private const int PatchedEachTime = 300;
    private const int DaysBetweenPatches = 30;

    private readonly Dictionary<string, List<(string Name, PackageRecord Newest)>> _names = new(StringComparer.Ordinal);
    private readonly Random _random = new(4);
    private int _builds;

    /// <summary>Fills a subdir with the records of a repodata.json.</summary>
    public async Task FillAsync(string subdir, string repodata, CancellationToken cancellation)
    {
        var newest = new SortedDictionary<string, PackageRecord>(StringComparer.Ordinal);
        using var reader = new RepodataReader(File.OpenRead(repodata));
        for (var more = true; more;)
            more = await store.Database.WriteAsync(session => InsertAsync(session, subdir, reader, newest, cancellation), cancellation);
        _names[subdir] = [.. newest.Select(name => (name.Key, name.Value))];
        await ShowAsync(subdir, cancellation);
    }

    /// <summary>One day: so many names of all subdirs get another build, and once a month a patch set comes.</summary>
    public async Task PlayDayAsync(int day, int names, CancellationToken cancellation)
    {
        clock.Advance(TimeSpan.FromDays(1));
        var all = subdirs.Sum(subdir => subdir.Share);
        foreach (var (subdir, share) in subdirs)
        {
            await BuildAsync(subdir, (int)Math.Round(names * share / all), cancellation);
            if (day % DaysBetweenPatches == DaysBetweenPatches - 1)
                await PatchAsync(subdir, day, cancellation);
            await ShowAsync(subdir, cancellation);
        }
    }

    /// <summary>New builds of some names, accepted together.</summary>
    public Task BuildAsync(string subdir, int names, CancellationToken cancellation)
    {
        var picked = Pick(subdir, names);
        return store.ChangeAsync(
            Forge,
            "bench",
            async transaction =>
            {
                foreach (var i in picked)
                    await BuildAsync(transaction, subdir, i);
                return true;
            },
            cancellation);
    }

    /// <summary>Shows what waits in a subdir, as the keeper of views does.</summary>
    public async Task ShowAsync(string subdir, CancellationToken cancellation)
    {
        var lease = await Lease.AcquireAsync(store, $"shards/{channel.Id}/{subdir}", "bench", cancellation);
        await new Repatching(store, channel.Id, subdir, lease!).RunAsync(cancellation);
        while (await new ShardPublication(store, channel.Id, subdir, lease!).RunAsync(cancellation))
        {
        }
    }

    private async Task BuildAsync(ChannelTransaction transaction, string subdir, int i)
    {
        var (name, newest) = _names[subdir][i];
        var build = string.Create(CultureInfo.InvariantCulture, $"h{++_builds:x7}_{newest.Integer(RecordField.BuildNumber) + 1}");
        var file = $"{newest.Name}-{newest.Version}-{build}.conda";
        var sha256 = Sha256.Of(Encoding.UTF8.GetBytes($"{subdir}/{file}"));
        var record = PackageRecord.From(newest.ToBuilder()
            .Set(RecordField.Build, build)
            .Set(RecordField.BuildNumber, (newest.Integer(RecordField.BuildNumber) ?? 0) + 1)
            .Set(RecordField.Sha256, sha256.ToString())
            .Set(RecordField.Md5, sha256.ToString()[..32])
            .Set(RecordField.Subdir, subdir)
            .Set(RecordField.Timestamp, clock.GetUtcNow().ToUnixTimeMilliseconds()));
        var artifact = new NewArtifact(file, RecordGroup.PackagesConda, record, sha256, "{}"u8.ToArray(), About(newest), []);
        var change = await transaction.AppendAsync(ChangeKind.ArtifactAdded, $"{subdir}/{file}", new Foundation.Json.JsonObjectBuilder().Set("sha256"u8, sha256.ToString()));
        var stored = await StoredArtifact.AddAsync(transaction, artifact, change, clock.GetUtcNow(), store.Patches);
        await stored.ListAsync(transaction, "main", change.Revision);
        _names[subdir][i] = (name, record);
    }

    // A tightened dependency of the newest build of some names, beside those of the months before.
    private async Task PatchAsync(string subdir, int day, CancellationToken cancellation)
    {
        var parts = Pick(subdir, Math.Min(PatchedEachTime, _names[subdir].Count / 10))
            .Select(i => _names[subdir][i].Newest)
            .Where(newest => newest.Depends.Count > 0)
            .Select(newest => $"\"{newest.Name}-{newest.Version}-{newest.Build}.conda\":{{\"depends\":[\"{newest.Depends[0].Replace("\"", "", StringComparison.Ordinal)}\",\"__patched >={day}\"]}}");
        var instructions = PatchInstructions.Parse(Encoding.UTF8.GetBytes($"{{\"patch_instructions_version\":1,\"packages.conda\":{{{string.Join(',', parts)}}}}}"), subdir);
        await new PatchSets(store).ApplyAsync(Forge, $"patches-{day / DaysBetweenPatches}-{subdir}", new Dictionary<string, PatchInstructions> { [subdir] = instructions }, "bench", cancellation);
    }

    // A few names are built all the time, most of them rarely.
    private HashSet<int> Pick(string subdir, int names)
    {
        var picked = new HashSet<int>();
        var all = _names[subdir].Count;
        while (picked.Count < Math.Min(names, all / 2))
            picked.Add((int)(all * Math.Pow(_random.NextDouble(), 3)) * 7919 % all);
        return picked;
    }

    private async Task<bool> InsertAsync(SqlSession session, string subdir, RepodataReader reader, SortedDictionary<string, PackageRecord> newest, CancellationToken cancellation)
    {
        for (var i = 0; i < RowsPerTransaction; i++)
        {
            if (!reader.Read())
                return false;
            if (reader.Entry != RepodataEntry.Record)
                continue;
            var record = PackageRecord.Parse(reader.Value);
            var (file, name, group) = (reader.Group.FileOf(reader.Key), record.PackageName.ToString(), (long)reader.Group);
            newest[name] = record;
            var id = await session.NumberAsync(
                $"""
                INSERT INTO artifact(channel, subdir, file, name, version, grp, sha256, size, record, run_exports, about, added, at, actor)
                VALUES ({channel.Id}, {subdir}, {file}, {name}, {record.Version}, {group}, {Sha256.Of(Encoding.UTF8.GetBytes($"{subdir}/{file}"))}, {record.Size}, {record.Json.ToArray()},
                    {"{}"u8.ToArray()}, {About(record)}, 1, {clock.GetUtcNow()}, 'bench')
                RETURNING id
                """,
                cancellation);
            await session.ExecuteAsync($"INSERT INTO listing(channel, label, subdir, grp, file, name, artifact) VALUES ({channel.Id}, 'main', {subdir}, {group}, {file}, {name}, {id})", cancellation);
            await session.ExecuteAsync($"INSERT INTO dirty(channel, label, subdir, name, revision, since) VALUES ({channel.Id}, 'main', {subdir}, {name}, 1, 1) ON CONFLICT DO NOTHING", cancellation);
        }
        return true;
    }

    // As long as such texts are.
    private static byte[] About(PackageRecord record) => Encoding.UTF8.GetBytes(
        $"{{\"dev_url\":\"https://example.org/{record.Name}/source\",\"doc_url\":\"https://{record.Name}.example.org/documentation\",\"home\":\"https://example.org/{record.Name}\",\"summary\":\"What {record.Name} is for, in one sentence of some length\"}}");

    /// <summary>The time of the year that is played.</summary>
    internal sealed class YearClock(DateTimeOffset start) : TimeProvider
    {
        private DateTimeOffset _now = start;

        public override DateTimeOffset GetUtcNow() => _now;

        public void Advance(TimeSpan by) => _now += by;
    }
}
