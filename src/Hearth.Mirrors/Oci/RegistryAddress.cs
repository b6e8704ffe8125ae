using System.Diagnostics.CodeAnalysis;

namespace Hearth.Mirrors.Oci;

/// <summary>
/// A place in an OCI registry: <c>oci://HOST/PATH</c>. Spoken to by https; by http if the host is this machine. <c>oci+http://HOST/PATH</c> and
/// <c>oci+https://HOST/PATH</c> say it.
/// </summary>
/// <param name="Root">The registry, with a slash at the end.</param>
/// <param name="Path">What the names of all repositories start with, without a slash at its ends.</param>
public sealed record RegistryAddress(Uri Root, string Path) : ISpanParsable<RegistryAddress>
{
    /// <summary>What such an address starts with.</summary>
    public const string Scheme = "oci://";

    /// <summary>What one starts with that is spoken to by http.</summary>
    public const string PlainScheme = "oci+http://";

    /// <summary>What one starts with that is spoken to by https, this machine too.</summary>
    public const string SecureScheme = "oci+https://";

    /// <summary>The host, with its port where that is not the usual one.</summary>
    public string Host => Root.Authority;

    /// <summary>Whether a text is meant to be such an address.</summary>
    public static bool IsMeant(string text) => text.StartsWith(Scheme, StringComparison.Ordinal) || text.StartsWith(PlainScheme, StringComparison.Ordinal) || text.StartsWith(SecureScheme, StringComparison.Ordinal);

    /// <exception cref="Foundation.Diagnostics.BadInputException">The text is none.</exception>
    public static RegistryAddress Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) => TryParse(s, provider, out var address)
        ? address
        : throw MirrorDiagnostics.NotARegistry.Refuse(null, $"'{Conda.Names.UrlSecrets.Redact(s)}' is no place in a registry", "oci://HOST/PATH; the path in lower case, without tag");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static RegistryAddress Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, [NotNullWhen(true)] out RegistryAddress? result)
    {
        result = null;
        var scheme = s.StartsWith(PlainScheme) ? PlainScheme : s.StartsWith(SecureScheme) ? SecureScheme : Scheme;
        if (!s.StartsWith(scheme))
            return false;
        var rest = s[scheme.Length..].TrimEnd('/');
        var slash = rest.IndexOf('/');
        // A user and a password would be seen by everyone who sees the command line.
        if (slash <= 0 || rest[..slash].ContainsAny('@', '?', '#') || RepositoryName.Problem(rest[(slash + 1)..]) is not null)
            return false;
        if (!Uri.TryCreate($"https://{rest[..slash]}/", UriKind.Absolute, out var secure) || secure.AbsolutePath != "/")
            return false;
        var root = scheme == PlainScheme || (scheme == Scheme && secure.IsLoopback) ? new UriBuilder(secure) { Scheme = "http", Port = secure.IsDefaultPort ? 80 : secure.Port }.Uri : secure;
        result = new RegistryAddress(root, rest[(slash + 1)..].ToString());
        return true;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [NotNullWhen(true)] out RegistryAddress? result) => TryParse(s.AsSpan(), provider, out result);

    public override string ToString() => $"{Scheme}{Host}/{Path}";
}
