using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Publish;

/// <summary>The channel 'forge' is staging here; 'production' takes from it.</summary>
public sealed class SubmissionsTests(PostgresServer postgres)
{
    private static readonly ChannelName Production = ChannelName.Parse("production");

    [Theory, OnBothDatabases]
    public async Task What_was_approved_when_its_server_died_is_published_later(DatabaseKind kind)
    {
        await using var store = await OpenAsync(kind, needsApproval: true);
        var submissions = new Submissions(store.Store, store.Changes);
        var waiting = await submissions.SubmitAsync(await StageAsync(store, new TinyPackage("zlib")), TestStore.Stop);
        // A person's decision is on disk, and the copy is not.
        await store.Store.Database.WriteAsync(session => session.ExecuteAsync($"UPDATE submission SET state = 'approved', decided = 1, decider = 'user:ann' WHERE id = {waiting.Id}", TestStore.Stop), TestStore.Stop);

        Assert.Equal(1, await submissions.ResumeAsync(TestStore.Stop));

        var channel = (await store.Store.Catalog.FindAsync(Production, TestStore.Stop))!;
        Assert.Equal(SubmissionState.Published, (await submissions.FindAsync(channel.Id, waiting.Id, TestStore.Stop))!.State);
        Assert.NotNull(await new ArtifactListing(store.Store).FindAsync(channel.Id, "linux-64", "zlib-1.0-0.conda", TestStore.Stop));
        Assert.Contains(await store.Store.Log.ReadAsync(channel.Id, 0, 100, TestStore.Stop), change => change.Kind == ChangeKind.ArtifactAdded && change.Actor == "user:ann for test");
        Assert.Equal(0, await submissions.ResumeAsync(TestStore.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_being_copied_now_is_left_to_those_who_do(DatabaseKind kind)
    {
        await using var store = await OpenAsync(kind, needsApproval: true);
        var submissions = new Submissions(store.Store, store.Changes);
        var waiting = await submissions.SubmitAsync(await StageAsync(store, new TinyPackage("zlib")), TestStore.Stop);
        var now = TimeProvider.System.GetUtcNow();
        await store.Store.Database.WriteAsync(session => session.ExecuteAsync($"UPDATE submission SET state = 'approved', decided = {now} WHERE id = {waiting.Id}", TestStore.Stop), TestStore.Stop);

        Assert.Equal(0, await submissions.ResumeAsync(TestStore.Stop));
    }

    [Theory]
    [InlineData(null, "dev")]
    [InlineData("dev", "dev")]
    public async Task The_label_is_the_one_that_the_recipe_names(string? asked, string label)
    {
        await using var store = await OpenAsync(DatabaseKind.Sqlite);
        var request = await StageAsync(store, ForDev) with { Label = asked is null ? null : Label.Parse(asked) };

        var submission = await new Submissions(store.Store, store.Changes).SubmitAsync(request, TestStore.Stop);

        Assert.Equal((SubmissionState.Published, label), (submission.State, submission.Label));
    }

    [Fact]
    public async Task A_submission_for_another_label_than_the_recipe_names_is_refused()
    {
        await using var store = await OpenAsync(DatabaseKind.Sqlite);

        var submission = await new Submissions(store.Store, store.Changes).SubmitAsync(await StageAsync(store, ForDev) with { Label = Label.Main }, TestStore.Stop);

        Assert.Equal(SubmissionState.Rejected, submission.State);
        Assert.Equal("HRT4067", Assert.Single(submission.Problems).Code);
    }

    [Fact]
    public async Task A_recipe_that_names_no_label_goes_to_main()
    {
        await using var store = await OpenAsync(DatabaseKind.Sqlite);

        var submission = await new Submissions(store.Store, store.Changes).SubmitAsync(await StageAsync(store, new TinyPackage("zlib")), TestStore.Stop);

        Assert.Equal((SubmissionState.Published, "main"), (submission.State, submission.Label));
    }

    private static TinyPackage ForDev => new("zlib") { Files = { ["info/recipe/variant_config.yaml"] = "channel_targets: production dev\n" } };

    private async Task<TestStore> OpenAsync(DatabaseKind kind, bool needsApproval = false)
    {
        var store = await TestStore.OpenAsync(kind, postgres);
        await store.Store.Catalog.CreateAsync(Production, new ChannelSettings { Staging = "forge", NeedsApproval = needsApproval }, "test", TestStore.Stop);
        return store;
    }

    private static async Task<SubmissionRequest> StageAsync(TestStore store, TinyPackage package)
    {
        var added = Assert.IsType<PublishOutcome.Added>(await store.PublishAsync(package));
        return new SubmissionRequest { Channel = Production, Subdir = "linux-64", File = package.Stem + ".conda", Sha256 = added.Sha256, Actor = "test" };
    }
}
