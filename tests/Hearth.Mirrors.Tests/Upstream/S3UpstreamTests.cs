using System.Text;
using Hearth.Channels.Blobs.S3;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Upstream;
using Hearth.Testing;

namespace Hearth.Mirrors.Tests.Upstream;

/// <summary>A channel in a bucket of a store that others wrote.</summary>
public sealed class S3UpstreamTests(S3Server s3)
{
    private static readonly byte[] Content = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("0123456789abcdef", 5000)));

    private static CancellationToken Stop => MirrorStore.Stop;

    [Fact]
    public async Task A_file_arrives_whole_and_is_not_sent_again_while_it_is_as_it_was()
    {
        var settings = await FillAsync("noarch/a 1+2.txt");
        using var upstream = Open(settings);
        await using var opened = Assert.IsType<UpstreamFile.Opened>(await upstream.OpenAsync("noarch/a%201%2B2.txt", null, Stop));
        using var got = new MemoryStream();
        await opened.Content.CopyToAsync(got, Stop);
        Assert.Equal((Content.Length, Content.Length), (got.Length, opened.Size));
        Assert.Equal(Content, got.ToArray());
        Assert.IsType<UpstreamFile.Unchanged>(await upstream.OpenAsync("noarch/a%201%2B2.txt", opened.ETag, Stop));
        Assert.IsType<UpstreamFile.Absent>(await upstream.OpenAsync("noarch/b.txt", null, Stop));
    }

    // To a stranger 403 may mean that there is no such file; a mirror whose credential has ended must not take its channel for empty.
    [Fact]
    public async Task A_credential_that_is_not_taken_is_no_empty_channel()
    {
        using var server = new TestUpstream
        {
            Misbehave = (context, _, _) =>
            {
                TestUpstream.Status(context, 403);
                return true;
            },
        };
        using var upstream = Open(new S3Settings(new Uri(server.Url, "/"), "forge", "", "us-east-1", "key", "ended"));
        var refused = await Assert.ThrowsAsync<BadInputException>(() => upstream.OpenAsync("file", null, Stop));
        Assert.Equal(MirrorDiagnostics.NotLetIn, refused.Diagnostics[0].Kind);
        Assert.DoesNotContain("Signature", refused.Diagnostics[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../other/file")]
    [InlineData("noarch/%2e%2e/%2e%2e/file")]
    [InlineData("https://elsewhere.example/file")]
    public async Task What_lies_elsewhere_is_not_asked_for(string reference)
    {
        using var upstream = Open(new S3Settings(new Uri("http://127.0.0.1:1"), "hearth", "forge/", "us-east-1", "key", "secret"));
        var refused = await Assert.ThrowsAsync<BadInputException>(() => upstream.OpenAsync(reference, null, Stop));
        Assert.Equal(MirrorDiagnostics.HostNotNamed, refused.Diagnostics[0].Kind);
    }

    private static S3Upstream Open(S3Settings settings) => new(settings, MirrorStore.Quick, TimeProvider.System);

    private async Task<S3Settings> FillAsync(string key)
    {
        var settings = new S3Settings(s3.Endpoint, await s3.BucketAsync(), $"{Guid.NewGuid():n}/", "us-east-1", S3Server.AccessKey, S3Server.SecretKey);
        using var bucket = new S3Bucket(settings, TimeProvider.System);
        await bucket.PutAsync(key, Sha256.Of(Content), Content, Stop);
        return settings;
    }
}
