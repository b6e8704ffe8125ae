using Hearth.Channels.Blobs.S3;
using Hearth.Foundation.Hashing;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Blobs;

/// <summary>Objects that are too large for one request, and processes that die while they send them.</summary>
public sealed class S3UploadTests(S3Server s3) : IDisposable
{
    private const int PartSize = 16 << 20;
    private const int Size = (64 << 20) + 100;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_upload_that_was_cut_off_goes_on_with_the_parts_that_are_missing()
    {
        var (digest, file) = await WriteAsync();
        var sent = await CutOffAsync(digest, file);
        // What the store has is not read again: here it is not even there any more.
        await BlotAsync(file, sent);

        var sentAgain = new List<int>();
        using (var bucket = await OpenAsync(part => Note(sentAgain, part)))
            await bucket.PutFileAsync("large", digest, file, isDigestKept: true, TestStore.Stop);

        using var reader = await OpenAsync(null);
        await using var blob = await reader.OpenAsync("large", 0, TestStore.Stop);
        Assert.Equal(digest, new Sha256(await System.Security.Cryptography.SHA256.HashDataAsync(blob!.Content, TestStore.Stop)));
        Assert.Equal(new S3Object(Size, digest), await reader.FindAsync("large", TestStore.Stop));
        Assert.Empty(sent.Intersect(sentAgain));
        Assert.Equal([0, 1, 2, 3, 4], sent.Union(sentAgain).Order());
        Assert.Empty(Directory.GetFiles(_folder.PathTo("unfinished")));
    }

    [Fact]
    public async Task Other_bytes_under_the_same_key_are_begun_anew()
    {
        var (digest, file) = await WriteAsync();
        var sent = await CutOffAsync(digest, file);
        await BlotAsync(file, [0, 4]);
        var other = Sha256.Of(await File.ReadAllBytesAsync(file, TestStore.Stop));

        using var bucket = await OpenAsync(null);
        await bucket.PutFileAsync("large", other, file, isDigestKept: true, TestStore.Stop);

        Assert.NotEmpty(sent);
        Assert.Equal(new S3Object(Size, other), await bucket.FindAsync("large", TestStore.Stop));
    }

    [Fact]
    public async Task An_upload_that_the_store_has_forgotten_is_begun_anew()
    {
        var (digest, file) = await WriteAsync();
        using var bucket = await OpenAsync(null);
        using (var upload = UnfinishedUpload.Open(_folder.PathTo("unfinished"), bucket.Name, "large", digest, PartSize)!)
            upload.Begin(bucket.Name, "large", "forgotten");

        await bucket.PutFileAsync("large", digest, file, isDigestKept: true, TestStore.Stop);

        Assert.Equal(new S3Object(Size, digest), await bucket.FindAsync("large", TestStore.Stop));
    }

    [Fact]
    public async Task What_nobody_goes_on_with_is_given_up_after_a_while()
    {
        var (digest, file) = await WriteAsync();
        await CutOffAsync(digest, file);
        using var bucket = await OpenAsync(null);
        var now = TimeProvider.System.GetUtcNow();

        Assert.Equal(0, await bucket.AbandonAsync(now - TimeSpan.FromHours(1), isDryRun: false, TestStore.Stop));
        Assert.Equal(1, await bucket.AbandonAsync(now + TimeSpan.FromHours(1), isDryRun: true, TestStore.Stop));
        Assert.Equal(1, await bucket.AbandonAsync(now + TimeSpan.FromHours(1), isDryRun: false, TestStore.Stop));
        Assert.Empty(Directory.GetFiles(_folder.PathTo("unfinished")));
    }

    [Fact]
    public void A_torn_last_line_is_as_if_it_had_not_been_written()
    {
        var digest = Sha256.Of("x"u8);
        using (var upload = UnfinishedUpload.Open(_folder.Path, "s3://b/", "key", digest, PartSize)!)
        {
            upload.Begin("s3://b/", "key", "upload-1");
            upload.Add(2, "\"tag\"");
            Assert.Null(UnfinishedUpload.Open(_folder.Path, "s3://b/", "key", digest, PartSize));
        }
        File.AppendAllText(Assert.Single(Directory.GetFiles(_folder.Path)), "3 \"ta");

        using var again = UnfinishedUpload.Open(_folder.Path, "s3://b/", "key", digest, PartSize)!;

        Assert.Equal(("key", "upload-1"), (again.Key, again.Upload));
        Assert.Equal((2, "\"tag\""), (Assert.Single(again.Tags).Key, again.Tags[2]));
    }

    // As a process that dies when the store has taken the first part.
    private async Task<List<int>> CutOffAsync(Sha256 digest, string file)
    {
        var sent = new List<int>();
        using var bucket = await OpenAsync(part =>
        {
            Note(sent, part);
            throw new IOException("cut off");
        });
        await Assert.ThrowsAnyAsync<IOException>(() => bucket.PutFileAsync("large", digest, file, isDigestKept: true, TestStore.Stop));
        Assert.Null(await bucket.FindAsync("large", TestStore.Stop));
        return sent;
    }

    private async Task<(Sha256 Digest, string File)> WriteAsync()
    {
        var content = new byte[Size];
        new Random(8).NextBytes(content);
        await File.WriteAllBytesAsync(_folder.PathTo("file"), content, TestStore.Stop);
        return (Sha256.Of(content), _folder.PathTo("file"));
    }

    private static async Task BlotAsync(string file, IEnumerable<int> parts)
    {
        await using var content = File.OpenWrite(file);
        foreach (var part in parts)
        {
            content.Position = (long)part * PartSize;
            content.Write(new byte[100]);
        }
    }

    private static void Note(List<int> parts, int part)
    {
        lock (parts)
            parts.Add(part);
    }

    private async Task<S3Bucket> OpenAsync(Action<int>? onPart) =>
        new(new S3Settings(s3.Endpoint, await s3.BucketAsync(), $"uploads-{Path.GetFileName(_folder.Path)}/", "us-east-1", S3Server.AccessKey, S3Server.SecretKey), TimeProvider.System, _folder.PathTo("unfinished")) { OnPart = onPart };
}
