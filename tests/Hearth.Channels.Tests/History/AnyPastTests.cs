using System.Text;
using System.Text.Json;
using CsCheck;
using Hearth.Channels.Browse;
using Hearth.Channels.History;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Channels.Tests.Live;
using Hearth.Channels.Upkeep;
using Hearth.Conda.Names;
using Hearth.Conda.Patches;
using Hearth.Testing;

namespace Hearth.Channels.Tests.History;

/// <summary>Whatever happens to a channel, each state that it ever served comes back byte for byte, also after garbage was collected.</summary>
public sealed class AnyPastTests(PostgresServer postgres)
{
    private static readonly DateTimeOffset Birth = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Subdirs = ["linux-64", "noarch"];

    // Names whose files are sorted among each other's.
    private static readonly TinyPackage[] Packages = [new("a"), new("a", "2.0"), new("a-b"), new("a-b-c"), new("a.c", "0.1")];

    private static readonly string[] Files = [.. Packages.SelectMany(package => new[] { package.Stem + ".conda", package.Stem + ".tar.bz2" })];

    private static readonly Gen<string> File = Gen.Int[0, Files.Length - 1].Select(i => Files[i]);

    private static readonly Gen<string> Subdir = Gen.Int[0, 1].Select(i => Subdirs[i]);

    private static readonly Gen<string[]> Labels = Gen.Int[0, 3].Select(i => new[] { ["main"], ["main"], ["dev"], new[] { "a/rc", "main" } }[i]);

    private static readonly Gen<Step> AnyStep = Gen.Frequency(
        (8, Gen.Select(File, Subdir, Labels, Gen.Bool, (file, subdir, labels, overwrite) => (Step)(store => PublishAsync(store, file, subdir, labels, overwrite)))),
        (3, Gen.Select(File, Subdir, (file, subdir) => (Step)(store => store.Changes.RemoveAsync(TestStore.Forge, subdir, file, "test", "", block: false, TestStore.Stop)))),
        (2, Gen.Select(File, Subdir, Labels, (file, subdir, labels) => (Step)(store => store.Changes.RestoreAsync(TestStore.Forge, subdir, file, "test", Parsed(labels), TestStore.Stop)))),
        (2, Gen.Select(File, Subdir, Labels, (file, subdir, labels) => (Step)(store => store.Changes.SetLabelsAsync(TestStore.Forge, subdir, file, "test", Parsed(labels), TestStore.Stop)))),
        (3, Gen.Select(Subdir, File.Array[0, 4], File.Array[0, 2], (subdir, changes, hides) => (Step)(store => PatchAsync(store, subdir, new ModelPatch("p", changes, hides))))),
        (1, Gen.Const((Step)(store => new PatchSets(store.Store).WithdrawAsync(TestStore.Forge, "p", "test", TestStore.Stop)))),
        (1, Gen.Int[0, 2].Select(i => (Step)(store => store.Store.Catalog.ConfigureAsync(TestStore.Forge, settings => settings with { RelationsBase = i == 0 ? null : $"../base{i}", Bzip2 = i == 2 }, "test", TestStore.Stop)))),
        (1, Gen.Int[0, 2].Select(days => (Step)(store => store.Store.Catalog.ConfigureAsync(TestStore.Forge, settings => settings with { Views = ViewsOf(days) }, "test", TestStore.Stop)))),
        (1, Gen.Int[0, 9].Select(i => (Step)(store => store.Store.Catalog.SetNoticesAsync(TestStore.Forge, Encoding.UTF8.GetBytes($$"""{"notices":[],"n":{{i}}}"""), "test", TestStore.Stop)))));

