using Hearth.Channels.Publish;
using Hearth.Conda.Patches;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Publish;

public sealed class PatchSetsTests(PostgresServer postgres)
{
    private const string AddsDependency = """{"patch_instructions_version":1,"packages.conda":{"zlib-1.0-0.conda":{"depends":["libc"]},"zlib-2.0-0.conda":{"depends":["libc"]}}}""";

    [Theory, OnBothDatabases]
    public async Task A_patch_set_changes_what_clients_see_and_its_withdrawal_changes_it_back(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        var sets = new PatchSets(store.Store);
        await store.PublishAsync(new TinyPackage("zlib"));
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        var before = await store.BytesAsync("linux-64/repodata.json");

        await sets.ApplyAsync(TestStore.Forge, "libc", new Dictionary<string, PatchInstructions> { ["linux-64"] = PatchInstructions.Parse(System.Text.Encoding.UTF8.GetBytes(AddsDependency), "patch") }, "test", TestStore.Stop);
        await store.Keeper.CatchUpAsync(TestStore.Stop);

        Assert.Equal("""["libc"]""", (await store.JsonAsync("linux-64/repodata.json"))["packages.conda"]!["zlib-1.0-0.conda"]!["depends"]!.ToJsonString());
        Assert.Equal("""["libc"]""", (await store.ShardAsync("zlib"))["packages.conda"]!["zlib-1.0-0.conda"]!["depends"]!.ToJsonString());
        Assert.Equal("[]", (await store.JsonAsync("linux-64/repodata_from_packages.json"))["packages.conda"]!["zlib-1.0-0.conda"]!["depends"]!.ToJsonString());
        Assert.NotNull((await store.JsonAsync("linux-64/patch_instructions.json"))["packages.conda"]!["zlib-1.0-0.conda"]);

        await sets.WithdrawAsync(TestStore.Forge, "libc", "test", TestStore.Stop);
        await store.Keeper.CatchUpAsync(TestStore.Stop);

        Assert.Equal(before, await store.BytesAsync("linux-64/repodata.json"));
    }

    [Theory, OnBothDatabases]
    public async Task An_artifact_that_arrives_later_is_patched_from_the_start(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        await new PatchSets(store.Store).ApplyAsync(TestStore.Forge, "libc", new Dictionary<string, PatchInstructions> { ["linux-64"] = PatchInstructions.Parse(System.Text.Encoding.UTF8.GetBytes(AddsDependency), "patch") }, "test", TestStore.Stop);
        await store.Keeper.CatchUpAsync(TestStore.Stop);

        await store.PublishAsync(new TinyPackage("zlib", "2.0"));
        await store.Keeper.CatchUpAsync(TestStore.Stop);

        Assert.Equal("""["libc"]""", (await store.ShardAsync("zlib"))["packages.conda"]!["zlib-2.0-0.conda"]!["depends"]!.ToJsonString());
    }

