using Hearth.Foundation.Hashing;

namespace Hearth.Mirrors.Oci;

/// <summary>What a manifest says of a blob (OCI image specification, §Descriptor).</summary>
public sealed record OciDescriptor
{
    /// <summary>What is in an annotation: the file name.</summary>
    public const string Title = "org.opencontainers.image.title";

    /// <summary>What is in an annotation: when it came to be, RFC 3339.</summary>
    public const string Created = "org.opencontainers.image.created";

    /// <summary>What is in an annotation: the MD5 of a package.</summary>
    public const string CondaMd5 = "org.conda.md5";

    private const string Algorithm = "sha256:";

    public required string MediaType { get; init; }

    /// <summary>As <c>sha256:HEX</c>.</summary>
    public required string Digest { get; init; }

    public required long Size { get; init; }

    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>A digest as registries write it.</summary>
    public static string Text(Sha256 digest) => Algorithm + digest;

    /// <summary>The digest of the blob; null if it is of another kind than SHA-256.</summary>
    public static Sha256? Read(string? text) =>
        text is not null && text.StartsWith(Algorithm, StringComparison.Ordinal) && Sha256.TryParse(text.AsSpan(Algorithm.Length), null, out var digest) ? digest : null;
}
