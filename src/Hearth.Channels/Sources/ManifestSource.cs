namespace Hearth.Channels.Sources;

/// <summary>A source in a manifest.</summary>
/// <param name="Kind">How it is to be had.</param>
/// <param name="Reference">What the recipe says, as JSON.</param>
/// <param name="WhyNot">Why nobody can fetch it; null if it can be tried.</param>
/// <param name="Folder">Where its files go; null for the work folder.</param>
public sealed record ManifestSource(string Kind, string Reference, string? WhyNot, string? Folder)
{
    /// <summary>What became of it; null in a manifest that is being made.</summary>
    public SourceNeed? Need { get; init; }
}
