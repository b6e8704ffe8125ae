using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hearth.Server.Api;
using Hearth.Server.Folders;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Pages;

/// <summary>Sends pages: as HTML, or the document that they are made of as JSON.</summary>
internal static class PageAnswer
{
    // No script at all, and nothing from elsewhere: a description that got through the encoding could still do nothing.
    private const string Policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>Answers with a page.</summary>
    /// <param name="call">The request.</param>
    /// <param name="document">What the page shows, and all that its JSON twin holds.</param>
    /// <param name="type">How the document is written.</param>
    /// <param name="view">Makes the page of the document.</param>
    /// <param name="status">The HTTP status; other than 200, the answer is not kept.</param>
    public static Task SendPageAsync<T>(this ApiCall call, T document, JsonTypeInfo<T> type, Func<T, PageContent> view, int status = StatusCodes.Status200OK)
    {
        call.Context.Response.Headers.ContentSecurityPolicy = Policy;
        return WantsJson(call)
            ? SendAsync(call, status, ContentTypes.Json, JsonSerializer.SerializeToUtf8Bytes(document, type))
            : SendAsync(call, status, ContentTypes.Html, PageFrame.Of(call, view(document)).ToUtf8());
    }

    /// <summary>Answers with XML.</summary>
    public static Task SendFeedAsync(this ApiCall call, Html feed)
    {
        call.Context.Response.Headers.ContentSecurityPolicy = Policy;
        return SendAsync(call, StatusCodes.Status200OK, "application/atom+xml; charset=utf-8", feed.ToUtf8());
    }

    /// <summary>Leads from a form that was taken to the page that shows what became of it (RFC 9110 §15.4.4).</summary>
    public static Task SeeAsync(this ApiCall call, string address)
    {
        call.Context.Response.Headers.Location = address;
        return call.SendAsync(StatusCodes.Status303SeeOther);
    }

    /// <summary>Says that what the path names is not there.</summary>
    public static Task NotFoundAsync(this ApiCall call, string message) =>
        call.RefuseAsync(StatusCodes.Status404NotFound, ServerDiagnostics.NoSuchPage.In(null, message));

    /// <summary>Says no as a page, or as JSON where JSON was asked for.</summary>
    public static Task RefuseAsync(ApiCall call, ApiRefusal refusal)
    {
        var headers = call.Context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        // Not Basic: browsers would ask for a name and a password before anyone sees the page that says where to sign in.
        if (refusal.Status == StatusCodes.Status401Unauthorized)
            headers.WWWAuthenticate = "Bearer realm=\"hearth\"";
        return WantsJson(call)
            ? refusal.SendAsync(call)
            : SendAsync(call, refusal.Status, ContentTypes.Html, PageFrame.Of(call, RefusalView.Of(refusal, PageFrame.Here(call))).ToUtf8());
    }

    private static bool WantsJson(ApiCall call) => call.Query("format") == "json";

    private static Task SendAsync(ApiCall call, int status, string contentType, byte[] body) => status == StatusCodes.Status200OK
        ? RepresentationAnswer.SendAsync(call.Context, new Representation(new FileHeaders(contentType, CachePolicy.AskEachTime, LastModified: null), body), isPrivate: true)
        : call.SendAsync(status, contentType, body);
}
