using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Hearth.Channels.Live;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Channels.Tests.History;
using Hearth.Channels.Upkeep;
using Hearth.Conda.Names;
using Hearth.Conda.Patches;
using Hearth.Foundation.Compression;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Selections;

/// <summary>Whatever happens to a channel and however the clock moves, every format of a view shows what its rules let pass of what the label lists.</summary>
public sealed class AnySelectionTests(PostgresServer postgres)
{
    private const string View = "view/v";
    private const string Subdir = "linux-64";

    private static readonly DateTimeOffset Birth = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly TinyPackage[] Packages = [new("a"), new("a", "2.0"), new("b")];

    private static readonly Gen<TinyPackage> Package = OneOf(Packages);

    private static readonly Gen<string[]> Labels = OneOf<string[]>(["main"], ["main"], ["dev"], ["dev", "main"]);

    private static readonly Gen<Step> AnyStep = Gen.Frequency(
        (6, Gen.Select(Package, Labels, Gen.Bool, (package, labels, isOther) => (Step)((store, _) => PublishAsync(store, package, labels, isOther)))),
        (2, Package.Select(package => (Step)((store, _) => store.Changes.RemoveAsync(TestStore.Forge, Subdir, FileOf(package), "test", "", block: false, TestStore.Stop)))),
        (2, Gen.Select(Package, Labels, (package, labels) => (Step)((store, _) => store.Changes.RestoreAsync(TestStore.Forge, Subdir, FileOf(package), "test", Parsed(labels), TestStore.Stop)))),
        (2, Gen.Select(Package, Labels, (package, labels) => (Step)((store, _) => store.Changes.SetLabelsAsync(TestStore.Forge, Subdir, FileOf(package), "test", Parsed(labels), TestStore.Stop)))),
        (2, Gen.Select(Package.Array[0, 2], Package.Array[0, 1], (relicensed, hidden) => (Step)((store, _) => PatchAsync(store, relicensed, hidden)))),
        (1, Gen.Const((Step)((store, _) => new PatchSets(store.Store).WithdrawAsync(TestStore.Forge, "p", "test", TestStore.Stop)))),
        (5, Gen.Int[1, 100].Select(hours => (Step)((store, _) => StepAsync(store, hours)))),
        (3, OneOf<ModelView?>([null, .. ModelView.All]).Select(view => (Step)((store, state) => ConfigureAsync(store, state, view)))));

    [Theory, OnBothDatabases]
    public Task A_view_shows_what_its_rules_let_pass_at_every_moment(DatabaseKind kind) => Gen.Select(OneOf([.. ModelView.All]), AnyStep.Array[1, 14]).SampleAsync(
        async (first, steps) =>
        {
            await using var store = await TestStore.OpenAsync(kind, postgres, new SteppingClock(Birth), new ChannelSettings { Overwrite = true });
            var state = new State();
            await ConfigureAsync(store, state, first);
            foreach (var step in steps)
            {
                await step(store, state);
                await store.Keeper.CatchUpAsync(TestStore.Stop);
                await AssertShowsAsync(store, state.View);
            }
            Assert.Empty(await new ChannelCheck(store.Store).RunAsync(await ChannelAsync(store), readArtifacts: false, TestStore.Stop));
        },
        iter: 8,
        threads: 1);

    private static async Task AssertShowsAsync(TestStore store, ModelView? view)
    {
        var expected = view is null ? [] : await ExpectedAsync(store, view, withHidden: false);
        using var live = new LiveChannels(store.Store);
        await live.RefreshAsync(TestStore.Stop);
        Assert.True(live.TryFind("forge", out var channel));
        if (channel.Find(Label.Parse(View), $"{Subdir}/repodata.json") is null)
        {
            Assert.Empty(expected);
            return;
        }
        var shards = new List<JsonNode>();
        foreach (var name in (await store.IndexAsync(Subdir, View)).Shards.Keys)
            shards.Add(await store.ShardAsync(name, Subdir, View));
        var repodata = await store.JsonAsync($"{Subdir}/repodata.json", View);
        var zst = JsonNode.Parse(Zstd.Decompress(await store.BytesAsync($"{Subdir}/repodata.json.zst", View), 1 << 20))!;
        var current = await store.JsonAsync($"{Subdir}/current_repodata.json", View);
        var runExports = await store.JsonAsync($"{Subdir}/run_exports.json", View);
        var channelData = await store.JsonAsync("channeldata.json", View);

        Assert.Equal(expected, shards.SelectMany(Files).Order(StringComparer.Ordinal));
        Assert.Equal(expected, Files(repodata));
        Assert.Equal(expected, Files(zst));
        Assert.Subset(expected.ToHashSet(), Files(current).ToHashSet());
        Assert.Equal(expected.Count > 0, Files(current).Any());
        // CEP 12: also of what a patch hides.
        Assert.Equal(view is null ? [] : await ExpectedAsync(store, view, withHidden: true), Files(runExports));
        Assert.Equal(expected.Select(file => file[..1]).Distinct(), channelData["packages"]!.AsObject().Select(name => name.Key));
    }

