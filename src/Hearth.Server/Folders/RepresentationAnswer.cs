using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Folders;

/// <summary>Answers a GET or HEAD request with a representation: conditions, ranges, headers, bytes (RFC 9110).</summary>
internal static class RepresentationAnswer
{
    /// <summary>Sends it, or what the request's conditions and ranges ask for instead, and disposes of it.</summary>
    /// <param name="context">A GET or HEAD request.</param>
    /// <param name="file">What lies at its address.</param>
    /// <param name="isPrivate">Whether no shared cache may keep the answer.</param>
    public static Task SendAsync(HttpContext context, Representation file, bool isPrivate)
    {
        var (request, response) = (context.Request, context.Response);
        DescribeState(response.Headers, file, isPrivate);
        response.StatusCode = Precondition.StatusFor(request.Headers, file);
        if (response.StatusCode != StatusCodes.Status200OK)
            return Finish(file, ValueTask.CompletedTask);

        DescribeContent(response.Headers, file);
        var isHead = HttpMethods.IsHead(request.Method);
        // Ranges are defined for GET alone (RFC 9110 §14.2).
        var wanted = isHead ? RangeRequest.Whole : RangeRequest.Read(request.Headers, file);
        var part = wanted.Part ?? new ByteRange(0, file.Length);
        if (!wanted.IsSatisfiable)
        {
            response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            response.Headers.ContentRange = ByteRange.NoneOf(file.Length);
            part = new(0, 0);
        }
        else if (wanted.Part is not null)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = part.ToContentRange(file.Length);
        }
        response.ContentLength = part.Length;
        return Finish(file, isHead ? ValueTask.CompletedTask : file.WriteAsync(response.BodyWriter, part));
    }

    // What goes with 304 as well (RFC 9110 §15.4.5).
    private static void DescribeState(IHeaderDictionary headers, Representation file, bool isPrivate)
    {
        headers.ETag = file.EntityTag;
        headers.CacheControl = isPrivate ? file.Headers.Caching.Private : file.Headers.Caching.Public;
        if (file.Headers.LastModified is { } modified)
            headers.LastModified = modified;
        if (file.Headers.VariesByCoding)
            headers.Vary = "Accept-Encoding";
    }

    private static void DescribeContent(IHeaderDictionary headers, Representation file)
    {
        headers.ContentType = file.Headers.ContentType;
        headers.XContentTypeOptions = "nosniff";
        headers.AcceptRanges = "bytes";
        if (file.Coding is { } coding)
            headers.ContentEncoding = coding.Name;
    }

    private static Task Finish(Representation file, ValueTask sending)
    {
        if (!sending.IsCompletedSuccessfully)
            return FinishLater(file, sending);
        file.Dispose();
        return Task.CompletedTask;

        static async Task FinishLater(Representation file, ValueTask sending)
        {
            using (file)
                await sending;
        }
    }
}
