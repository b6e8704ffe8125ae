using System.Globalization;
using Hearth.Channels.Blobs;
using Hearth.Server.Api;
using Hearth.Server.Folders;

namespace Hearth.Server.Sources;

/// <summary>Answers with the bytes of a source: ranges, conditions, HEAD.</summary>
internal static class SourceAnswer
{
    /// <summary>Goes with every source, so that whoever asked by another name knows which bytes these are.</summary>
    public const string DigestHeader = "Hearth-Source-Sha256";

    // What strangers wrote is never shown by a browser, whatever it is. And it may be taken down, so nobody keeps it unasked for long.
    private const string Type = "application/octet-stream";

    public static async Task SendAsync(ApiCall call, SourceDecision.Given given)
    {
        var source = given.Source;
        var headers = call.Context.Response.Headers;
        headers[DigestHeader] = source.Sha256.ToString();
        headers.ContentDisposition = "attachment";
        var file = new FileHeaders(Type, CachePolicy.FiveMinutes, source.Added.UtcDateTime.ToString("R", CultureInfo.InvariantCulture));
        var representation = await call.Blobs.FindAsync(BlobSpace.Sources, source.Sha256, file, call.Cancellation) ?? throw new IOException($"the source {source.Sha256} is gone");
        await RepresentationAnswer.SendAsync(call.Context, representation, given.IsPrivate);
    }
}