    private static async Task<List<string>> ExpectedAsync(TestStore store, ModelView view, bool withHidden)
    {
        var id = (await ChannelAsync(store)).Id;
        var now = store.Store.Clock.GetUtcNow();
        var rows = await store.Store.Database.ReadAsync(
            session => session.QueryAsync(
                $"SELECT l.file, coalesce(a.shown, a.record), a.at FROM listing l JOIN artifact a ON a.id = l.artifact WHERE l.channel = {id} AND l.label = {view.Label} AND (a.hidden = 0 OR {withHidden} = 1) ORDER BY l.file",
                row => (File: row.Text(0), Record: JsonElement.Parse(row.Bytes(1)), At: row.Instant(2)),
                TestStore.Stop),
            TestStore.Stop);
        return [.. rows.Where(row => view.Shows(row.Record, row.File, row.At, now)).Select(row => row.File)];
    }

    private static IEnumerable<string> Files(JsonNode document) => document["packages.conda"]!.AsObject().Select(record => record.Key);

    private static async Task<ManagedChannel> ChannelAsync(TestStore store) => (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;

    private static Task<ManagedChannel?> ConfigureAsync(TestStore store, State state, ModelView? view)
    {
        state.View = view;
        return store.Store.Catalog.ConfigureAsync(
            TestStore.Forge,
            settings => settings with { Views = view is null ? new Dictionary<string, JsonElement>() : new Dictionary<string, JsonElement> { ["v"] = JsonElement.Parse(view.Rules) } },
            "test",
            TestStore.Stop);
    }

    private static Task StepAsync(TestStore store, int hours)
    {
        ((SteppingClock)store.Store.Clock).Step(TimeSpan.FromHours(hours));
        return Task.CompletedTask;
    }

    private static Task<PublishOutcome> PublishAsync(TestStore store, TinyPackage package, string[] labels, bool isOther) => store.PublishAsync(
        package with
        {
            Index = new() { ["license"] = "MIT" },
            Files = new() { ["lib/x"] = isOther ? "other" : "one", ["info/run_exports.json"] = "{\"weak\":[\"a >=1\"]}" },
        },
        Subdir,
        overwrite: true,
        labels: labels);

    private static Task<long?> PatchAsync(TestStore store, TinyPackage[] relicensed, TinyPackage[] hidden)
    {
        var patch = new JsonObject
        {
            ["patch_instructions_version"] = 1,
            ["packages.conda"] = new JsonObject(relicensed.Select(FileOf).Distinct().Select(file => KeyValuePair.Create(file, (JsonNode?)new JsonObject { ["license"] = "GPL-3.0-only" }))),
            ["remove"] = new JsonArray([.. hidden.Select(package => (JsonNode)FileOf(package))]),
        };
        var instructions = PatchInstructions.Parse(System.Text.Encoding.UTF8.GetBytes(patch.ToJsonString()), "p");
        return new PatchSets(store.Store).ApplyAsync(TestStore.Forge, "p", new Dictionary<string, PatchInstructions> { [Subdir] = instructions }, "test", TestStore.Stop);
    }

    private static string FileOf(TinyPackage package) => package.Stem + ".conda";

    private static Label[] Parsed(string[] labels) => [.. labels.Select(label => Label.Parse(label))];

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private delegate Task Step(TestStore store, State state);

    private sealed class State
    {
        public ModelView? View { get; set; }
    }
}
