using Hearth.Server.Pages;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Folders;

/// <summary>Answers every request from one <see cref="ChannelFolder"/>.</summary>
internal sealed class FolderEndpoint(ChannelFolder folder, HotFiles hotFiles)
{
    public Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            return Refusal.MethodNotAllowed.SendAsync(context);

        var path = ServedPath.WithoutToken(request.Path.Value ?? "");
        if (!path.IsSafe())
            return Refusal.NotFound.SendAsync(context);
        if (path.IsFolder)
            return AnswerFolderAsync(context, path);
        if (Find(path.Value, request.Headers) is { } file)
            return SendAsync(context, path, file);
        return folder.FindFolder(path.Value) is null ? Refusal.NotFound.SendAsync(context) : RedirectToFolder(context, path);
    }

    private Task AnswerFolderAsync(HttpContext context, ServedPath path)
    {
        if (Find(path.Value + "index.html", context.Request.Headers) is { } page)
            return SendAsync(context, path, page);
        return folder.FindFolder(path.Value) is { } place
            ? SendAsync(context, path, FolderListing.Of(place, path.Value))
            : Refusal.NotFound.SendAsync(context);
    }

    private Representation? Find(string path, IHeaderDictionary request)
    {
        // A part of a coded answer would be of no use to a client that thinks in bytes of the file, as JLAP's do.
        if (request.AcceptEncoding.Count > 0 && request.Range.Count == 0 && ContentTypes.Of(path) == ContentTypes.Json)
        {
            foreach (var coding in ContentCoding.AcceptedBy(request.AcceptEncoding))
            {
                if (hotFiles.Find(path, coding) is { } coded)
                    return coded;
            }
        }
        return hotFiles.Find(path, coding: null);
    }

    // A relative address keeps the token and whatever a proxy has put in front.
    private static Task RedirectToFolder(HttpContext context, ServedPath path)
    {
        context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
        context.Response.Headers.Location = $"./{Uri.EscapeDataString(path.Value[(path.Value.LastIndexOf('/') + 1)..])}/";
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    private static Task SendAsync(HttpContext context, ServedPath path, Representation file)
    {
        var (request, response) = (context.Request, context.Response);
        DescribeState(response.Headers, file, path.HadToken);
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
    private static void DescribeState(IHeaderDictionary headers, Representation file, bool hadToken)
    {
        headers.ETag = file.EntityTag;
        headers.CacheControl = hadToken ? file.Headers.Caching.Private : file.Headers.Caching.Public;
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
