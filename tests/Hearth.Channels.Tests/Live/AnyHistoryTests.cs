using System.Text.Json.Nodes;
using CsCheck;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Channels.Upkeep;
using Hearth.Conda.Names;
using Hearth.Conda.Patches;
using Hearth.Foundation.Hashing;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Live;

/// <summary>Whatever happens to a channel, every format shows just what a plain model of it says, under each label.</summary>
public sealed class AnyHistoryTests(PostgresServer postgres)
{
    private const string Subdir = "linux-64";
    private static readonly ChannelName Other = ChannelName.Parse("other");
    private static readonly string[] Extensions = [".conda", ".tar.bz2"];

    private static readonly TinyPackage[] Packages = [new("a"), new("a", "2.0"), new("b-c"), new("b-c", "2.0")];

    private static readonly string[] Files = [.. Packages.SelectMany(package => Extensions.Select(extension => package.Stem + extension))];

    private static readonly Dictionary<(string File, int Variant), byte[]> Bytes = Files.SelectMany(file => new[] { 0, 1 }.Select(variant => (file, variant))).ToDictionary(key => key, Make);

    private static readonly Gen<string> File = OneOf(Files);

    private static readonly Gen<string[]> Labels = OneOf<string[]>(["main"], ["main"], ["dev"], ["a/rc"], ["dev", "main"]);

    private static readonly Gen<Step> AnyStep = Gen.Frequency(
        (6, Gen.Select(File, Gen.Int[0, 1], Labels, Gen.Bool, (file, variant, labels, overwrite) => (Step)new Step.Publish(file, variant, labels, overwrite))),
        (3, File.Select(file => (Step)new Step.Remove(file))),
        (2, Gen.Select(File, Labels, (file, labels) => (Step)new Step.Restore(file, labels))),
        (2, Gen.Select(File, Labels, (file, labels) => (Step)new Step.SetLabels(file, labels))),
        (2, Gen.Select(File, Labels, Gen.Bool, (file, labels, overwrite) => (Step)new Step.Copy(file, labels, overwrite))),
        (2, Gen.Select(OneOf("p", "q"), File.Array[0, 4], File.Array[0, 1], (name, changes, hides) => (Step)new Step.Patch(new ModelPatch(name, changes, hides)))),
        (1, OneOf("p", "q").Select(name => (Step)new Step.Withdraw(name))),
        (2, Gen.Const((Step)new Step.CatchUp())));

    [Theory, OnBothDatabases]
    public Task Every_format_of_every_label_shows_what_the_history_says(DatabaseKind kind) => AnyStep.Array[1, 30].SampleAsync(
        async steps =>
        {
            await using var store = await OpenAsync(kind);
            var (forge, other) = (new ModelChannel(), new ModelChannel());
            foreach (var step in steps)
                await TakeAsync(store, step, forge, other);
            await store.Keeper.CatchUpAsync(TestStore.Stop);

            await AssertShowsAsync(store, TestStore.Forge, forge);
            await AssertShowsAsync(store, Other, other);
        },
        iter: 10,
        threads: 1);

    [Theory, OnBothDatabases]
    public async Task Patches_that_come_and_go_while_artifacts_do_leave_none_unpatched(DatabaseKind kind)
    {
        await using var store = await OpenAsync(kind);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestStore.Stop);
        var keeping = store.Keeper.RunAsync(stop.Token);
        var sets = new PatchSets(store.Store);
        var all = new Dictionary<string, PatchInstructions> { [Subdir] = new ModelPatch("p", Files, []).ToInstructions() };
        var uploads = Files.Select((file, i) => Task.Run(async () =>
        {
            for (var round = 0; round < 4; round++)
            {
                await PublishAsync(store, new Step.Publish(file, i % 2, ["main"], Overwrite: false));
                await store.Changes.RemoveAsync(TestStore.Forge, Subdir, file, "test", "", block: false, TestStore.Stop);
                await store.Changes.RestoreAsync(TestStore.Forge, Subdir, file, "test", [Label.Main], TestStore.Stop);
            }
        })).ToList();
        for (var round = 0; round < 8; round++)
        {
            await sets.ApplyAsync(TestStore.Forge, "p", all, "test", TestStore.Stop);
            await Task.Delay(15, TestStore.Stop);
            await sets.WithdrawAsync(TestStore.Forge, "p", "test", TestStore.Stop);
        }
        await sets.ApplyAsync(TestStore.Forge, "p", all, "test", TestStore.Stop);
        await Task.WhenAll(uploads);
        await stop.CancelAsync();
        await keeping;
        await store.Keeper.CatchUpAsync(TestStore.Stop);

