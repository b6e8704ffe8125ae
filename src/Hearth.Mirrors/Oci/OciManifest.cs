namespace Hearth.Mirrors.Oci;

/// <summary>What a tag stands for (OCI image specification, §Image Manifest).</summary>
public sealed record OciManifest
{
    /// <summary>The largest that registries must take.</summary>
    public const int MaxSize = 4 << 20;

    public int SchemaVersion { get; init; } = 2;

    public string? MediaType { get; init; }

    /// <summary>What it is, where the configuration does not say.</summary>
    public string? ArtifactType { get; init; }

    public required OciDescriptor Config { get; init; }

    public required IReadOnlyList<OciDescriptor> Layers { get; init; }

    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}
