using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Access;

/// <summary>
/// A token as its bearer sends it: <c>hrt-ID-SECRET</c>. Letters, digits and hyphens alone, because conda cuts tokens out of URLs with
/// <c>[a-zA-Z0-9-]*</c> (wire-formats §12); the prefix lets scanners of repositories find leaked ones.
/// </summary>
public readonly record struct TokenText : ISpanParsable<TokenText>
{
    public const string Prefix = "hrt-";

    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int IdLength = 12;
    // 5 bits each: 160 bits.
    private const int SecretLength = 32;
    private const int Length = 4 + IdLength + 1 + SecretLength;

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet);

    private readonly string? _text;

    private TokenText(string text) => _text = text;

    /// <summary>The half that is not secret.</summary>
    public string Id => _text!.Substring(Prefix.Length, IdLength);

    /// <summary>What is stored of the secret. It has 160 random bits, so that guessing at a plain SHA-256 leads nowhere.</summary>
    public Sha256 Digest => Sha256.Of(Encoding.ASCII.GetBytes(_text!));

    public static TokenText New(RandomNumberGenerator random)
    {
        Span<byte> bytes = stackalloc byte[IdLength + SecretLength];
        random.GetBytes(bytes);
        Span<char> text = stackalloc char[Length];
        Prefix.CopyTo(text);
        for (var i = 0; i < bytes.Length; i++)
            text[Prefix.Length + i + (i < IdLength ? 0 : 1)] = Alphabet[bytes[i] & 31];
        text[Prefix.Length + IdLength] = '-';
        return new TokenText(text.ToString());
    }

    /// <summary>Whether a digest is this token's; takes the same time whichever byte differs.</summary>
    public bool Matches(Sha256 digest) => CryptographicOperations.FixedTimeEquals(Digest.AsSpan(), digest.AsSpan());

    /// <exception cref="FormatException">The text is not a token; the message does not repeat it.</exception>
    public static TokenText Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var token) ? token : throw new FormatException("not a token of Hearth");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static TokenText Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out TokenText result)
    {
        result = default;
        if (s.Length != Length || !s.StartsWith(Prefix, StringComparison.Ordinal) || s[Prefix.Length + IdLength] != '-')
            return false;
        if (s[Prefix.Length..^(SecretLength + 1)].ContainsAnyExcept(Allowed) || s[^SecretLength..].ContainsAnyExcept(Allowed))
            return false;
        result = new TokenText(s.ToString());
        return true;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TokenText result) => TryParse(s.AsSpan(), provider, out result);

    /// <summary>The token without its secret, for logs.</summary>
    public override string ToString() => _text is null ? "" : Prefix + Id;

    /// <summary>The whole token, to be shown once to whom it belongs.</summary>
    public string Reveal() => _text ?? "";
}
