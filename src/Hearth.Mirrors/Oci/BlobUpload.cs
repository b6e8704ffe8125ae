using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Hearth.Mirrors.Oci;

/// <summary>
/// Sends a blob to a repository (distribution specification §Pushing blobs): in one request, or in chunks where that would be a long one, so
/// that a broken connection costs a chunk. An upload that is lost on the way is begun anew.
/// </summary>
internal sealed class BlobUpload(RegistryConnection connection, Uri root, string repository, BlobSource blob, RegistryUploads terms)
{
    private const int MostStalls = 3;

    private RegistryScope Scope => new(repository, IsWrite: true);

    /// <summary>Sends it once.</summary>
    /// <param name="from">A repository that may have the blob, so that the registry need not be sent it again; null if none is known.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The bytes that travelled.</returns>
    /// <exception cref="RegistryTroubleException">It is not there; another attempt may do better.</exception>
    public async Task<long> TryAsync(string? from, CancellationToken cancellation)
    {
        var query = from is null ? "" : $"?mount={OciDescriptor.Text(blob.Digest)}&from={Uri.EscapeDataString(from)}";
        var scope = Scope with { From = from };
        var begin = new Uri(root, $"v2/{repository}/blobs/uploads/{query}");
        Uri location;
        using (var begun = await connection.TryAsync(new RegistryRequest(HttpMethod.Post, begin, scope) { Content = Nothing }, cancellation))
        {
            if (begun.StatusCode == HttpStatusCode.Created && from is not null)
                return 0;
            await ExpectAsync(begun, HttpStatusCode.Accepted, cancellation);
            location = LocationOf(begun, begin);
        }
        if (blob.Size > terms.ChunkAbove)
            location = await SendChunksAsync(location, cancellation);
        var whole = blob.Size > terms.ChunkAbove ? Nothing : Piece(0, blob.Size);
        using var done = await connection.TryAsync(new RegistryRequest(HttpMethod.Put, WithDigest(location), Scope) { Content = whole }, cancellation);
        await ExpectAsync(done, HttpStatusCode.Created, cancellation);
        if (done.Headers.TryGetValues("Docker-Content-Digest", out var said) && OciDescriptor.Read(said.First()) is { } digest && digest != blob.Digest)
            throw new RegistryTroubleException($"the registry took something else, with the SHA-256 {digest}", isRefusal: true);
        return blob.Size;
    }

    private async Task<Uri> SendChunksAsync(Uri location, CancellationToken cancellation)
    {
        var stalls = 0;
        for (var position = 0L; position < blob.Size;)
        {
            var length = Math.Min(terms.ChunkSize, blob.Size - position);
            var content = Piece(position, length, new ContentRangeHeaderValue(position, position + length - 1));
            try
            {
                using var answer = await connection.TryAsync(new RegistryRequest(HttpMethod.Patch, location, Scope) { Content = content }, cancellation);
                await ExpectAsync(answer, HttpStatusCode.Accepted, cancellation);
                (location, position, stalls) = (LocationOf(answer, location), position + length, 0);
            }
            catch (RegistryTroubleException e) when (!e.IsRefusal)
            {
                // How far it came is the registry's to say; if it no longer knows the upload, all is begun anew.
                var (where, has) = await AskAsync(location, cancellation);
                if (has < position || ++stalls > MostStalls)
                    throw;
                (location, position) = (where, has);
            }
        }
        return location;
    }

    private async Task<(Uri Location, long Has)> AskAsync(Uri location, CancellationToken cancellation)
    {
        using var answer = await connection.TryAsync(new RegistryRequest(HttpMethod.Get, location, Scope), cancellation);
        await ExpectAsync(answer, HttpStatusCode.NoContent, cancellation);
        var range = answer.Headers.TryGetValues("Range", out var values) ? values.First() : "";
        return range.StartsWith("0-", StringComparison.Ordinal) && long.TryParse(range.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var last) && last < blob.Size
            ? (LocationOf(answer, location), last + 1)
            : (location, 0);
    }

    private Func<CancellationToken, Task<HttpContent>> Piece(long position, long length, ContentRangeHeaderValue? range = null) => async cancellation =>
    {
        var content = new SteadyContent(await blob.OpenAtAsync(position, cancellation), length, terms.Throttle);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        // Registries want the numbers alone, without a unit (distribution specification §Pushing a blob in chunks).
        if (range is not null)
            content.Headers.TryAddWithoutValidation("Content-Range", string.Create(CultureInfo.InvariantCulture, $"{range.From}-{range.To}"));
        return content;
    };

    private Uri LocationOf(HttpResponseMessage answer, Uri asked) => answer.Headers.Location is { } location
        ? connection.Resolve(asked, location)
        : throw new RegistryTroubleException("the registry says not where to send the blob", isRefusal: true);

    private Uri WithDigest(Uri location) => new UriBuilder(location) { Query = $"{(location.Query.Length > 1 ? location.Query[1..] + "&" : "")}digest={OciDescriptor.Text(blob.Digest)}" }.Uri;

    private static async Task ExpectAsync(HttpResponseMessage answer, HttpStatusCode expected, CancellationToken cancellation)
    {
        if (answer.StatusCode != expected)
            throw new RegistryTroubleException(await RegistryConnection.ExplainAsync(answer, cancellation), isRefusal: true);
    }

    private static Task<HttpContent> Nothing(CancellationToken cancellation) => Task.FromResult<HttpContent>(new ByteArrayContent([]));
}
