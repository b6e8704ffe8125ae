using System.Formats.Tar;
using CsCheck;
using Hearth.Channels.Blobs.S3;
using Hearth.Channels.History;
using Hearth.Channels.Log;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Hashing;
using Hearth.Testing;

namespace Hearth.Channels.Tests.History;

/// <summary>Exports to each kind of target: what is in them, what is passed over, and what an export that was cut off leaves.</summary>
public sealed class StateExportTests(PostgresServer postgres, S3Server s3)
{
    [Fact]
    public async Task A_tarball_holds_the_files_of_a_folder_and_equal_exports_are_equal_bytes()
    {
        await using var made = await MadeAsync();
        using var folder = new TemporaryFolder();
        var expected = await ExportedAsync(made, folder.PathTo("plain"));
        foreach (var name in (string[])["one.tar.zst", "two.tar.zst"])
        {
            await using var tarball = new ExportTarball(folder.PathTo(name));
            await made.Export.RunAsync(tarball, withArtifacts: true, null, TestStore.Stop);
        }

        Assert.Equal(await File.ReadAllBytesAsync(folder.PathTo("one.tar.zst"), TestStore.Stop), await File.ReadAllBytesAsync(folder.PathTo("two.tar.zst"), TestStore.Stop));
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await using var reader = new TarReader(Zstd.OpenRead(File.OpenRead(folder.PathTo("one.tar.zst"))));
        while (await reader.GetNextEntryAsync(copyData: true, TestStore.Stop) is { } entry)
            found[entry.Name] = Sha256.Of(await BytesAsync(entry.DataStream)).ToString();
        Assert.Equal(expected, found);
        Assert.Empty(Directory.GetFiles(folder.Path, "*.unfinished").Concat(Directory.GetFiles(folder.Path, "*.member")));
    }

    [Fact]
    public async Task A_bucket_holds_the_files_of_a_folder_and_a_second_export_sends_nothing()
    {
        await using var made = await MadeAsync();
        using var folder = new TemporaryFolder();
        var expected = await ExportedAsync(made, folder.PathTo("plain"));
        var settings = await BucketAsync();
        await using var bucket = new ExportBucket(settings, folder.Path, TimeProvider.System);

        var first = await made.Export.RunAsync(bucket, withArtifacts: true, null, TestStore.Stop);
        var second = await made.Export.RunAsync(bucket, withArtifacts: true, null, TestStore.Stop);

        Assert.Equal((first.Files, 0), (first.Written, second.Written));
        Assert.Equal(expected, await ObjectsAsync(settings));
        // Another state over it sends what differs: shards and artifacts of both are the same.
        await made.Store.PublishAsync(new TinyPackage("later"));
        await made.Store.Keeper.CatchUpAsync(TestStore.Stop);
        var later = await NewestAsync(made.Store);
        var third = await new StateExport(made.Store.Store, made.Past, await ChannelAsync(made.Store), later).RunAsync(bucket, withArtifacts: true, null, TestStore.Stop);
        Assert.InRange(third.Written, 3, third.Files - 4);
        Assert.Contains("linux-64/later-1.0-0.conda", (await ObjectsAsync(settings)).Keys);
    }

    [Fact]
    public async Task An_export_into_the_folder_of_another_state_leaves_none_of_its_documents()
    {
        await using var made = await MadeAsync();
        using var folder = new TemporaryFolder();
        await ExportedAsync(made, folder.PathTo("one"));
        await made.Store.PublishAsync(new TinyPackage("later"));
        await made.Store.Keeper.CatchUpAsync(TestStore.Stop);
        var later = new StateExport(made.Store.Store, made.Past, await ChannelAsync(made.Store), await NewestAsync(made.Store));

        await later.RunAsync(new ExportFolder(folder.PathTo("one")), withArtifacts: true, null, TestStore.Stop);
        await later.RunAsync(new ExportFolder(folder.PathTo("two")), withArtifacts: true, null, TestStore.Stop);

        var (over, alone) = (FilesOf(folder.PathTo("one")), FilesOf(folder.PathTo("two")));
        Assert.All(alone, file => Assert.Equal(file.Value, over.GetValueOrDefault(file.Key)));
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("state.zip")]
    [InlineData("state.tar.zst")]
    public async Task An_export_that_was_cut_off_anywhere_shows_no_torn_file_and_is_ended_by_the_next(string name)
    {
        await using var made = await MadeAsync();
        using var whole = new TemporaryFolder();
        await using (var target = Open(whole.PathTo(name)))
            await made.Export.RunAsync(target, withArtifacts: true, null, TestStore.Stop);
        var expected = FilesOf(whole.Path);
        var total = await made.Export.RunAsync(new ExportFolder(whole.PathTo("counted")), withArtifacts: true, null, TestStore.Stop);

        await Gen.Long[0, total.Bytes + 4_000].SampleAsync(
            async bytes =>
            {
                using var folder = new TemporaryFolder();
                var isWhole = false;
                try
                {
                    await using var target = new BreakingTarget(Open(folder.PathTo(name)), new PowerLeft(bytes));
                    await made.Export.RunAsync(target, withArtifacts: true, null, TestStore.Stop);
                    isWhole = true;
                }
                catch (IOException)
                {
                    // The power is gone.
                }
                var left = FilesOf(folder.Path).Where(file => !file.Key.EndsWith(".unfinished", StringComparison.Ordinal)).ToList();
                Assert.All(left, file => Assert.Equal(expected[file.Key], file.Value));
                Assert.True(!isWhole || left.Count == expected.Count, $"{left.Count} files after {bytes} bytes");

                await using (var target = Open(folder.PathTo(name)))
                    await made.Export.RunAsync(target, withArtifacts: true, null, TestStore.Stop);
                Assert.Equal(expected, new SortedDictionary<string, string>(FilesOf(folder.Path).Where(file => !file.Key.EndsWith(".unfinished", StringComparison.Ordinal)).ToDictionary(), StringComparer.Ordinal));
            },
            iter: 12,
            threads: 1);

        static IExportTarget Open(string path) => path.EndsWith(".zip", StringComparison.Ordinal) ? new ExportZip(path)
            : path.EndsWith(".tar.zst", StringComparison.Ordinal) ? new ExportTarball(path)
            : new ExportFolder(path);
    }

