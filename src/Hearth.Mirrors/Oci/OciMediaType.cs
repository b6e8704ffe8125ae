namespace Hearth.Mirrors.Oci;

/// <summary>The media types of the layout in use for conda channels in registries, and those of OCI that it needs.</summary>
public static class OciMediaType
{
    public const string Manifest = "application/vnd.oci.image.manifest.v1+json";

    /// <summary>The configuration of what needs none: <c>{}</c>.</summary>
    public const string Empty = "application/vnd.oci.empty.v1+json";

    /// <summary>A <c>.tar.bz2</c>.</summary>
    public const string PackageTarBz2 = "application/vnd.conda.package.v1";

    /// <summary>A <c>.conda</c>.</summary>
    public const string PackageConda = "application/vnd.conda.package.v2";

    /// <summary>The folder <c>info/</c> of a package.</summary>
    public const string Info = "application/vnd.conda.info.v1.tar+gzip";

    /// <summary>The <c>info/index.json</c> of a package.</summary>
    public const string Index = "application/vnd.conda.info.index.v1+json";

    public const string Repodata = "application/vnd.conda.repodata.v1+json";

    public const string RepodataZst = Repodata + "+zst";

    public const string RepodataGzip = Repodata + "+gzip";

    public const string RepodataBz2 = Repodata + "+bz2";

    /// <summary>A shard index, and a shard (CEP 16).</summary>
    public const string Shards = "application/vnd.conda.repodata.shards.v1+msgpack+zstd";
}
