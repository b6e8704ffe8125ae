namespace Hearth.Channels.Publish;

/// <summary>What an uploader said at the first of several requests. Kept as JSON, in snake case.</summary>
public sealed record UploadTerms
{
    public string? Subdir { get; init; }

    /// <summary>The bytes that will come; null if the dialect does not say.</summary>
    public long? Size { get; init; }

    /// <summary>Hexadecimal; null if the dialect does not say.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Hexadecimal; null if the dialect does not say.</summary>
    public string? Md5 { get; init; }

    public IReadOnlyList<string> Labels { get; init; } = [];

    public bool Overwrite { get; init; }
}
