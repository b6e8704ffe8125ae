namespace Hearth.Mirrors.Oci;

/// <summary>What a token is needed for.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="IsWrite">Whether it is written to.</param>
/// <param name="From">Another repository that blobs are taken over from, if any.</param>
internal readonly record struct RegistryScope(string Repository, bool IsWrite, string? From = null)
{
    /// <summary>As token services are asked.</summary>
    public IEnumerable<string> Texts => From is null
        ? [$"repository:{Repository}:{(IsWrite ? "pull,push" : "pull")}"]
        : [$"repository:{Repository}:{(IsWrite ? "pull,push" : "pull")}", $"repository:{From}:pull"];
}
