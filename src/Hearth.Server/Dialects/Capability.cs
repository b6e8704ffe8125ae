using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hearth.Channels.Publish;
using Hearth.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Dialects;

/// <summary>
/// Addresses that are their own credential: whoever holds one may send the bytes of one upload, for an hour. Dialects that
/// were made for object stores send no token with them.
/// </summary>
internal static class Capability
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>The address below the server's root at which the bytes of an upload are taken.</summary>
    public static string UrlOf(ApiCall call, string path, Upload upload)
    {
        var expires = (call.Instance.Store.Clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"{call.Request.Scheme}://{call.Request.Host}{path}/{upload.Id}?expires={expires}&signature={Convert.ToHexStringLower(Sign(upload, expires))}");
    }

    /// <summary>The upload that a request to such an address is for; null where the address is not valid, after a refusal was sent.</summary>
    public static async Task<Upload?> FindAsync(ApiCall call, string dialect)
    {
        var now = call.Instance.Store.Clock.GetUtcNow().ToUnixTimeSeconds();
        if (await call.Instance.Uploads.FindAsync(dialect, call.Part("upload"), call.Cancellation) is { } upload
            && upload.Channel == call.Channel.Channel.Id
            && call.Query("expires", 0, 0, long.MaxValue) is var expires && expires >= now
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Sign(upload, expires))), Encoding.UTF8.GetBytes(call.Query("signature") ?? "")))
            return upload;
        await call.RefuseAsync(StatusCodes.Status403Forbidden, ServerDiagnostics.BadCapability.In(null, "the address is not valid, or not any more"));
        return null;
    }

    private static byte[] Sign(Upload upload, long expires) =>
        HMACSHA256.HashData(upload.Secret.Span, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{upload.Dialect}\n{upload.Id}\n{expires}")));
}
