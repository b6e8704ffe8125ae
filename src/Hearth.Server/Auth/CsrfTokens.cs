using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Hearth.Channels.Access;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Auth;

/// <summary>
/// Tells the forms of our own pages from those that another site makes a browser send. Each session has one token, which follows
/// from its name and a key that the servers share; nothing is stored.
/// </summary>
internal sealed class CsrfTokens(byte[] key)
{
    /// <summary>The hidden field of forms.</summary>
    public const string Field = "csrf";

    /// <summary>The header of requests that scripts send.</summary>
    public const string Header = "X-CSRF-Token";

    /// <summary>What the key is made for; see <see cref="AccessStore.KeyAsync"/>.</summary>
    public const string KeyPurpose = "csrf";

    /// <summary>More than any form of ours has.</summary>
    public const long MostBytesOfForm = 256 << 10;

    /// <summary>The token for the forms of a page.</summary>
    public string Of(ApiToken session) => Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(session.Id)));

    /// <summary>
    /// Whether a request may change something. One that a browser was made to send by another site may not, whatever it carries, for
    /// browsers send names and passwords by themselves too; one with a session must bring the token of our page.
    /// </summary>
    public async Task<bool> AllowsAsync(HttpContext context, Principal who)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            return true;
        if (!IsFromHere(request))
            return false;
        return who.Token is not { Kind: TokenKind.Session } session || Matches(Of(session), await SentAsync(request, context.RequestAborted));
    }

    // Browsers say where a request comes from and scripts cannot make it up; where they do not, the token alone decides.
    private static bool IsFromHere(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is [{ } site, ..])
            return site is "same-origin" or "none";
        return request.Headers.Origin is not [{ } origin, ..] || origin == $"{request.Scheme}://{request.Host}";
    }

    private static async Task<string> SentAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.Headers[Header] is [{ } header, ..])
            return header;
        return request.HasFormContentType && request.ContentLength <= MostBytesOfForm ? (await request.ReadFormAsync(cancellation))[Field].ToString() : "";
    }

    private static bool Matches(string wanted, string sent) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(wanted), Encoding.UTF8.GetBytes(sent));
}
