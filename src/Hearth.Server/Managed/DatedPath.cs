using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Hearth.Server.Managed;

/// <summary>
/// The part of a path that names a moment: <c>@2026-11-01/…</c>, or <c>snapshot/r123/…</c> for clients that hold paths to CEP 26
/// (wire-formats §15).
/// </summary>
/// <param name="Moment">The text of the moment.</param>
/// <param name="IsSnapshotFolder">Whether it is spelt the second way.</param>
/// <param name="Tail">What follows, without a slash at the start.</param>
/// <param name="HasSlash">Whether a slash follows the moment.</param>
internal readonly record struct DatedPath(string Moment, bool IsSnapshotFolder, string Tail, bool HasSlash)
{
    private const string SnapshotFolder = "snapshot/";

    public static bool TryRead(string rest, [NotNullWhen(true)] out DatedPath? result)
    {
        result = null;
        var isFolder = rest.StartsWith(SnapshotFolder, StringComparison.Ordinal);
        if (!isFolder && !rest.StartsWith('@'))
            return false;
        var start = isFolder ? SnapshotFolder.Length : 1;
        var end = rest.IndexOf('/', start);
        result = end < 0 ? new DatedPath(rest[start..], isFolder, "", HasSlash: false) : new DatedPath(rest[start..end], isFolder, rest[(end + 1)..], HasSlash: true);
        return result.Value.Moment.Length > 0;
    }

    /// <summary>Whether this is the address that answers by itself, for ever.</summary>
    public bool IsCanonical(long revision) => IsSnapshotFolder && HasSlash && Moment == NameOf(revision);

    /// <summary>
    /// The canonical address of the same file, relative to this one: whatever stands before the moment — a token, another root, a proxy's
    /// prefix — stays as the client wrote it.
    /// </summary>
    public string ToCanonical(long revision)
    {
        var up = HasSlash ? string.Concat(Enumerable.Repeat("../", Tail.Count(c => c == '/') + 1)) : "";
        return $"{up}{(IsSnapshotFolder ? "" : SnapshotFolder)}{NameOf(revision)}/{string.Join('/', Tail.Split('/').Select(Uri.EscapeDataString))}";
    }

    private static string NameOf(long revision) => string.Create(CultureInfo.InvariantCulture, $"r{revision}");
}
