namespace Hearth.Mirrors.Oci;

/// <summary>Where a file of a channel is in a registry: a layer of a manifest.</summary>
/// <param name="Repository">The repository, relative to the channel's.</param>
/// <param name="Tag">The manifest.</param>
/// <param name="MediaType">Of the layer.</param>
public readonly record struct OciPlace(string Repository, string Tag, string MediaType)
{
    /// <summary>What the manifest is called, within the channel.</summary>
    public string Key => $"{Repository}:{Tag}";
}
