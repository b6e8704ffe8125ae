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
/// The objects of a bucket of an S3-compatible store. Keys are relative to the prefix of the settings. Bodies are signed with their
/// digest, so the store itself refuses bytes that are not what was meant.
/// </summary>
public sealed class S3Bucket : IDisposable
{
    private const string DigestHeader = "x-amz-meta-sha256";
    private const string SizeHeader = "x-amz-meta-size";

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
    private readonly string? _unfinished;
    private readonly HttpClient _client;

    /// <param name="settings">Where the bucket is.</param>
    /// <param name="clock">Dates the requests.</param>
    /// <param name="unfinished">A folder that remembers what was sent of objects in parts, so that an upload that was cut off goes on; null to begin anew each time.</param>
    public S3Bucket(S3Settings settings, TimeProvider clock, string? unfinished = null)
    {
        (_settings, _clock, _unfinished) = (settings, clock, unfinished);
        _client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(10), ConnectTimeout = ConnectWithin, AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public string Name => _settings.ToString();

    /// <summary>Is told of each part that the store has taken.</summary>
    internal Action<int>? OnPart { get; init; }

    /// <summary>Puts an object.</summary>
    public async Task PutAsync(string key, Sha256 digest, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Put, key, [], digest.ToString(), () => new ReadOnlyMemoryContent(content), null, cancellation);
        Expect(answer, HttpStatusCode.OK);
    }

    /// <summary>Puts a file; it is there when the call returns, or not at all.</summary>
    /// <param name="key">The object.</param>
    /// <param name="digest">The SHA-256 of the file.</param>
    /// <param name="file">The file.</param>
    /// <param name="isDigestKept">Whether the digest is written beside the object, for <see cref="FindAsync"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task PutFileAsync(string key, Sha256 digest, string file, bool isDigestKept, CancellationToken cancellation)
    {
        var size = new FileInfo(file).Length;
        IReadOnlyList<KeyValuePair<string, string>> headers = isDigestKept ? [new(DigestHeader, digest.ToString()), new(SizeHeader, size.ToString(CultureInfo.InvariantCulture))] : [];
        if (size > LargestSinglePut)
        {
            await PutInPartsAsync(key, digest, file, size, headers, cancellation);
            return;
        }
        using var answer = await SendAsync(HttpMethod.Put, key, [], digest.ToString(), () => new StreamContent(File.OpenRead(file)), null, cancellation, headers);
        Expect(answer, HttpStatusCode.OK);
    }

    /// <summary>Opens an object at a position; null if there is none.</summary>
    public async Task<OpenedBlob?> OpenAsync(string key, long from, CancellationToken cancellation)
    {
        var range = from > 0 ? new RangeHeaderValue(from, null) : null;
        var answer = await SendAsync(HttpMethod.Get, key, [], HashOfNothing, null, range, cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            answer.Dispose();
            return null;
        }
        Expect(answer, from > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK);
        var size = answer.Content.Headers.ContentRange?.Length ?? answer.Content.Headers.ContentLength ?? 0;
        return new OpenedBlob(await answer.Content.ReadAsStreamAsync(cancellation), size);
    }

    /// <summary>What is said of an object; null if there is none.</summary>
    public async Task<S3Object?> FindAsync(string key, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Head, key, [], HashOfNothing, null, null, cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        Expect(answer, HttpStatusCode.OK);
        var size = answer.Content.Headers.ContentLength ?? 0;
        // There are stores that keep what came of an object whose sender went away.
        var isWhole = answer.Headers.TryGetValues(SizeHeader, out var sizes) && sizes.First() == size.ToString(CultureInfo.InvariantCulture);
        var digest = isWhole && answer.Headers.TryGetValues(DigestHeader, out var values) && Sha256.TryParse(values.First(), null, out var kept) ? kept : (Sha256?)null;
        return new S3Object(size, digest);
    }

    /// <summary>An address at which anyone may get the object for a while.</summary>
    public Uri SignedAddressOf(string key, TimeSpan lifetime)
    {
        var at = _clock.GetUtcNow();
        var path = PathOf(key);
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

    /// <summary>Deletes an object, if there is one.</summary>
    public async Task DeleteAsync(string key, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Delete, key, [], HashOfNothing, null, null, cancellation);
        if (answer.StatusCode != HttpStatusCode.NotFound)
            Expect(answer, HttpStatusCode.NoContent, HttpStatusCode.OK);
    }

