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
}
