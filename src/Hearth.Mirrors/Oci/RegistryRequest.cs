namespace Hearth.Mirrors.Oci;

/// <summary>One request to a registry.</summary>
internal sealed record RegistryRequest(HttpMethod Method, Uri Target, RegistryScope Scope)
{
    /// <summary>What is wanted of a manifest.</summary>
    public string? Accept { get; init; }

    /// <summary>Where to start in a blob.</summary>
    public long? From { get; init; }

    /// <summary>Makes the body, anew at each attempt; null if there is none.</summary>
    public Func<CancellationToken, Task<HttpContent>>? Content { get; init; }
}
