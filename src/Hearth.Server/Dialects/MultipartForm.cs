using Hearth.Server.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Hearth.Server.Dialects;

/// <summary>Reads <c>multipart/form-data</c> part by part; nothing of it is held in memory but what the reader of a part keeps.</summary>
internal static class MultipartForm
{
    private const int MostParts = 1000;

    /// <summary>The parts in their order; each must be read before the next is asked for.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">The body is no form, or ends too early.</exception>
    public static async IAsyncEnumerable<FormPart> ReadAsync(ApiCall call)
    {
        if (!MediaTypeHeaderValue.TryParse(call.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= 200 } boundary)
            throw ServerDiagnostics.BadRequest.Refuse(null, "the body is expected as multipart/form-data");
        var reader = new MultipartReader(boundary.Value!, call.Request.Body) { HeadersCountLimit = 32, HeadersLengthLimit = 16 << 10 };
        for (var count = 0; await NextAsync(reader, call.Cancellation) is { } section; count++)
        {
            if (count == MostParts)
                throw ServerDiagnostics.BadRequest.Refuse(null, $"the form has more than {MostParts} parts");
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                continue;
            // The name with percent signs is the later standard (RFC 5987), and wins.
            var file = disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName);
            yield return new FormPart(HeaderUtilities.RemoveQuotes(disposition.Name).ToString(), file.HasValue ? file.ToString() : null, section.Headers ?? [], new PartStream(section.Body));
        }
    }

    private static async Task<MultipartSection?> NextAsync(MultipartReader reader, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadNextSectionAsync(cancellation);
        }
        catch (Exception e) when (e is (IOException or InvalidDataException) and not BadHttpRequestException)
        {
            throw ServerDiagnostics.BadRequest.Refuse(null, $"the form is broken or ends too early: {e.Message}");
        }
    }
}