        var model = new ModelChannel();
        model.Patch(new ModelPatch("p", Files, []));
        for (var i = 0; i < Files.Length; i++)
            model.Publish(Files[i], i % 2, ["main"], overwrite: false);
        await AssertShowsAsync(store, TestStore.Forge, model);
    }

    [Theory, OnBothDatabases]
    public async Task Of_two_who_publish_other_bytes_under_one_name_at_once_one_gets_a_conflict(DatabaseKind kind)
    {
        await using var store = await OpenAsync(kind);
        foreach (var file in Files)
        {
            var outcomes = await Task.WhenAll(new[] { 0, 1 }.Select(variant => Task.Run(() => PublishAsync(store, new Step.Publish(file, variant, ["main"], Overwrite: false)))));
            Assert.Single(outcomes.OfType<PublishOutcome.Added>());
            Assert.Single(outcomes.OfType<PublishOutcome.Conflict>());
        }
    }

    [Theory, OnBothDatabases]
    public async Task What_is_removed_and_labelled_at_once_is_listed_nowhere(DatabaseKind kind)
    {
        await using var store = await OpenAsync(kind);
        foreach (var file in Files)
        {
            await PublishAsync(store, new Step.Publish(file, 0, ["main"], Overwrite: false));
            await Task.WhenAll(
                Task.Run(() => store.Changes.RemoveAsync(TestStore.Forge, Subdir, file, "test", "", block: false, TestStore.Stop)),
                Task.Run(() => store.Changes.SetLabelsAsync(TestStore.Forge, Subdir, file, "test", [Label.Parse("dev")], TestStore.Stop)));
        }

        Assert.Equal(0, await store.Store.Database.ReadAsync(session => session.NumberAsync($"SELECT count(*) FROM listing", TestStore.Stop), TestStore.Stop));
    }

    private async Task<TestStore> OpenAsync(DatabaseKind kind)
    {
        var store = await TestStore.OpenAsync(kind, postgres, settings: new ChannelSettings { Overwrite = true });
        await store.Store.Catalog.CreateAsync(Other, new ChannelSettings { Overwrite = true }, "test", TestStore.Stop);
        return store;
    }

    private static async Task TakeAsync(TestStore store, Step step, ModelChannel forge, ModelChannel other)
    {
        switch (step)
        {
            case Step.Publish publish:
                await PublishAsync(store, publish);
                forge.Publish(publish.File, publish.Variant, publish.Labels, publish.Overwrite);
                break;
            case Step.Remove(var file):
                await store.Changes.RemoveAsync(TestStore.Forge, Subdir, file, "test", "", block: false, TestStore.Stop);
                forge.Remove(file);
                break;
            case Step.Restore(var file, var labels):
                await store.Changes.RestoreAsync(TestStore.Forge, Subdir, file, "test", Parsed(labels), TestStore.Stop);
                forge.Restore(file, labels);
                break;
            case Step.SetLabels(var file, var labels):
                await store.Changes.SetLabelsAsync(TestStore.Forge, Subdir, file, "test", Parsed(labels), TestStore.Stop);
                forge.SetLabels(file, labels);
                break;
            case Step.Copy(var file, var labels, var overwrite):
                var request = new PublishRequest { Channel = Other, Actor = "test", Labels = Parsed(labels), Overwrite = overwrite };
                await store.Changes.CopyAsync(TestStore.Forge, Subdir, file, null, request, TestStore.Stop);
                if (forge.VariantOf(file) is { } variant)
                    other.Publish(file, variant, labels, overwrite);
                break;
            case Step.Patch(var patch):
                await new PatchSets(store.Store).ApplyAsync(TestStore.Forge, patch.Name, new Dictionary<string, PatchInstructions> { [Subdir] = patch.ToInstructions() }, "test", TestStore.Stop);
                forge.Patch(patch);
                break;
            case Step.Withdraw(var name):
                await new PatchSets(store.Store).WithdrawAsync(TestStore.Forge, name, "test", TestStore.Stop);
                forge.Withdraw(name);
                break;
            case Step.CatchUp:
                await store.Keeper.CatchUpAsync(TestStore.Stop);
                break;
        }
    }

    private static async Task<PublishOutcome> PublishAsync(TestStore store, Step.Publish publish)
    {
        using var content = new MemoryStream(Bytes[(publish.File, publish.Variant)]);
        using var received = await Receiver.ReceiveAsync(store.Store, publish.File, content, Receiver.DefaultMaxSize, TestStore.Stop);
        return await store.Publisher.PublishAsync(
            received, new PublishRequest { Channel = TestStore.Forge, Actor = "test", Labels = Parsed(publish.Labels), Overwrite = publish.Overwrite }, TestStore.Stop);
    }

    private static async Task AssertShowsAsync(TestStore store, ChannelName channel, ModelChannel model)
    {
        var name = channel.ToString();
        foreach (var label in model.Labels)
        {
            using var live = new Channels.Live.LiveChannels(store.Store);
            await live.RefreshAsync(TestStore.Stop);
            Assert.True(live.TryFind(name, out var found));
            if (found.Find(Label.Parse(label), $"{Subdir}/repodata.json") is null)
            {
                Assert.Empty(model.RecordsOf(label));
                continue;
            }
            var index = await store.IndexAsync(Subdir, label, name);
            var shards = new List<JsonNode>();
            foreach (var package in index.Shards.Keys)
                shards.Add(await store.ShardAsync(package, Subdir, label, name));
            var repodata = await store.JsonAsync($"{Subdir}/repodata.json", label, name);
            Assert.Equal(model.RecordsOf(label), shards.SelectMany(RecordsOf).Order(StringComparer.Ordinal));
            Assert.Equal(model.RecordsOf(label), RecordsOf(repodata).Order(StringComparer.Ordinal));
            Assert.Equal(model.RemovedOf(label), repodata["removed"]!.AsArray().Select(file => (string)file!));
        }
        Assert.Empty(await new ChannelCheck(store.Store).RunAsync((await store.Store.Catalog.FindAsync(channel, TestStore.Stop))!, readArtifacts: true, TestStore.Stop));
    }

    private static IEnumerable<string> RecordsOf(JsonNode document) => new[] { "packages", "packages.conda" }
        .SelectMany(group => document[group]!.AsObject())
        .Select(record => $"{record.Key} {VariantOf(record.Key, (string)record.Value!["sha256"]!)} {string.Join(' ', record.Value["depends"]!.AsArray().Select(dependency => (string)dependency!))}");

    private static int VariantOf(string file, string sha256) => Sha256.Of(Bytes[(file, 0)]).ToString() == sha256 ? 0 : Sha256.Of(Bytes[(file, 1)]).ToString() == sha256 ? 1 : -1;

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Label[] Parsed(string[] labels) => [.. labels.Select(label => Label.Parse(label))];

    private static byte[] Make((string File, int Variant) key)
    {
        var package = Packages.Single(package => key.File.StartsWith(package.Stem + ".", StringComparison.Ordinal)) with
        {
            Index = new() { ["subdir"] = Subdir },
            Files = new() { ["lib/variant"] = $"variant {key.Variant}" },
        };
        return key.File.EndsWith(".conda", StringComparison.Ordinal) ? package.Conda() : package.TarBz2();
    }

    private abstract record Step
    {
        public sealed record Publish(string File, int Variant, string[] Labels, bool Overwrite) : Step;

        public sealed record Remove(string File) : Step;

        public sealed record Restore(string File, string[] Labels) : Step;

        public sealed record SetLabels(string File, string[] Labels) : Step;

        public sealed record Copy(string File, string[] Labels, bool Overwrite) : Step;

        public sealed record Patch(ModelPatch Set) : Step;

        public sealed record Withdraw(string Name) : Step;

        public sealed record CatchUp : Step;
    }
}
