using System.Text.Json.Serialization;

namespace Hearth.Mirrors.Oci;

/// <summary>What a registry says of a failure.</summary>
internal sealed record RegistryErrors(IReadOnlyList<RegistryError>? Errors);

/// <summary>One failure.</summary>
internal sealed record RegistryError(string? Code, string? Message);

/// <summary>What a token service answers; some say <c>token</c>, some <c>access_token</c>, some both.</summary>
internal sealed record RegistryToken
{
    public string? Token { get; init; }

    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    /// <summary>Seconds for which it is good.</summary>
    [JsonPropertyName("expires_in")]
    public int? ExpiresIn { get; init; }
}

/// <summary>A page of the tags of a repository.</summary>
internal sealed record RegistryTags(IReadOnlyList<string>? Tags);

/// <summary>The file in which the tools of registries keep credentials.</summary>
internal sealed record AuthFile(IReadOnlyDictionary<string, AuthEntry>? Auths);

/// <summary>One registry of it; <c>auth</c> is <c>user:password</c> in base64.</summary>
internal sealed record AuthEntry(string? Auth);
