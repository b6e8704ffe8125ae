using System.Collections;
using System.Globalization;
using System.Text;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Foundation.Hashing;
using Hearth.Testing;
using Npgsql;

namespace Hearth.Channels.Tests.Publish;

/// <summary>What a mirror lists by the word of its source, as it comes.</summary>
public sealed class RemoteArtifactsTests(PostgresServer postgres)
{
    [Theory, OnBothDatabases]
    public async Task Artifacts_are_listed_in_the_order_in_which_they_come_however_they_are_parted(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        var artifacts = Some(0, 70);
        var listed = await MadeRemote.ListAsync(store.Store, artifacts, batch: 16);
        Assert.Equal((70, 0), (listed.Count, listed.Problems.Count));
        Assert.Equal(artifacts.Select(artifact => (artifact.Subdir, artifact.File)), listed.Added);
        Assert.Equal(artifacts.Select(artifact => $"linux-64/{artifact.File}"), await AddedAsync(store));
        Assert.Null(await store.Store.Log.FirstBreakAsync((await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!.Id, TestStore.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_listed_already_and_what_the_channel_does_not_take_is_told_apart(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres, settings: new ChannelSettings { Names = ["n*"] });
        await MadeRemote.ListAsync(store.Store, Some(0, 2));
        var listed = await MadeRemote.ListAsync(
            store.Store, [.. Some(0, 1), MadeRemote.Of("n001", "1.0", Sha256.Of("other bytes"u8), size: 10), MadeRemote.Of("other", "1.0", Sha256.Of("other"u8), size: 10), .. Some(2, 1)], batch: 2);
        Assert.Equal(4, listed.Count);
        Assert.Equal([("linux-64", "n002-1.0-0.conda")], listed.Added);
        Assert.Equal([PublishDiagnostics.Exists, PublishDiagnostics.NameNotTaken], listed.Problems.Select(problem => problem.Kind));
        Assert.Equal(3, (await AddedAsync(store)).Count);
    }

    [Theory, OnBothDatabases]
    public async Task A_source_that_breaks_leaves_no_half_of_a_transaction(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (var _ in new RemoteArtifacts(store.Store).ListAsync(TestStore.Forge, Broken(), "test", TestStore.Stop))
            {
            }
        });
        Assert.Empty(await AddedAsync(store));
        await MadeRemote.ListAsync(store.Store, Some(0, 10));
        Assert.Equal(10, (await AddedAsync(store)).Count);

        static async IAsyncEnumerable<IReadOnlyList<RemoteArtifact>> Broken()
        {
            yield return Some(0, 10);
            await Task.Yield();
            throw new IOException("The source is gone.");
        }
    }

    [Fact]
    public async Task What_another_writer_undid_is_listed_again_with_all_that_came_before_it()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Postgres, postgres);
        var batches = (IReadOnlyList<RemoteArtifact>[])[Some(0, 10), new UndoneOnce(Some(10, 10)), Some(20, 10)];
        var listed = new List<string>();
        await foreach (var some in new RemoteArtifacts(store.Store).ListAsync(TestStore.Forge, batches.ToAsyncEnumerable(), "test", TestStore.Stop))
            listed.AddRange(some.Added.Select(added => added.File));
        Assert.Equal(Some(0, 30).Select(artifact => artifact.File), listed);
        Assert.Equal(30, (await AddedAsync(store)).Count);
    }

    [Theory, OnBothDatabases]
    public async Task A_mirror_that_is_gone_lists_nothing(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind, postgres);
        await store.Store.Catalog.DeleteAsync(TestStore.Forge, "test", TestStore.Stop);
        Assert.Equal(0, (await MadeRemote.ListAsync(store.Store, Some(0, 3))).Count);
    }

    private static List<RemoteArtifact> Some(int first, int count) => [.. Enumerable.Range(first, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"n{number:d3}"))
        .Select(name => MadeRemote.Of(name, "1.0", Sha256.Of(Encoding.UTF8.GetBytes(name)), size: 10))];

    private static async Task<List<string>> AddedAsync(TestStore store)
    {
        var channel = (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;
        return [.. (await store.Store.Log.ReadAsync(channel.Id, 0, 1000, TestStore.Stop)).Where(change => change.Kind == ChangeKind.ArtifactAdded).Select(change => change.Subject)];
    }

    /// <summary>A batch in the middle of which the database lets another writer go first, once.</summary>
    private sealed class UndoneOnce(List<RemoteArtifact> artifacts) : IReadOnlyList<RemoteArtifact>
    {
        private bool _wasUndone;

        public int Count => artifacts.Count;

        public RemoteArtifact this[int index] => artifacts[index];

        public IEnumerator<RemoteArtifact> GetEnumerator()
        {
            if (_wasUndone)
                return artifacts.GetEnumerator();
            _wasUndone = true;
            throw new PostgresException("could not serialize access", "ERROR", "ERROR", PostgresErrorCodes.SerializationFailure);
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
