using Hearth.Server.Hosting;
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
        if (!path.IsFolder && !WantsCoded(path.Value, request.Headers) && hotFiles.Held(path.Value, coding: null) is { } held)
            return RepresentationAnswer.SendAsync(context, held, path.HadToken);
        // A disk may let it wait, and other connections with it.
        return PromptSockets.AnswerElsewhereAsync(context, elsewhere => path.IsFolder ? AnswerFolderAsync(elsewhere, path) : AnswerFileAsync(elsewhere, path));
    }

    private Task AnswerFileAsync(HttpContext context, ServedPath path)
    {
        if (Find(path.Value, context.Request.Headers) is { } file)
            return RepresentationAnswer.SendAsync(context, file, path.HadToken);
        return folder.FindFolder(path.Value) is null ? Refusal.NotFound.SendAsync(context) : RedirectToFolder(context, path);
    }

    private Task AnswerFolderAsync(HttpContext context, ServedPath path)
    {
        if (Find(path.Value + "index.html", context.Request.Headers) is { } page)
            return RepresentationAnswer.SendAsync(context, page, path.HadToken);
        return folder.FindFolder(path.Value) is { } place
            ? RepresentationAnswer.SendAsync(context, FolderListing.Of(place, path.Value), path.HadToken)
            : Refusal.NotFound.SendAsync(context);
    }

    private Representation? Find(string path, IHeaderDictionary request)
    {
        if (WantsCoded(path, request))
        {
            foreach (var coding in ContentCoding.AcceptedBy(request.AcceptEncoding))
            {
                if (hotFiles.Find(path, coding) is { } coded)
                    return coded;
            }
        }
        return hotFiles.Find(path, coding: null);
    }

    // A part of a coded answer would be of no use to a client that thinks in bytes of the file, as JLAP's do.
    private static bool WantsCoded(string path, IHeaderDictionary request) =>
        request.AcceptEncoding.Count > 0 && request.Range.Count == 0 && ContentTypes.Of(path) == ContentTypes.Json;

    // A relative address keeps the token and whatever a proxy has put in front.
    private static Task RedirectToFolder(HttpContext context, ServedPath path)
    {
        context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
        context.Response.Headers.Location = $"./{Uri.EscapeDataString(path.Value[(path.Value.LastIndexOf('/') + 1)..])}/";
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
