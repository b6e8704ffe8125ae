using Hearth.Channels.Blobs;
using Hearth.Channels.Blobs.S3;
using Hearth.Foundation.Hashing;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Blobs;

/// <summary>What every blob store must hold.</summary>
public sealed class BlobStoreConformanceTests(S3Server s3) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData(false), InlineData(true)]
    public async Task What_was_put_can_be_opened_from_any_position(bool isS3)
    {
        await using var store = await OpenAsync(isS3);
        var (digest, content) = Content(100_000, 1);

        await store.PutAsync(BlobSpace.Artifacts, digest, content, TestStore.Stop);

        Assert.Equal(content, await ReadAsync(store, BlobSpace.Artifacts, digest, 0));
        Assert.Equal(content[99_990..], await ReadAsync(store, BlobSpace.Artifacts, digest, 99_990));
        Assert.Equal(100_000, await store.SizeAsync(BlobSpace.Artifacts, digest, TestStore.Stop));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task What_is_not_there_is_null(bool isS3)
    {
        await using var store = await OpenAsync(isS3);
        var digest = Sha256.Of("never put"u8);

        Assert.Null(await store.OpenAsync(BlobSpace.Artifacts, digest, 0, TestStore.Stop));
        Assert.Null(await store.SizeAsync(BlobSpace.Artifacts, digest, TestStore.Stop));
        await store.DeleteAsync(BlobSpace.Artifacts, digest, TestStore.Stop);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Spaces_are_apart(bool isS3)
    {
        await using var store = await OpenAsync(isS3);
        var (digest, content) = Content(10, 2);
        await store.PutAsync(BlobSpace.ShardsOf(7), digest, content, TestStore.Stop);

        Assert.Null(await store.SizeAsync(BlobSpace.ShardsOf(8), digest, TestStore.Stop));
        Assert.Null(await store.SizeAsync(BlobSpace.ViewsOf(7), digest, TestStore.Stop));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task All_blobs_of_a_space_are_listed_until_they_are_deleted(bool isS3)
    {
        await using var store = await OpenAsync(isS3);
        var space = BlobSpace.ViewsOf(isS3 ? 41 : 42);
        var blobs = Enumerable.Range(0, 5).Select(i => Content(100 + i, 10 + i)).ToList();
        foreach (var (digest, content) in blobs)
            await store.PutAsync(space, digest, content, TestStore.Stop);
        await store.DeleteAsync(space, blobs[0].Digest, TestStore.Stop);

        var listed = new List<(Sha256, long)>();
        await foreach (var blob in store.ListAsync(space, TestStore.Stop))
        {
            listed.Add((blob.Digest, blob.Size));
            Assert.InRange(blob.At, TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddHours(1));
        }

        Assert.Equal(blobs.Skip(1).Select(blob => (blob.Digest, (long)blob.Content.Length)).OrderBy(blob => blob.Digest.ToString(), StringComparer.Ordinal), listed.OrderBy(blob => blob.Item1.ToString(), StringComparer.Ordinal));
    }

    [Theory, InlineData(false, 3_000_000), InlineData(true, 3_000_000), InlineData(true, 70_000_000)]
    public async Task A_file_of_any_size_becomes_a_blob(bool isS3, int size)
    {
        await using var store = await OpenAsync(isS3);
        var (digest, content) = Content(size, 3);
        var file = _folder.PathTo("file");
        await File.WriteAllBytesAsync(file, content, TestStore.Stop);

        await store.PutFileAsync(BlobSpace.Artifacts, digest, file, TestStore.Stop);

        Assert.Equal(digest, Sha256.Of(await ReadAsync(store, BlobSpace.Artifacts, digest, 0)));
    }

    [Theory, InlineData(false, 3), InlineData(false, 20), InlineData(true, 20)]
    public async Task Files_that_are_put_together_become_blobs_whether_they_were_there_or_come_twice(bool isS3, int count)
    {
        await using var store = await OpenAsync(isS3);
        var contents = Enumerable.Range(0, count).Select(i => Content(1000 + i, (100 * count) + i)).ToList();
        contents.Add(contents[0]);
        await store.PutAsync(BlobSpace.Artifacts, contents[1].Digest, contents[1].Content, TestStore.Stop);
        var files = new List<(Sha256, string)>();
        foreach (var (digest, content) in contents)
        {
            files.Add((digest, _folder.PathTo($"file{files.Count}")));
            await File.WriteAllBytesAsync(files[^1].Item2, content, TestStore.Stop);
        }

        await store.PutFilesAsync(BlobSpace.Artifacts, files, TestStore.Stop);

        foreach (var (digest, content) in contents)
            Assert.Equal(content, await ReadAsync(store, BlobSpace.Artifacts, digest, 0));
        await store.PutFilesAsync(BlobSpace.Artifacts, [], TestStore.Stop);
    }

    [Theory, InlineData(false, 3), InlineData(false, 20), InlineData(true, 20)]
    public async Task What_is_put_together_is_all_there_whether_it_was_before_or_comes_twice_and_in_whichever_space(bool isS3, int count)
    {
        await using var store = await OpenAsync(isS3);
        var blobs = Enumerable.Range(0, count).Select(i => Content(10 + i, (1000 * count) + i)).Select(blob => new NewBlob(BlobSpace.ShardsOf(count), blob.Digest, blob.Content)).ToList();
        blobs.AddRange([blobs[0], blobs[2] with { Space = BlobSpace.ViewsOf(count) }]);
        await store.PutAsync(blobs[1].Space, blobs[1].Digest, blobs[1].Content, TestStore.Stop);

        await store.PutAllAsync(blobs, TestStore.Stop);

        foreach (var blob in blobs)
            Assert.Equal(blob.Content.ToArray(), await ReadAsync(store, blob.Space, blob.Digest, 0));
        await store.PutAllAsync(blobs, TestStore.Stop);
        await store.PutAllAsync([], TestStore.Stop);
    }

    [Fact]
    public async Task A_store_of_files_leaves_nothing_unfinished_and_gives_up_what_a_killed_writer_left()
    {
        await using var store = await OpenAsync(false);
        await store.PutAllAsync([.. Enumerable.Range(0, 20).Select(i => Content(10, i)).Select(blob => new NewBlob(BlobSpace.ShardsOf(1), blob.Digest, blob.Content))], TestStore.Stop);
        Assert.Equal(["channels"], Directory.EnumerateFileSystemEntries(_folder.PathTo("blobs")).Select(entry => Path.GetFileName(entry)));
        var left = Directory.CreateDirectory(_folder.PathTo("blobs/.hearth-tmp-0123")).FullName;
        await File.WriteAllTextAsync(Path.Combine(left, "0"), "half", TestStore.Stop);
        var now = TimeProvider.System.GetUtcNow();

        Assert.Equal(0, await store.AbandonUploadsAsync(now.AddHours(-1), isDryRun: false, TestStore.Stop));
        Assert.Equal(1, await store.AbandonUploadsAsync(now.AddHours(1), isDryRun: true, TestStore.Stop));
        Assert.True(Directory.Exists(left));
        Assert.Equal(1, await store.AbandonUploadsAsync(now.AddHours(1), isDryRun: false, TestStore.Stop));
        Assert.False(Directory.Exists(left));
    }

    [Fact]
    public async Task A_store_that_is_away_says_so_and_takes_up_again_when_it_is_back()
    {
        await using var away = new S3Server();
        await using var store = await OpenAsync(true, away);
        var (digest, content) = Content(10, 4);
        await store.PutAsync(BlobSpace.Artifacts, digest, content, TestStore.Stop);
        await away.KillAsync();

        await Assert.ThrowsAsync<IOException>(() => store.PutAsync(BlobSpace.Artifacts, Sha256.Of("x"u8), "x"u8.ToArray(), TestStore.Stop));
        await away.BucketAsync();
        Assert.Equal(content, await ReadAsync(store, BlobSpace.Artifacts, digest, 0));
    }

    [Fact]
    public async Task A_signed_address_gives_the_bytes_to_anyone()
    {
        await using var store = await OpenAsync(true);
        var (digest, content) = Content(1000, 5);
        await store.PutAsync(BlobSpace.Artifacts, digest, content, TestStore.Stop);
        using var anyone = new HttpClient();

        var address = store.SignedAddressOf(BlobSpace.Artifacts, digest, TimeSpan.FromSeconds(60))!;

        Assert.Equal(content, await anyone.GetByteArrayAsync(address, TestStore.Stop));
        Assert.Contains("X-Amz-Expires=60&", address.Query, StringComparison.Ordinal);
    }

    /// <summary>The example in "Authenticating requests: using query parameters" of the reference of Amazon's S3.</summary>
    [Fact]
    public void An_address_is_signed_as_the_specification_says()
    {
        var request = new SignedRequest(
            "GET",
            "/test.txt",
            [
                new("X-Amz-Algorithm", SignatureV4.Algorithm),
                new("X-Amz-Credential", "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request"),
                new("X-Amz-Date", "20130524T000000Z"),
                new("X-Amz-Expires", "86400"),
                new("X-Amz-SignedHeaders", "host"),
            ],
            [new("host", "examplebucket.s3.amazonaws.com")],
            "UNSIGNED-PAYLOAD",
            "us-east-1",
            new DateTimeOffset(2013, 5, 24, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal("aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404", SignatureV4.Sign(request, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
    }

    [Fact]
    public async Task A_store_of_files_gives_no_addresses()
    {
        await using var store = await OpenAsync(false);
        Assert.Null(store.SignedAddressOf(BlobSpace.Artifacts, Sha256.Of("x"u8), TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void Settings_name_everything_that_is_missing()
    {
        var refused = Assert.Throws<Foundation.Diagnostics.BadInputException>(() => S3Settings.Read("s3://", _ => null));

        Assert.Equal(4, refused.Diagnostics.Count);
    }

    private Task<IBlobStore> OpenAsync(bool isS3) => OpenAsync(isS3, s3);

    private async Task<IBlobStore> OpenAsync(bool isS3, S3Server server) => isS3
        ? new S3BlobStore(new S3Settings(server.Endpoint, await server.BucketAsync(), "test/", "us-east-1", S3Server.AccessKey, S3Server.SecretKey), TimeProvider.System)
        : new FileBlobStore(_folder.PathTo("blobs"));

    private static (Sha256 Digest, byte[] Content) Content(int size, int seed)
    {
        var content = new byte[size];
        new Random(seed).NextBytes(content);
        return (Sha256.Of(content), content);
    }

    private static async Task<byte[]> ReadAsync(IBlobStore store, BlobSpace space, Sha256 digest, long from)
    {
        await using var blob = await store.OpenAsync(space, digest, from, TestStore.Stop);
        Assert.NotNull(blob);
        using var memory = new MemoryStream();
        await blob.Content.CopyToAsync(memory, TestStore.Stop);
        Assert.Equal(blob.Size, memory.Length + from);
        return memory.ToArray();
    }
}
