using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Hearth.Server.Auth;

/// <summary>What this server must remember while someone is away at the issuer. It travels encrypted in the browser's own cookie, so that any server goes on with it.</summary>
/// <param name="State">Ties the answer to this browser (RFC 6749 §10.12).</param>
/// <param name="Nonce">Ties the issuer's token to this sign-in (OpenID Connect Core §15.5.2).</param>
/// <param name="Verifier">Proves that whoever brings the code began the sign-in (RFC 7636).</param>
/// <param name="ReturnTo">The page to go back to.</param>
/// <param name="Expires">When it is too late.</param>
internal sealed record PendingSignIn(string State, string Nonce, string Verifier, string ReturnTo, DateTimeOffset Expires)
{
    /// <summary>What the key is made for.</summary>
    public const string KeyPurpose = "sign-in";

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public static PendingSignIn New(RandomNumberGenerator random, string returnTo, DateTimeOffset expires)
    {
        return new(Text(), Text(), Text(), returnTo, expires);

        string Text()
        {
            var bytes = new byte[32];
            random.GetBytes(bytes);
            return Base64Url.EncodeToString(bytes);
        }
    }

    /// <summary>The challenge that goes out in place of <see cref="Verifier"/> (RFC 7636 §4.2, S256).</summary>
    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public string Encrypt(byte[] key, RandomNumberGenerator random)
    {
        var plain = Encoding.UTF8.GetBytes(string.Join('\n', State, Nonce, Verifier, Expires.ToUnixTimeSeconds(), ReturnTo));
        var sealedBytes = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = sealedBytes.AsSpan(0, NonceBytes);
        random.GetBytes(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes));
        return Base64Url.EncodeToString(sealedBytes);
    }

    /// <summary>Null if the text was not made with the key, or it is too late.</summary>
    public static PendingSignIn? Decrypt(string text, byte[] key, DateTimeOffset now)
    {
        if (!Base64Url.IsValid(text, out var length) || length < NonceBytes + TagBytes)
            return null;
        var bytes = Base64Url.DecodeFromChars(text).AsSpan();
        var plain = new byte[bytes.Length - NonceBytes - TagBytes];
        try
        {
            using var aes = new AesGcm(key, TagBytes);
            aes.Decrypt(bytes[..NonceBytes], bytes[(NonceBytes + TagBytes)..], bytes.Slice(NonceBytes, TagBytes), plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        var parts = Encoding.UTF8.GetString(plain).Split('\n', 5);
        var expires = DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[3], System.Globalization.CultureInfo.InvariantCulture));
        return expires > now ? new(parts[0], parts[1], parts[2], parts[4], expires) : null;
    }
}
