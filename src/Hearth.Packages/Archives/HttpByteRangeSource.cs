using System.Net;
using System.Net.Http.Headers;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Packages.Archives;

/// <summary>
/// A remote file, read by range requests (RFC 9110, section 14). Reads are rounded up to blocks and the last ones kept, so that the
/// directory and the metadata of a <c>.conda</c> usually cost one request.
/// </summary>
public sealed class HttpByteRangeSource : IByteRangeSource
{
    // The end of a .conda has the directory and, as all tools write it, the info tarball, which rarely exceeds this.
    private const int BlockSize = 1 << 15;

    private readonly HttpClient _http;
    private readonly Uri _url;
    private readonly CancellationToken _cancellation;
    private readonly EntityTagHeaderValue? _tag;
    private byte[] _block;
    private long _blockOffset;

    private HttpByteRangeSource(HttpClient http, Uri url, HttpResponseMessage tail, CancellationToken cancellation)
    {
        _http = http;
        _url = url;
        _cancellation = cancellation;
        _tag = tail.Headers.ETag is { IsWeak: false } strong ? strong : null;
        Length = tail.Content.Headers.ContentRange!.Length!.Value;
        _blockOffset = tail.Content.Headers.ContentRange.From!.Value;
        _block = BodyOf(tail, Length - _blockOffset);
    }

    public string Name => Describe(_url);

    public long Length { get; }

    /// <summary>Asks for the end of the file, which tells its size too.</summary>
    /// <exception cref="BadInputException">The server answers with something else than a range.</exception>
    public static HttpByteRangeSource Open(HttpClient http, Uri url, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Range = new RangeHeaderValue(null, BlockSize);
        using var answer = Send(http, request, cancellation);
        if (answer.Content.Headers.ContentRange is not { HasLength: true, HasRange: true } range
            || range.To != range.Length - 1 || range.Length - range.From > BlockSize)
        {
            throw PackagesDiagnostics.BadRangeAnswer.Refuse(Describe(url), $"the server answered the request for the last {BlockSize} bytes with another range");
        }
        return new(http, url, answer, cancellation);
    }

    public void Read(long offset, Span<byte> buffer)
    {
        if (offset + buffer.Length > Length)
            throw new EndOfStreamException($"{Name} ends at byte {Length}.");
        while (buffer.Length > 0)
        {
            if (offset < _blockOffset || offset >= _blockOffset + _block.Length)
                Fetch(offset);
            var held = _block.AsSpan((int)(offset - _blockOffset));
            var count = Math.Min(held.Length, buffer.Length);
            held[..count].CopyTo(buffer);
            buffer = buffer[count..];
            offset += count;
        }
    }

    public void Dispose() => _block = [];

    private void Fetch(long offset)
    {
        var last = Math.Min(offset + BlockSize, Length) - 1;
        using var request = new HttpRequestMessage(HttpMethod.Get, _url);
        request.Headers.Range = new RangeHeaderValue(offset, last);
        // The parts of two different files must not be taken for one: with If-Match the server refuses once the file has changed.
        if (_tag is not null)
            request.Headers.IfMatch.Add(_tag);
        using var answer = Send(_http, request, _cancellation);
        if (answer.Content.Headers.ContentRange is not { } range || range.From != offset || range.To != last || range.Length != Length)
            throw PackagesDiagnostics.BadRangeAnswer.Refuse(Name, $"the server answered the request for bytes {offset} to {last} with another range");
        _block = BodyOf(answer, last - offset + 1);
        _blockOffset = offset;
    }

    private static HttpResponseMessage Send(HttpClient http, HttpRequestMessage request, CancellationToken cancellation)
    {
        HttpResponseMessage answer;
        try
        {
            answer = http.Send(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw new IOException($"{Describe(request.RequestUri!)}: {e.Message}", e);
        }
        if (answer.StatusCode == HttpStatusCode.PartialContent)
            return answer;
        var status = answer.StatusCode;
        answer.Dispose();
        throw status == HttpStatusCode.OK
            ? PackagesDiagnostics.BadRangeAnswer.Refuse(Describe(request.RequestUri!), "the server sends the whole file instead of the part asked for")
            : PackagesDiagnostics.BadRangeAnswer.Refuse(Describe(request.RequestUri!), $"the server answered {(int)status} {status}");
    }

    private static string Describe(Uri url) => UrlSecrets.Redact(url.ToString());

    private static byte[] BodyOf(HttpResponseMessage answer, long size)
    {
        using var body = answer.Content.ReadAsStream();
        var block = new byte[size];
        body.ReadExactly(block);
        return block;
    }
}
