using System.Text.Json;
using Hearth.Foundation.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Folders;

/// <summary>
/// An answer without a file: one JSON object that says why. The body does not repeat the request's path, so it is made once
/// and carries nothing that a requester chose.
/// </summary>
internal sealed class Refusal
{
    /// <summary>The answer for whatever is not there or not to be seen; clients take it as "try another format" (wire-formats §1).</summary>
    public static readonly Refusal NotFound = new(StatusCodes.Status404NotFound, ServerDiagnostics.NoSuchFile, "no such file here");

    public static readonly Refusal MethodNotAllowed =
        new(StatusCodes.Status405MethodNotAllowed, ServerDiagnostics.MethodNotAllowed, "this address answers GET and HEAD only");

    private readonly int _status;
    private readonly byte[] _body;

    private Refusal(int status, DiagnosticKind kind, string message)
    {
        _status = status;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("code"u8, kind.Code);
            json.WriteString("message"u8, message);
            json.WriteString("hint"u8, $"hearth explain {kind.Code}");
            json.WriteEndObject();
        }
        _body = buffer.ToArray();
    }

    public Task SendAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = _status;
        response.Headers.ContentType = ContentTypes.Json;
        response.Headers.CacheControl = "no-cache";
        response.ContentLength = _body.Length;
        if (_status == StatusCodes.Status405MethodNotAllowed)
            response.Headers.Allow = "GET, HEAD";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.BodyWriter.WriteAsync(_body).AsTask();
    }
}