    [Fact]
    public async Task An_export_to_a_bucket_goes_on_where_it_was_cut_off()
    {
        await using var made = await MadeAsync();
        using var folder = new TemporaryFolder();
        var expected = await ExportedAsync(made, folder.PathTo("plain"));
        foreach (var bytes in (long[])[0, 700, 2_500, 6_000])
        {
            var settings = await BucketAsync();
            await using var bucket = new ExportBucket(settings, folder.Path, TimeProvider.System);
            var cut = await Record.ExceptionAsync(() => made.Export.RunAsync(new BreakingTarget(bucket, new PowerLeft(bytes)), withArtifacts: true, null, TestStore.Stop));
            Assert.IsType<IOException>(cut, exactMatch: false);
            var there = await ObjectsAsync(settings);
            Assert.All(there, found => Assert.Equal(expected[found.Key], found.Value));

            var again = await made.Export.RunAsync(bucket, withArtifacts: true, null, TestStore.Stop);

            Assert.Equal(expected.Count - there.Count, again.Written);
            Assert.Equal(expected, await ObjectsAsync(settings));
        }
    }

    private async Task<Made> MadeAsync()
    {
        var store = await TestStore.OpenAsync(DatabaseKind.Sqlite, postgres, settings: new ChannelSettings { Bzip2 = true });
        await store.PublishAsync(new TinyPackage("zlib"), labels: ["main", "dev"]);
        await store.PublishAsync(new TinyPackage("tool"), "noarch");
        await store.Keeper.CatchUpAsync(TestStore.Stop);
        var past = new PastFiles(store.Store);
        return new Made(store, past, new StateExport(store.Store, past, await ChannelAsync(store), await NewestAsync(store)));
    }

    private static async Task<SortedDictionary<string, string>> ExportedAsync(Made made, string folder)
    {
        await made.Export.RunAsync(new ExportFolder(folder), withArtifacts: true, null, TestStore.Stop);
        return FilesOf(folder);
    }

    private static SortedDictionary<string, string> FilesOf(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(folder, file), file => Sha256.Of(File.ReadAllBytes(file)).ToString()), StringComparer.Ordinal);

    private static async Task<SortedDictionary<string, string>> ObjectsAsync(S3Settings settings)
    {
        using var bucket = new S3Bucket(settings, TimeProvider.System);
        var objects = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await foreach (var (key, _, _) in bucket.ListAsync("", TestStore.Stop))
        {
            await using var opened = (await bucket.OpenAsync(key, 0, TestStore.Stop))!;
            objects[key] = Sha256.Of(await BytesAsync(opened.Content)).ToString();
        }
        return objects;
    }

    private async Task<S3Settings> BucketAsync() => new(s3.Endpoint, await s3.BucketAsync(), $"{Guid.NewGuid():n}/", "us-east-1", S3Server.AccessKey, S3Server.SecretKey);

    private static async Task<byte[]> BytesAsync(Stream? content)
    {
        using var memory = new MemoryStream();
        if (content is not null)
            await content.CopyToAsync(memory, TestStore.Stop);
        return memory.ToArray();
    }

    private static async Task<ManagedChannel> ChannelAsync(TestStore store) => (await store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;

    private static async Task<long> NewestAsync(TestStore store) =>
        Assert.IsType<MomentOutcome.Found>(await new ChannelHistory(store.Store).NewestAsync(await ChannelAsync(store), TestStore.Stop)).Revision;

    private sealed record Made(TestStore Store, PastFiles Past, StateExport Export) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Past.DisposeAsync();
            await Store.DisposeAsync();
        }
    }
}