    /// <summary>The objects whose keys start with a text.</summary>
    public async IAsyncEnumerable<(string Key, long Size, DateTimeOffset At)> ListAsync(string start, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? next = null;
        do
        {
            List<KeyValuePair<string, string>> query = [new("list-type", "2"), new("prefix", _settings.Prefix + start)];
            if (next is not null)
                query.Add(new("continuation-token", next));
            using var answer = await SendAsync(HttpMethod.Get, null, query, HashOfNothing, null, null, cancellation);
            Expect(answer, HttpStatusCode.OK);
            var page = await ReadXmlAsync(answer, cancellation);
            foreach (var entry in Below(page, "Contents"))
            {
                yield return (
                    Text(entry, "Key")[_settings.Prefix.Length..],
                    long.Parse(Text(entry, "Size"), CultureInfo.InvariantCulture),
                    DateTimeOffset.Parse(Text(entry, "LastModified"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
            }
            next = Text(page, "IsTruncated") == "true" ? Text(page, "NextContinuationToken") : null;
        }
        while (next is not null);
    }

    /// <summary>Gives up what was begun in parts and not gone on with for long.</summary>
    /// <returns>How many uploads that were.</returns>
    public async Task<long> AbandonAsync(DateTimeOffset before, bool isDryRun, CancellationToken cancellation)
    {
        var count = 0L;
        foreach (var unfinished in _unfinished is null ? [] : UnfinishedUpload.Abandoned(_unfinished, Name, before))
        {
            using (unfinished)
            {
                count++;
                if (isDryRun)
                    continue;
                if (unfinished is { Key: { } key, Upload: { } upload })
                    await AbortAsync(key, upload, cancellation);
                unfinished.End();
            }
        }
        return count;
    }

    public void Dispose() => _client.Dispose();

    // Nothing is visible before the last step, so an upload that is cut off leaves no part of an object.
    private async Task PutInPartsAsync(string key, Sha256 digest, string file, long size, IReadOnlyList<KeyValuePair<string, string>> headers, CancellationToken cancellation)
    {
        using var unfinished = _unfinished is null ? null : UnfinishedUpload.Open(_unfinished, Name, key, digest, PartSize);
        if (unfinished?.Upload is { } earlier)
        {
            try
            {
                await PutPartsAsync(key, earlier, file, size, unfinished, cancellation);
                return;
            }
            catch (ForgottenUploadException)
            {
                // The store has cleared it away meanwhile; then it is begun anew.
            }
        }
        var upload = await BeginAsync(key, headers, cancellation);
        unfinished?.Begin(Name, key, upload);
        try
        {
            await PutPartsAsync(key, upload, file, size, unfinished, cancellation);
        }
        catch when (unfinished is null)
        {
            await AbortAsync(key, upload, CancellationToken.None);
            throw;
        }
    }

    private async Task<string> BeginAsync(string key, IReadOnlyList<KeyValuePair<string, string>> headers, CancellationToken cancellation)
    {
        using var begun = await SendAsync(HttpMethod.Post, key, [new("uploads", "")], HashOfNothing, null, null, cancellation, headers);
        Expect(begun, HttpStatusCode.OK);
        return Text(await ReadXmlAsync(begun, cancellation), "UploadId");
    }

    private async Task PutPartsAsync(string key, string upload, string file, long size, UnfinishedUpload? unfinished, CancellationToken cancellation)
    {
        var tags = new string?[(size + PartSize - 1) / PartSize];
        for (var part = 0; part < tags.Length; part++)
            tags[part] = unfinished?.Tags.GetValueOrDefault(part + 1);
        var missing = Enumerable.Range(0, tags.Length).Where(part => tags[part] is null).ToList();
        await Parallel.ForEachAsync(missing, new ParallelOptions { MaxDegreeOfParallelism = ParallelParts, CancellationToken = cancellation }, async (part, stop) =>
        {
            var tag = tags[part] = await PutPartAsync(key, upload, file, part, size, stop);
            unfinished?.Add(part + 1, tag);
            OnPart?.Invoke(part);
        });
        var parts = tags.Select((tag, part) => new XElement("Part", new XElement("PartNumber", part + 1), new XElement("ETag", tag)));
        var body = Encoding.UTF8.GetBytes(new XElement("CompleteMultipartUpload", parts).ToString(SaveOptions.DisableFormatting));
        using var done = await SendAsync(HttpMethod.Post, key, [new("uploadId", upload)], Convert.ToHexStringLower(SHA256.HashData(body)), () => new ByteArrayContent(body), null, cancellation);
        // Stores that have lost the upload say so in different ways.
        if (done.StatusCode != HttpStatusCode.OK)
            throw new ForgottenUploadException($"{Name} answered {(int)done.StatusCode} {done.StatusCode} when {key} was to be put together");
        // Stores answer 200 first and may tell of a failure in the body.
        if ((await ReadXmlAsync(done, cancellation)).Name.LocalName == "Error")
            throw new IOException($"{Name} could not put {key} together");
        unfinished?.End();
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
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest)
            throw new ForgottenUploadException($"{Name} answered {(int)answer.StatusCode} {answer.StatusCode} to a part of {key}");
        Expect(answer, HttpStatusCode.OK);
        return answer.Headers.ETag?.Tag ?? throw new IOException($"{Name} gave a part of {key} no tag");
    }

    // Not every store can; those that cannot have rules of their own for what lies about.
    private async Task AbortAsync(string key, string upload, CancellationToken cancellation)
    {
        using var aborted = await SendAsync(HttpMethod.Delete, key, [new("uploadId", upload)], HashOfNothing, null, null, cancellation);
    }

    // Transient failures are waited out; each attempt is signed anew, for signatures age.
    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string? key,
        IReadOnlyList<KeyValuePair<string, string>> query,
        string payloadHash,
        Func<HttpContent>? content,
        RangeHeaderValue? range,
        CancellationToken cancellation,
        IReadOnlyList<KeyValuePair<string, string>>? headers = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var request = Sign(method, key, query, payloadHash, headers ?? []);
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

    private HttpRequestMessage Sign(
        HttpMethod method, string? key, IReadOnlyList<KeyValuePair<string, string>> query, string payloadHash, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        var at = _clock.GetUtcNow();
        var path = PathOf(key);
        var time = at.UtcDateTime.ToString(SignatureV4.TimeFormat, CultureInfo.InvariantCulture);
        var signed = new SignedRequest(
            method.Method, path, query, [new("host", _settings.Endpoint.Authority), new("x-amz-content-sha256", payloadHash), new("x-amz-date", time), .. headers], payloadHash, _settings.Region, at);
        var request = new HttpRequestMessage(method, new Uri(_settings.Endpoint, path + (query.Count > 0 ? "?" + signed.CanonicalQuery : "")));
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", payloadHash);
        request.Headers.TryAddWithoutValidation("x-amz-date", time);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation("Authorization", SignatureV4.Authorization(signed, _settings.AccessKey, _settings.SecretKey));
        return request;
    }

    // Without a key: the bucket itself.
    private string PathOf(string? key) =>
        "/" + SignatureV4.Encode(_settings.Bucket) + (key is null ? "" : "/" + string.Join('/', (_settings.Prefix + key).Split('/').Select(SignatureV4.Encode)));

    private void Expect(HttpResponseMessage answer, params ReadOnlySpan<HttpStatusCode> expected)
    {
        if (expected.Contains(answer.StatusCode))
            return;
        var status = answer.StatusCode;
        answer.Dispose();
        throw new IOException($"{Name} answered {(int)status} {status}");
    }

    private static async Task<XElement> ReadXmlAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        using var reader = XmlReader.Create(body, new XmlReaderSettings { Async = true, DtdProcessing = DtdProcessing.Prohibit });
        return await XElement.LoadAsync(reader, LoadOptions.None, cancellation);
    }

    private static IEnumerable<XElement> Below(XElement parent, string name) => parent.Elements().Where(element => element.Name.LocalName == name);

    private static string Text(XElement parent, string name) => Below(parent, name).FirstOrDefault()?.Value ?? "";

    /// <summary>The store does not have an upload any more, or not all that it said it had of it.</summary>
    private sealed class ForgottenUploadException(string message) : IOException(message);
}
