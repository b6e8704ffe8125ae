using Hearth.Channels.Sources;
using Hearth.Foundation.Diagnostics;
using Hearth.Mirrors.Sources;
using Hearth.Mirrors.Tests.Sources.Git;
using Microsoft.Extensions.Time.Testing;

namespace Hearth.Mirrors.Tests.Sources;

public sealed class SourceAdditionTests
{
    [Fact]
    public async Task A_digest_that_a_repository_cannot_be_held_to_is_refused()
    {
        await using var store = await SourceStore.OpenAsync();
        SourceDigest.TryParse("sha256", new string('0', 64), out var digest);
        foreach (var (expected, urls) in (IReadOnlyList<(SourceDigest?, string[])>)[(digest, []), (null, ["https://a.example/x"])])
        {
            var refused = await Assert.ThrowsAsync<BadInputException>(() => Addition(store).AddAsync("git+http://127.0.0.1:1/r.git#v1", expected, urls, isDryRun: false, SourceStore.Stop));
            Assert.Equal(SourceDiagnostics.NotASource, Assert.Single(refused.Diagnostics).Kind);
            Assert.NotNull(refused.Diagnostics[0].Hint);
        }
    }

    [Fact]
    public async Task A_repository_that_is_held_is_said_to_be_and_one_that_was_taken_down_is_refused()
    {
        using var repository = new LocalRepository();
        var commit = repository.Commit("a.txt", "one");
        await using var store = await SourceStore.OpenAsync(new FakeTimeProvider(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)) { AutoAdvanceAmount = TimeSpan.FromSeconds(1) });
        var (digests, outcome) = await AddAsync(store, repository, commit);
        Assert.Equal(KeepOutcome.Added, outcome);
        Assert.Equal(KeepOutcome.AlreadyHeld, (await AddAsync(store, repository, commit)).Outcome);
        await new SourceTakedowns(store.Store).TakeDownAsync(digests.Sha256, SourceTakedown.Legal, "a reason", "test", erases: false, SourceStore.Stop);
        var refused = await Assert.ThrowsAsync<BadInputException>(() => AddAsync(store, repository, commit));
        Assert.Equal(SourceDiagnostics.TakenDown, Assert.Single(refused.Diagnostics).Kind);
    }

    private static Task<(SourceDigests Digests, KeepOutcome? Outcome)> AddAsync(SourceStore store, LocalRepository repository, string commit) =>
        Addition(store).AddAsync($"git+{repository.Folder}#{commit}", null, [], isDryRun: false, SourceStore.Stop);

    private static SourceAddition Addition(SourceStore store) => new(store.Store, SourceStore.Loopback, SourceStore.Quick);
}
