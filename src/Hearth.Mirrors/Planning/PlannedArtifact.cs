using System.Diagnostics.CodeAnalysis;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Planning;

/// <summary>An artifact that a mirror would hold.</summary>
/// <param name="Record">What the channel says of it.</param>
/// <param name="Packages">Where the packages of its subdir lie: relative to the channel, or absolute; ends in <c>/</c>.</param>
/// <param name="Reason">Why it is chosen, for people.</param>
public readonly record struct PlannedArtifact(UpstreamRecord Record, string Packages, string Reason)
{
    /// <summary>Where it lies: relative to the channel, or absolute.</summary>
    public string Reference => IsElsewhere(Record.Url) ? Record.Url : Packages + (Record.Url ?? Uri.EscapeDataString(Record.File));

    /// <summary>The same, or null where that is <c>subdir/file</c>.</summary>
    public string? Elsewhere => IsPlain || Reference == Record.ToString() ? null : Reference;

    private static bool IsElsewhere([NotNullWhen(true)] string? url) =>
        url is not null && (url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("http://", StringComparison.OrdinalIgnoreCase));

    // Of most artifacts there is nothing to compare.
    private bool IsPlain =>
        Record.Url is null && Packages.Length == Record.Subdir.Length + 1 && Packages.StartsWith(Record.Subdir, StringComparison.Ordinal) && Packages[^1] == '/'
        && ReferenceEquals(Uri.EscapeDataString(Record.File), Record.File);
}
