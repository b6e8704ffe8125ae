using System.Net;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Oci;

/// <summary>A registry, by the OCI distribution specification. Every answer is bounded, and blobs and manifests are named by digests.</summary>
public sealed class Registry : IDisposable
{
    private const int MostTags = 1_000_000;
    private const int MaxTagPage = 16 << 20;

    // '+' stands in media types as it is.
    private static readonly OciJson Written = new(new JsonSerializerOptions(OciJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private readonly RegistryConnection _connection;
    private readonly RegistryUploads _uploads;

    /// <param name="address">The registry.</param>
    /// <param name="terms">How to ask, and whom beside it.</param>
    /// <param name="login">What to show to it, if anything.</param>
    /// <param name="clock">Measures pauses, and how long tokens are good.</param>
    /// <param name="uploads">How blobs are sent.</param>
    public Registry(RegistryAddress address, UpstreamTerms terms, RegistryLogin? login, TimeProvider clock, RegistryUploads? uploads = null)
    {
        Address = address;
        _uploads = uploads ?? new RegistryUploads();
        _connection = new RegistryConnection(address, terms, login, clock);
    }

    public RegistryAddress Address { get; }

    private TimeSpan Patience => _connection.Terms.Patience;

    /// <summary>Whether a repository has a blob.</summary>
    public async Task<bool> HasBlobAsync(string repository, Sha256 digest, CancellationToken cancellation)
    {
        using var answer = await _connection.AskAsync(new RegistryRequest(HttpMethod.Head, BlobAt(repository, digest), new(repository, IsWrite: false)), cancellation);
        return answer.StatusCode switch
        {
            HttpStatusCode.OK => true,
            HttpStatusCode.NotFound => false,
            _ => throw await RefusedAsync(answer, repository, cancellation),
        };
    }

    /// <summary>Opens a blob; null if the repository has none. The caller compares its digest.</summary>
    public async Task<UpstreamFile.Opened?> OpenBlobAsync(string repository, Sha256 digest, CancellationToken cancellation)
    {
        var request = new RegistryRequest(HttpMethod.Get, BlobAt(repository, digest), new(repository, IsWrite: false));
        var answer = await _connection.AskAsync(request, cancellation);
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            var size = answer.Content.Headers.ContentLength;
            return new UpstreamFile.Opened(new SteadyStream(answer, size, (from, stop) => GoOnAsync(request, from, stop), Patience, () => $"{Address.Host}/{repository}"), size, $"\"{digest}\"");
        }
        using (answer)
            return answer.StatusCode == HttpStatusCode.NotFound ? null : throw await RefusedAsync(answer, repository, cancellation);
    }

    /// <summary>Sends a blob, if need be several times. One that the registry has after all is not sent again.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="blob">The blob.</param>
    /// <param name="from">Another repository that has it, so that it need not travel; null if none is known.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The bytes that travelled.</returns>
    /// <exception cref="BadInputException">The registry does not take it.</exception>
    public Task<long> PutBlobAsync(string repository, BlobSource blob, string? from, CancellationToken cancellation)
    {
        var upload = new BlobUpload(_connection, Address.Root, repository, blob, _uploads);
        var isFirst = true;
        return _connection.PersistAsync(
            async stop =>
            {
                // What ended in trouble may have arrived all the same.
                if (!isFirst && await HasBlobAsync(repository, blob.Digest, stop))
                    return 0;
                isFirst = false;
                return await upload.TryAsync(from, stop);
            },
            $"{Address.Host}/{repository}",
            cancellation);
    }

    /// <summary>Reads a manifest.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="reference">Its tag, or <c>sha256:HEX</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The manifest and its digest; null if the repository has none.</returns>
    /// <exception cref="BadInputException">It is no manifest, or has another digest than was asked for.</exception>
    public async Task<(OciManifest Manifest, Sha256 Digest)?> ManifestAsync(string repository, string reference, CancellationToken cancellation)
    {
        using var answer = await _connection.AskAsync(new RegistryRequest(HttpMethod.Get, ManifestAt(repository, reference), new(repository, IsWrite: false)) { Accept = OciMediaType.Manifest }, cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        if (answer.StatusCode != HttpStatusCode.OK)
            throw await RefusedAsync(answer, repository, cancellation);
        var what = $"{Address.Host}/{repository}:{reference}";
        await using var body = new SteadyStream(answer, answer.Content.Headers.ContentLength, (_, _) => Task.FromResult<HttpResponseMessage?>(null), Patience, () => what);
        var json = await Bounded.ReadAsync(body, OciManifest.MaxSize, what, cancellation);
        var digest = Sha256.Of(json);
        if (OciDescriptor.Read(reference) is { } wanted && wanted != digest)
            throw MirrorDiagnostics.NotWhatItSays.Refuse(what, $"its SHA-256 is {digest}");
        try
        {
            return (JsonSerializer.Deserialize(json, OciJson.Default.OciManifest) ?? throw new JsonException("it is null"), digest);
        }
        catch (JsonException e)
        {
            throw MirrorDiagnostics.NotWhatItSays.Refuse(what, $"it is no manifest of a single thing: {e.Message}");
        }
    }

    /// <summary>Puts a manifest under a tag; its blobs must be there.</summary>
    /// <returns>Its digest; null if the registry says that it does not have all blobs.</returns>
    /// <exception cref="BadInputException">The registry does not take it.</exception>
    public async Task<Sha256?> PutManifestAsync(string repository, string tag, OciManifest manifest, CancellationToken cancellation)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(manifest, Written.OciManifest);
        using var answer = await _connection.AskAsync(new RegistryRequest(HttpMethod.Put, ManifestAt(repository, tag), new(repository, IsWrite: true)) { Content = _ => Task.FromResult<HttpContent>(BodyOf(json)) }, cancellation);
        if (answer.StatusCode == HttpStatusCode.Created)
            return Sha256.Of(json);
        var reason = await RegistryConnection.ExplainAsync(answer, cancellation);
        // docker-registry says the latter where the link to a blob is being written by another upload of the same.
        return reason.Contains("BLOB_UNKNOWN", StringComparison.Ordinal) || reason.Contains("DIGEST_INVALID", StringComparison.Ordinal) ? null : throw MirrorDiagnostics.RegistryRefuses.Refuse($"{Address.Host}/{repository}:{tag}", reason);
    }

    /// <summary>All tags of a repository, page by page; none if it is not there.</summary>
    public async Task<IReadOnlyList<string>> TagsAsync(string repository, CancellationToken cancellation)
    {
        var tags = new List<string>();
        Uri? next = new(Address.Root, $"v2/{repository}/tags/list?n=1000");
        while (next is not null)
        {
            using var answer = await _connection.AskAsync(new RegistryRequest(HttpMethod.Get, next, new(repository, IsWrite: false)), cancellation);
            if (answer.StatusCode == HttpStatusCode.NotFound)
                return tags;
            if (answer.StatusCode != HttpStatusCode.OK)
                throw await RefusedAsync(answer, repository, cancellation);
            var page = await ReadTagsAsync(answer, repository, cancellation);
            tags.AddRange(page);
            if (tags.Count > MostTags)
                throw MirrorDiagnostics.NotWhatItSays.Refuse($"{Address.Host}/{repository}", $"it has more than {MostTags} tags");
            next = page.Count > 0 ? NextOf(answer, next) : null;
        }
        return tags;
    }

    public void Dispose() => _connection.Dispose();

    private async Task<IReadOnlyList<string>> ReadTagsAsync(HttpResponseMessage answer, string repository, CancellationToken cancellation)
    {
        var what = $"{Address.Host}/{repository}";
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
            return JsonSerializer.Deserialize(await Bounded.ReadAsync(body, MaxTagPage, what, cancellation), OciJson.Default.RegistryTags)?.Tags ?? [];
        }
        catch (JsonException)
        {
            throw MirrorDiagnostics.NotWhatItSays.Refuse(what, "its list of tags is none");
        }
    }

