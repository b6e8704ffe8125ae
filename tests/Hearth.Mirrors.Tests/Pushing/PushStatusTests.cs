using Hearth.Mirrors.Pushing;
using Hearth.Testing;

namespace Hearth.Mirrors.Tests.Pushing;

public sealed class PushStatusTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private PushedStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await PushedStore.OpenAsync(ForgeSample.Packages);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_second_home_is_shown_with_what_it_has_and_how_far_behind_it_is()
    {
        Assert.Empty(await StatusAsync());
        var report = await _store.PushAsync(_folder.PathTo("out"));
        var even = Assert.Single(await StatusAsync());
        Assert.Equal((report.Target, report.Revision, 0L), (even.Target, even.Revision, even.Behind));
        Assert.Contains(FormattableString.Invariant($"{report.Bytes:n0} bytes"), even.Message, StringComparison.Ordinal);
        Assert.InRange(even.Files, report.Packages.Files + report.Shards.Files, report.Packages.Files + report.Shards.Files + report.Documents.Files);
        Assert.True(even.Ended >= even.Begun);

        await _store.PublishAsync(("noarch", new TinyPackage("later") { Index = { ["subdir"] = "noarch" } }));
        Assert.Equal(1, Assert.Single(await StatusAsync()).Behind);
        await _store.PushAsync(_folder.PathTo("out"), new PushTerms { IsDryRun = true });
        Assert.Equal(1, Assert.Single(await StatusAsync()).Behind);
    }

    [Fact]
    public async Task A_push_that_did_not_come_to_its_end_is_shown_as_incomplete()
    {
        var digests = await new Channels.Publish.ArtifactListing(_store.Store).DigestsAsync((await _store.Store.Catalog.FindAsync(PushedStore.Forge, MirrorStore.Stop))!.Id, MirrorStore.Stop);
        await _store.Store.Blobs.DeleteAsync(Channels.Blobs.BlobSpace.Artifacts, digests.Values.First(), MirrorStore.Stop);
        await _store.PushAsync(_folder.PathTo("out"));

        Assert.Null(Assert.Single(await StatusAsync()).Ended);
    }

    private async Task<List<PushStatus>> StatusAsync() =>
        await PushStatus.OfAsync(_store.Store, (await _store.Store.Catalog.FindAsync(PushedStore.Forge, MirrorStore.Stop))!, MirrorStore.Stop);
}
