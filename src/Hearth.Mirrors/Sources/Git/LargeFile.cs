using System.Globalization;
using Hearth.Foundation.Hashing;

namespace Hearth.Mirrors.Sources.Git;

/// <summary>A file that git keeps beside a repository, as its pointer says (Git LFS, specification v1).</summary>
/// <param name="Path">Where the pointer lies.</param>
/// <param name="Sha256">What the file is.</param>
/// <param name="Size">Its bytes.</param>
internal sealed record LargeFile(string Path, Sha256 Sha256, long Size)
{
    private const string Version = "version https://git-lfs.github.com/spec/v1";
    private const string Oid = "oid sha256:";
    private const string SizeKey = "size ";

    /// <summary>Reads a pointer; null if the text is none.</summary>
    public static LargeFile? Read(string path, string pointer)
    {
        var lines = pointer.Split('\n');
        if (lines[0] != Version)
            return null;
        var oid = Array.Find(lines, line => line.StartsWith(Oid, StringComparison.Ordinal));
        var size = Array.Find(lines, line => line.StartsWith(SizeKey, StringComparison.Ordinal));
        return oid is not null && size is not null && Sha256.TryParse(oid.AsSpan(Oid.Length), null, out var sha256)
            && long.TryParse(size.AsSpan(SizeKey.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? new LargeFile(path, sha256, bytes)
            : null;
    }
}
