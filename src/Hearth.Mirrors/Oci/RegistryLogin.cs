using System.Text;
using System.Text.Json;

namespace Hearth.Mirrors.Oci;

/// <summary>What is shown to a registry, or to the token service that it names. Never printed.</summary>
/// <param name="User">The user; null for a token that is shown as it is.</param>
/// <param name="Secret">Its password, or the token.</param>
public sealed record RegistryLogin(string? User, string Secret)
{
    private const int MaxFileSize = 1 << 20;

    /// <summary>Reads a secret: <c>USER:PASSWORD</c>, or a token.</summary>
    public static RegistryLogin Of(string secret) =>
        secret.IndexOf(':') is > 0 and var colon ? new RegistryLogin(secret[..colon], secret[(colon + 1)..]) : new RegistryLogin(null, secret);

    /// <summary>The credential for a registry: a secret that was given for it, else what other tools keep.</summary>
    public static RegistryLogin? For(RegistryAddress address, string? secret, Func<string, string?> environment) => secret is null ? Find(address.Host, environment) : Of(secret);

    /// <summary>
    /// Finds the credential that other tools keep for a registry: in the file that REGISTRY_AUTH_FILE names, else in
    /// <c>config.json</c> of DOCKER_CONFIG or of <c>~/.docker</c>.
    /// </summary>
    /// <param name="host">The registry, with its port where that is not the usual one.</param>
    /// <param name="environment">The variables.</param>
    /// <returns>Null if there is none. Credential helpers are not asked.</returns>
    /// <exception cref="Foundation.Diagnostics.BadInputException">The file cannot be read.</exception>
    public static RegistryLogin? Find(string host, Func<string, string?> environment)
    {
        var file = environment("REGISTRY_AUTH_FILE") is { Length: > 0 } named ? named
            : environment("DOCKER_CONFIG") is { Length: > 0 } folder ? Path.Combine(folder, "config.json")
            : environment("HOME") is { Length: > 0 } home ? Path.Combine(home, ".docker", "config.json")
            : null;
        if (file is null || !File.Exists(file))
            return null;
        try
        {
            if (new FileInfo(file).Length > MaxFileSize)
                throw new InvalidDataException("it is too large");
            using var content = File.OpenRead(file);
            var auths = JsonSerializer.Deserialize(content, OciJson.Default.AuthFile)?.Auths;
            return auths is not null && (auths.TryGetValue(host, out var entry) || auths.TryGetValue($"https://{host}", out entry)) && entry?.Auth is { Length: > 0 } auth
                ? Of(Encoding.UTF8.GetString(Convert.FromBase64String(auth)))
                : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidDataException)
        {
            throw MirrorDiagnostics.BadTokens.Refuse(file, $"the credentials of registries cannot be read: {e.Message}");
        }
    }

    public override string ToString() => User ?? "token";
}
