using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Blobs.S3;

/// <summary>
/// Blobs as objects of an S3-compatible store, at <c>PREFIX/SPACE/ab/cd…</c>. Bodies are signed with the blob's own digest, so the
/// store itself refuses bytes that are not the blob's.
/// </summary>
public sealed class S3BlobStore : IBlobStore
{
    // What is larger goes in parts, several at a time.
    private const long LargestSinglePut = 64 << 20;
    private const int PartSize = 16 << 20;
    private const int ParallelParts = 4;
    private const int MostAttempts = 4;

    // A store that is silent is given up; what is sent to it has time for the slowest line that is of use.
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);
    private const double SlowestBytesPerSecond = 256 << 10;

    private static readonly string HashOfNothing = Convert.ToHexStringLower(SHA256.HashData([]));

    private readonly S3Settings _settings;
    private readonly TimeProvider _clock;
    private readonly HttpClient _client;

    public S3BlobStore(S3Settings settings, TimeProvider clock)
    {
        (_settings, _clock) = (settings, clock);
        _client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(10), ConnectTimeout = ConnectWithin, AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public string Name => _settings.ToString();

    public async Task PutAsync(BlobSpace space, Sha256 digest, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Put, KeyOf(space, digest), [], digest.ToString(), () => new ReadOnlyMemoryContent(content), null, cancellation);
        Expect(answer, HttpStatusCode.OK);
    }

    public async Task PutFileAsync(BlobSpace space, Sha256 digest, string file, CancellationToken cancellation)
    {
        var size = new FileInfo(file).Length;
        if (await SizeAsync(space, digest, cancellation) == size)
            return;
        if (size > LargestSinglePut)
        {
            await PutInPartsAsync(KeyOf(space, digest), file, size, cancellation);
            return;
        }
        using var answer = await SendAsync(HttpMethod.Put, KeyOf(space, digest), [], digest.ToString(), () => new StreamContent(File.OpenRead(file)), null, cancellation);
        Expect(answer, HttpStatusCode.OK);
    }

    public async Task<OpenedBlob?> OpenAsync(BlobSpace space, Sha256 digest, long from, CancellationToken cancellation)
    {
        var range = from > 0 ? new RangeHeaderValue(from, null) : null;
        var answer = await SendAsync(HttpMethod.Get, KeyOf(space, digest), [], HashOfNothing, null, range, cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            answer.Dispose();
            return null;
        }
        Expect(answer, from > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK);
        var size = answer.Content.Headers.ContentRange?.Length ?? answer.Content.Headers.ContentLength ?? 0;
        return new OpenedBlob(await answer.Content.ReadAsStreamAsync(cancellation), size);
    }

    public async Task<long?> SizeAsync(BlobSpace space, Sha256 digest, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Head, KeyOf(space, digest), [], HashOfNothing, null, null, cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        Expect(answer, HttpStatusCode.OK);
        return answer.Content.Headers.ContentLength;
    }

    public Uri SignedAddressOf(BlobSpace space, Sha256 digest, TimeSpan lifetime)
    {
        var at = _clock.GetUtcNow();
        var path = PathOf(KeyOf(space, digest));
        List<KeyValuePair<string, string>> query =
        [
            new("X-Amz-Algorithm", SignatureV4.Algorithm),
            new("X-Amz-Credential", $"{_settings.AccessKey}/{at.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}/{_settings.Region}/s3/aws4_request"),
            new("X-Amz-Date", at.UtcDateTime.ToString(SignatureV4.TimeFormat, CultureInfo.InvariantCulture)),
            new("X-Amz-Expires", ((long)lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture)),
            new("X-Amz-SignedHeaders", "host"),
        ];
        var signed = new SignedRequest("GET", path, query, [new("host", _settings.Endpoint.Authority)], "UNSIGNED-PAYLOAD", _settings.Region, at);
        return new Uri(_settings.Endpoint, $"{path}?{signed.CanonicalQuery}&X-Amz-Signature={SignatureV4.Sign(signed, _settings.SecretKey)}");
    }

    public async Task DeleteAsync(BlobSpace space, Sha256 digest, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Delete, KeyOf(space, digest), [], HashOfNothing, null, null, cancellation);
        if (answer.StatusCode != HttpStatusCode.NotFound)
            Expect(answer, HttpStatusCode.NoContent, HttpStatusCode.OK);
    }

    public async IAsyncEnumerable<StoredBlob> ListAsync(BlobSpace space, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var prefix = $"{_settings.Prefix}{space.Name}/";
        string? next = null;
        do
        {
            List<KeyValuePair<string, string>> query = [new("list-type", "2"), new("prefix", prefix)];
            if (next is not null)
                query.Add(new("continuation-token", next));
            using var answer = await SendAsync(HttpMethod.Get, "", query, HashOfNothing, null, null, cancellation);
            Expect(answer, HttpStatusCode.OK);
            var page = await ReadXmlAsync(answer, cancellation);
            foreach (var entry in Below(page, "Contents"))
            {
                var hex = Text(entry, "Key")[prefix.Length..].Replace("/", "", StringComparison.Ordinal);
                if (Sha256.TryParse(hex, null, out var digest))
                {
                    yield return new StoredBlob(
                        digest, long.Parse(Text(entry, "Size"), CultureInfo.InvariantCulture), DateTimeOffset.Parse(Text(entry, "LastModified"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
                }
            }
            next = Text(page, "IsTruncated") == "true" ? Text(page, "NextContinuationToken") : null;
        }
        while (next is not null);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    // Nothing is visible before the last step, so an upload that is cut off leaves no part of a blob.
    private async Task PutInPartsAsync(string key, string file, long size, CancellationToken cancellation)
    {
        string upload;
        using (var begun = await SendAsync(HttpMethod.Post, key, [new("uploads", "")], HashOfNothing, null, null, cancellation))
        {
            Expect(begun, HttpStatusCode.OK);
            upload = Text(await ReadXmlAsync(begun, cancellation), "UploadId");
        }
        try
        {
            var tags = new string[(size + PartSize - 1) / PartSize];
            await Parallel.ForAsync(0, tags.Length, new ParallelOptions { MaxDegreeOfParallelism = ParallelParts, CancellationToken = cancellation }, async (part, stop) => tags[part] = await PutPartAsync(key, upload, file, part, size, stop));
            var parts = tags.Select((tag, part) => new XElement("Part", new XElement("PartNumber", part + 1), new XElement("ETag", tag)));
            var body = Encoding.UTF8.GetBytes(new XElement("CompleteMultipartUpload", parts).ToString(SaveOptions.DisableFormatting));
            using var done = await SendAsync(HttpMethod.Post, key, [new("uploadId", upload)], Convert.ToHexStringLower(SHA256.HashData(body)), () => new ByteArrayContent(body), null, cancellation);
            Expect(done, HttpStatusCode.OK);
            // Stores answer 200 first and may tell of a failure in the body.
            if ((await ReadXmlAsync(done, cancellation)).Name.LocalName == "Error")
                throw new IOException($"{Name} could not put {key} together");
        }
        catch
        {
            using var aborted = await SendAsync(HttpMethod.Delete, key, [new("uploadId", upload)], HashOfNothing, null, null, CancellationToken.None);
            throw;
        }
    }

    private async Task<string> PutPartAsync(string key, string upload, string file, long part, long size, CancellationToken cancellation)
    {
        var content = new byte[Math.Min(PartSize, size - (part * PartSize))];
        using (var handle = File.OpenHandle(file))
        {
            for (var done = 0; done < content.Length;)
                done += await RandomAccess.ReadAsync(handle, content.AsMemory(done), (part * PartSize) + done, cancellation) is var read and > 0 ? read : throw new IOException($"{file} became shorter");
        }
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        using var answer = await SendAsync(
            HttpMethod.Put, key, [new("partNumber", (part + 1).ToString(CultureInfo.InvariantCulture)), new("uploadId", upload)], hash, () => new ByteArrayContent(content), null, cancellation);
        Expect(answer, HttpStatusCode.OK);
        return answer.Headers.ETag?.Tag ?? throw new IOException($"{Name} gave a part of {key} no tag");
    }

    // Transient failures are waited out; each attempt is signed anew, for signatures age.
    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string key, IReadOnlyList<KeyValuePair<string, string>> query, string payloadHash, Func<HttpContent>? content, RangeHeaderValue? range, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var request = Sign(method, key, query, payloadHash);
                request.Content = content?.Invoke();
                request.Headers.Range = range;
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                patience.CancelAfter(AnswerWithin + TimeSpan.FromSeconds((request.Content?.Headers.ContentLength ?? 0) / SlowestBytesPerSecond));
                var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
                if ((int)answer.StatusCode < 500 || attempt == MostAttempts)
                    return answer;
                answer.Dispose();
            }
            catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
            {
                throw new IOException($"{Name} does not answer", e);
            }
            // A connection that dies while it waits in the pool may show as a bare socket error.
            catch (Exception e) when (e is HttpRequestException or SocketException && attempt == MostAttempts)
            {
                throw new IOException($"{Name} cannot be reached: {e.Message}", e);
            }
            catch (Exception e) when (e is HttpRequestException or SocketException)
            {
                // Tried again below.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100 << attempt), _clock, cancellation);
        }
    }

    private HttpRequestMessage Sign(HttpMethod method, string key, IReadOnlyList<KeyValuePair<string, string>> query, string payloadHash)
    {
        var at = _clock.GetUtcNow();
        var path = PathOf(key);
        var time = at.UtcDateTime.ToString(SignatureV4.TimeFormat, CultureInfo.InvariantCulture);
        var signed = new SignedRequest(
            method.Method, path, query, [new("host", _settings.Endpoint.Authority), new("x-amz-content-sha256", payloadHash), new("x-amz-date", time)], payloadHash, _settings.Region, at);
        var request = new HttpRequestMessage(method, new Uri(_settings.Endpoint, path + (query.Count > 0 ? "?" + signed.CanonicalQuery : "")));
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", payloadHash);
        request.Headers.TryAddWithoutValidation("x-amz-date", time);
        request.Headers.TryAddWithoutValidation("Authorization", SignatureV4.Authorization(signed, _settings.AccessKey, _settings.SecretKey));
        return request;
    }

    private string PathOf(string key) =>
        "/" + SignatureV4.Encode(_settings.Bucket) + (key.Length == 0 ? "" : "/" + string.Join('/', key.Split('/').Select(SignatureV4.Encode)));

    private void Expect(HttpResponseMessage answer, params ReadOnlySpan<HttpStatusCode> expected)
    {
        if (expected.Contains(answer.StatusCode))
            return;
        var status = answer.StatusCode;
        answer.Dispose();
        throw new IOException($"{Name} answered {(int)status} {status}");
    }

    private string KeyOf(BlobSpace space, Sha256 digest)
    {
        var hex = digest.ToString();
        return $"{_settings.Prefix}{space.Name}/{hex[..2]}/{hex[2..4]}/{hex[4..]}";
    }

    private static async Task<XElement> ReadXmlAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        using var reader = XmlReader.Create(body, new XmlReaderSettings { Async = true, DtdProcessing = DtdProcessing.Prohibit });
        return await XElement.LoadAsync(reader, LoadOptions.None, cancellation);
    }

    private static IEnumerable<XElement> Below(XElement parent, string name) => parent.Elements().Where(element => element.Name.LocalName == name);

    private static string Text(XElement parent, string name) => Below(parent, name).FirstOrDefault()?.Value ?? "";
}
