using System.Net;
using System.Text;
using System.Xml.Linq;
using Hearth.Foundation.Hashing;
using Hearth.Server.Auth;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hearth.Server.Tests.Dialects;

/// <summary>Requests as rattler-build and AWS's libraries send them to S3.</summary>
public sealed class S3Tests
{
    private const string Url = "/s3/forge/linux-64/zlib-1.0-0.conda";

    [Fact]
    public async Task A_put_publishes_unless_it_is_there()
    {
        await using var server = await ManagedServer.StartAsync();
        var package = ManagedServer.Package();

        using var absent = await server.SendAsync("HEAD", Url);
        using var put = await server.SendAsync(
            "PUT", Url, ManagedServer.Bytes(package), ("If-None-Match", "*"), ("x-amz-meta-package-sha256", Sha256.Of(package).ToString()), ("x-amz-meta-package-md5", Md5.Of(package).ToString()));
        using var other = await server.SendAsync("PUT", Url, ManagedServer.Bytes(ManagedServer.Package(content: "other")), ("If-None-Match", "*"));
        using var head = await server.SendAsync("HEAD", Url);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.PreconditionFailed), (absent.StatusCode, put.StatusCode, other.StatusCode));
        Assert.Equal("PreconditionFailed", (await ReadAsync(other)).Element("Code")!.Value);
        Assert.Equal(package.Length, head.Content.Headers.ContentLength);
        await server.AssertPublishedAsync(package);
    }

    [Fact]
    public async Task A_body_in_chunks_is_put_together()
    {
        await using var server = await ManagedServer.StartAsync();
        var package = ManagedServer.Package();
        using var body = new MemoryStream();
        foreach (var chunk in package.Chunk(100).Append([]))
        {
            body.Write(Encoding.ASCII.GetBytes($"{chunk.Length:x};chunk-signature={new string('a', 64)}\r\n"));
            body.Write(chunk);
            body.Write("\r\n"u8);
        }
        using var put = await server.SendAsync(
            "PUT", Url, ManagedServer.Bytes(body.ToArray()), ("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"), ("x-amz-decoded-content-length", $"{package.Length}"), ("Content-Encoding", "aws-chunked"));
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        await server.AssertPublishedAsync(package);
    }

    [Fact]
    public async Task An_upload_in_parts_is_completed_after_a_restart()
    {
        await using var server = await ManagedServer.StartAsync();
        var package = ManagedServer.Package();
        using var begun = await server.SendAsync("POST", Url + "?uploads", null, ("x-amz-meta-package-sha256", Sha256.Of(package).ToString()));
        var id = (await ReadAsync(begun)).Element("UploadId")!.Value;
        using var second = await server.SendAsync("PUT", $"{Url}?partNumber=2&uploadId={id}", ManagedServer.Bytes(package[200..]));
        await server.RestartAsync();
        using var first = await server.SendAsync("PUT", $"{Url}?partNumber=1&uploadId={id}", ManagedServer.Bytes(package[..200]));
        using var completed = await server.SendAsync("POST", $"{Url}?uploadId={id}", new StringContent("<CompleteMultipartUpload/>"));

        Assert.Equal($"\"{Md5.Of(package.AsSpan(0, 200))}\"", first.Headers.ETag!.Tag);
        Assert.Equal("CompleteMultipartUploadResult", (await ReadAsync(completed)).Name.LocalName);
        await server.AssertPublishedAsync(package);
    }

    [Fact]
    public async Task A_wrong_digest_and_an_unknown_upload_are_refused_in_s3s_words()
    {
        await using var server = await ManagedServer.StartAsync();
        using var wrong = await server.SendAsync("PUT", Url, ManagedServer.Bytes(ManagedServer.Package()), ("x-amz-content-sha256", Sha256.Of("other"u8).ToString()));
        using var unknown = await server.SendAsync("PUT", Url + "?partNumber=1&uploadId=x", ManagedServer.Bytes([1]));
        Assert.Equal(("BadDigest", "NoSuchUpload"), ((await ReadAsync(wrong)).Element("Code")!.Value, (await ReadAsync(unknown)).Element("Code")!.Value));
        await server.AssertNothingPublishedAsync();
    }

    // The example that AWS's documentation works through.
    [Theory]
    [InlineData("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", 0, true)]
    [InlineData("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEy", 0, false)]
    [InlineData("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", 16, false)]
    public void A_signature_is_valid_with_its_secret_and_for_a_while(string secret, int minutesLater, bool expected)
    {
        var context = new DefaultHttpContext();
        var request = context.Request;
        request.Method = "GET";
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/test.txt";
        request.Headers.Host = "examplebucket.s3.amazonaws.com";
        request.Headers.Range = "bytes=0-9";
        request.Headers["x-amz-content-sha256"] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        request.Headers["x-amz-date"] = "20130524T000000Z";
        request.Headers.Authorization = "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
            + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41";

        Assert.Equal("AKIAIOSFODNN7EXAMPLE", SigV4.AccessKeyOf(request));
        Assert.Equal(expected, SigV4.IsSigned(request, secret, new DateTimeOffset(2013, 5, 24, 0, minutesLater, 0, TimeSpan.Zero)));
    }

    private static async Task<XElement> ReadAsync(HttpResponseMessage response) => XElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
}