    [Theory, OnBothDatabases]
    public async Task Sets_are_listed_with_the_revisions_between_which_they_held(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        var sets = new PatchSets(store.Store);
        var instructions = new Dictionary<string, PatchInstructions> { ["linux-64"] = PatchInstructions.Parse(System.Text.Encoding.UTF8.GetBytes(AddsDependency), "patch") };
        var applied = await sets.ApplyAsync(TestStore.Forge, "libc", instructions, "test", TestStore.Stop);
        var again = await sets.ApplyAsync(TestStore.Forge, "libc", instructions, "test", TestStore.Stop);

        var listed = await sets.ListAsync((await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!.Id, TestStore.Stop);

        Assert.Equal([(applied, again), (again, null)], listed.Select(set => ((long?)set.Applied, set.Withdrawn)));
        Assert.Null(await sets.WithdrawAsync(TestStore.Forge, "nothing", "test", TestStore.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task A_set_that_changes_more_records_than_one_batch_shows_all_of_them_at_once(DatabaseKind kind)
    {
        const int Records = 4_500;
        await using var store = await TestStore.OpenAsync(kind, postgres);
        await store.PublishAsync(new TinyPackage("zlib"));
        await MultiplyAsync(store, Records);
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        var files = string.Join(',', Enumerable.Range(0, Records).Select(number => $$"""
            "copy{{number}}-1.0-0.conda":{"depends":["libc"]}
            """));
        var patch = PatchInstructions.Parse(System.Text.Encoding.UTF8.GetBytes($$$"""{"patch_instructions_version":1,"packages.conda":{{{{files}}}}}"""), "patch");
        await new PatchSets(store.Store).ApplyAsync(TestStore.Forge, "libc", new Dictionary<string, PatchInstructions> { ["linux-64"] = patch }, "test", TestStore.Stop);

        // An upload in between is neither lost nor kept waiting, and what is prepared is not shown.
        store.Blobs.BeforePut = async () => Assert.Equal(0, await store.Store.Database.ReadAsync(session => session.NumberAsync($"SELECT count(*) FROM repatched", TestStore.Stop), TestStore.Stop));
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        await store.PublishAsync(new TinyPackage("late"));
        await store.Keeper.CatchUpAsync(TestStore.Stop);

        var packages = (await store.JsonAsync("linux-64/repodata.json"))["packages.conda"]!.AsObject();
        Assert.Equal(Records, packages.Count(package => package.Value!["depends"]!.ToJsonString() == """["libc"]"""));
        Assert.Equal(Records + 2, packages.Count);
    }

    [Theory, OnBothDatabases]
    public async Task What_a_writer_that_died_had_prepared_is_prepared_anew(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        await store.PublishAsync(new TinyPackage("zlib"));
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        await new PatchSets(store.Store).ApplyAsync(TestStore.Forge, "libc", new Dictionary<string, PatchInstructions> { ["linux-64"] = PatchInstructions.Parse(System.Text.Encoding.UTF8.GetBytes(AddsDependency), "patch") }, "test", TestStore.Stop);
        await store.Store.Database.WriteAsync(
            session => session.ExecuteAsync($"INSERT INTO repatched(artifact, channel, subdir, shown, hidden) SELECT id, channel, subdir, NULL, 1 FROM artifact", TestStore.Stop), TestStore.Stop);

        await store.Keeper.CatchUpAsync(TestStore.Stop);

        Assert.Equal("""["libc"]""", (await store.ShardAsync("zlib"))["packages.conda"]!["zlib-1.0-0.conda"]!["depends"]!.ToJsonString());
    }

    // Records without bytes of their own, as if uploaded one by one.
    private static Task MultiplyAsync(TestStore store, int records) => store.Store.Database.WriteAsync(
        async session =>
        {
            for (var number = 0; number < records; number++)
            {
                var (name, file) = ($"copy{number % 10}", $"copy{number}-1.0-0.conda");
                await session.ExecuteAsync(
                    $"""
                    INSERT INTO artifact(channel, subdir, file, name, version, grp, sha256, size, record, run_exports, about, added, at, actor)
                    SELECT channel, subdir, {file}, {name}, version, grp, sha256, size, record, run_exports, about, added, at, actor FROM artifact WHERE file = 'zlib-1.0-0.conda'
                    """,
                    TestStore.Stop);
            }
            await session.ExecuteAsync($"INSERT INTO listing(channel, label, subdir, grp, file, name, artifact) SELECT channel, 'main', subdir, grp, file, name, id FROM artifact WHERE name <> 'zlib'", TestStore.Stop);
            await session.ExecuteAsync($"INSERT INTO dirty(channel, label, subdir, name, revision) SELECT DISTINCT channel, 'main', subdir, name, 1 FROM artifact WHERE name <> 'zlib'", TestStore.Stop);
        },
        TestStore.Stop);
}
