using System.Diagnostics.CodeAnalysis;

namespace Hearth.Mirrors.Oci;

/// <summary>How a registry wants to be asked, from <c>WWW-Authenticate</c> (RFC 9110 §11.6.1).</summary>
/// <param name="Scheme"><c>BASIC</c> or <c>BEARER</c>.</param>
/// <param name="Parameters">By name, whatever its case.</param>
public sealed record RegistryChallenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>Where a token can be had; null where the challenge does not say.</summary>
    public string? Realm => Parameters.GetValueOrDefault("realm");

    /// <summary>Whom the token is for; null where the challenge does not say.</summary>
    public string? Service => Parameters.GetValueOrDefault("service");

    /// <summary>Reads the header with one challenge.</summary>
    public static bool TryParse(string? header, [NotNullWhen(true)] out RegistryChallenge? challenge)
    {
        challenge = null;
        var text = header.AsSpan().Trim();
        var space = text.IndexOf(' ');
        if (text.IsEmpty)
            return false;
        var scheme = (space < 0 ? text : text[..space]).ToString().ToUpperInvariant();
        if (scheme is not ("BASIC" or "BEARER"))
            return false;
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var rest = space < 0 ? default : text[space..].TrimStart();
        while (!rest.IsEmpty)
        {
            if (!TryTake(ref rest, out var name, out var value) || !parameters.TryAdd(name, value))
                return false;
        }
        challenge = new RegistryChallenge(scheme, parameters);
        return true;
    }

    // One name="value", and the comma behind it.
    private static bool TryTake(ref ReadOnlySpan<char> rest, [NotNullWhen(true)] out string? name, [NotNullWhen(true)] out string? value)
    {
        (name, value) = (null, null);
        var equals = rest.IndexOf('=');
        if (equals <= 0)
            return false;
        name = rest[..equals].Trim().ToString();
        rest = rest[(equals + 1)..].TrimStart();
        var end = rest is ['"', ..] ? rest[1..].IndexOf('"') : rest.IndexOf(',');
        if (rest is ['"', ..])
        {
            if (end < 0)
                return false;
            value = rest.Slice(1, end).ToString();
            rest = rest[(end + 2)..].TrimStart();
        }
        else
        {
            value = (end < 0 ? rest : rest[..end]).Trim().ToString();
            rest = end < 0 ? default : rest[end..];
        }
        if (rest is [',', ..])
            rest = rest[1..].TrimStart();
        else if (!rest.IsEmpty)
            return false;
        return true;
    }
}