    [Theory, OnBothDatabases]
    public Task Every_state_that_was_served_comes_back_byte_for_byte(DatabaseKind kind) => Gen.Select(AnyStep.Array[1, 3].Array[1, 7], Gen.Frequency((3, Gen.Int[-30, 90]), (1, Gen.Int[1200, 3600])).Array[7], Gen.Int[0, 2]).SampleAsync(
        async (rounds, minutes, days) =>
        {
            var clock = new SteppingClock(Birth);
            await using var store = await TestStore.OpenAsync(kind, postgres, clock, new ChannelSettings { Overwrite = true, Views = ViewsOf(days) });
            var channel = (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;
            var kept = new List<(ServedThen Served, DateTimeOffset At)>();
            for (var round = 0; round < rounds.Length; round++)
            {
                foreach (var step in rounds[round])
                    await step(store);
                // The clock of a server may be set back.
                clock.Step(TimeSpan.FromMinutes(minutes[round]));
                await store.Keeper.CatchUpAsync(TestStore.Stop);
                kept.Add((await ServedThen.KeepAsync(store.Store, channel, TestStore.Stop), clock.GetUtcNow()));
            }
            clock.Step(TimeSpan.FromDays(30));
            await new GarbageCollection(store.Store).RunAsync(TimeSpan.Zero, isDryRun: false, TestStore.Stop);

            await using var past = new PastFiles(store.Store);
            var browser = new PastBrowser(store.Store, past);
            foreach (var (served, _) in kept)
            {
                await served.AssertComesBackAsync(past, channel, TestStore.Stop);
                await served.AssertIsBrowsedAsync(browser, channel, TestStore.Stop);
            }
            await AssertInstantsAreOrderedAsync(store, channel, kept);
            await AssertSizesAreKnownUnwrittenAsync(store, channel, kept.ConvertAll(state => state.Served));
        },
        iter: 6,
        threads: 1);

    // Later instants never lead to earlier states, and the newest leads to the last.
    private static async Task AssertInstantsAreOrderedAsync(TestStore store, ManagedChannel channel, List<(ServedThen Served, DateTimeOffset At)> kept)
    {
        var history = new ChannelHistory(store.Store);
        long last = 0;
        foreach (var at in kept.Select(state => state.At).Append(store.Store.Clock.GetUtcNow()).Order())
        {
            if (await history.ResolveAsync(channel, new Moment.AtInstant(at), TestStore.Stop) is not MomentOutcome.Found found)
                continue;
            Assert.True(found.Revision >= last, $"{at} leads to r{found.Revision}, an earlier instant to r{last}");
            last = found.Revision;
        }
        var head = Assert.IsType<MomentOutcome.Found>(await history.ResolveAsync(channel, new Moment.AtRevision(kept[^1].Served.Revision), TestStore.Stop));
        Assert.Equal(head.Revision, last);
    }

    // The compressed twin of a document that was never served is begun before the document is done, and comes out as if it had been.
    private static async Task AssertSizesAreKnownUnwrittenAsync(TestStore store, ManagedChannel channel, List<ServedThen> kept)
    {
        await store.Store.Database.WriteAsync(session => session.ExecuteAsync($"DELETE FROM past_document", TestStore.Stop), TestStore.Stop);
        await using var past = new PastFiles(store.Store);
        foreach (var served in kept)
        {
            foreach (var ((label, path), document) in served.Files.Where(file => file.Key.Path.EndsWith("/repodata.json", StringComparison.Ordinal)))
            {
                var shown = (await store.Store.Database.ReadAsync(session => Publication.FindAsync(session, channel.Id, label, path.Split('/')[0], served.Revision, TestStore.Stop), TestStore.Stop))!;
                Assert.Equal(document.Length, await new PastDocuments(store.Store, channel, label, served.Revision).SizeOfRepodataAsync(shown, TestStore.Stop));
                Assert.Equal(served.Files[(label, path + ".zst")], await ServedThen.ReadAsync(past, channel, label, path + ".zst", served.Revision, TestStore.Stop));
            }
        }
    }

    private static async Task<PublishOutcome> PublishAsync(TestStore store, string file, string subdir, string[] labels, bool overwrite)
    {
        var package = Packages.Single(package => file.StartsWith(package.Stem + ".", StringComparison.Ordinal));
        var content = overwrite ? "other" : "one";
        var made = package with
        {
            Index = new() { ["subdir"] = subdir, ["depends"] = new System.Text.Json.Nodes.JsonArray("a >=1") },
            Files = new() { ["lib/content"] = content, ["info/run_exports.json"] = "{\"weak\":[\"a >=1\"]}" },
        };
        return await store.PublishAsync(made, subdir, file.EndsWith(".conda", StringComparison.Ordinal) ? ".conda" : ".tar.bz2", overwrite, labels);
    }

    private static Task<long?> PatchAsync(TestStore store, string subdir, ModelPatch patch) =>
        new PatchSets(store.Store).ApplyAsync(TestStore.Forge, patch.Name, new Dictionary<string, PatchInstructions> { [subdir] = patch.ToInstructions() }, "test", TestStore.Stop);

    private static Dictionary<string, JsonElement> ViewsOf(int days) => days == 0 ? [] : new() { ["calm"] = JsonElement.Parse($$"""{"cool_down_days":{{days}}}""") };

    private static Label[] Parsed(string[] labels) => [.. labels.Select(label => Label.Parse(label))];

    private delegate Task Step(TestStore store);
}