    // Link: </v2/…?last=…>; rel="next"
    private Uri? NextOf(HttpResponseMessage answer, Uri asked)
    {
        if (!answer.Headers.TryGetValues("Link", out var links) || links.First() is not { } link)
            return null;
        var (start, end) = (link.IndexOf('<', StringComparison.Ordinal), link.IndexOf('>', StringComparison.Ordinal));
        return start >= 0 && end > start && Uri.TryCreate(link[(start + 1)..end], UriKind.RelativeOrAbsolute, out var next) && link.Contains("next", StringComparison.Ordinal)
            ? _connection.Resolve(asked, next)
            : null;
    }

    private async Task<HttpResponseMessage?> GoOnAsync(RegistryRequest request, long from, CancellationToken cancellation)
    {
        var answer = await _connection.AskAsync(request with { From = from }, cancellation);
        if (answer.StatusCode == HttpStatusCode.PartialContent && answer.Content.Headers.ContentRange?.From == from)
            return answer;
        answer.Dispose();
        return null;
    }

    private async Task<BadInputException> RefusedAsync(HttpResponseMessage answer, string repository, CancellationToken cancellation) =>
        MirrorDiagnostics.RegistryRefuses.Refuse($"{Address.Host}/{repository}", await RegistryConnection.ExplainAsync(answer, cancellation));

    private static ByteArrayContent BodyOf(byte[] json) => new ByteArrayContent(json) { Headers = { ContentType = new MediaTypeHeaderValue(OciMediaType.Manifest) } };

    private Uri BlobAt(string repository, Sha256 digest) => new(Address.Root, $"v2/{repository}/blobs/{OciDescriptor.Text(digest)}");

    private Uri ManifestAt(string repository, string reference) => new(Address.Root, $"v2/{repository}/manifests/{reference}");
}
