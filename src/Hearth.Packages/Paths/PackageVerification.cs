using System.Security.Cryptography;
using System.Text;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Packages.Archives;
using Hearth.Packages.Archives.Tar;
using Hearth.Packages.Metadata;
using Hearth.Packages.Prefix;

namespace Hearth.Packages.Paths;

/// <summary>Compares the files of a package with what its metadata promises.</summary>
public static class PackageVerification
{
    /// <summary>Reads the whole archive and reports every difference; the list is empty where all is as promised.</summary>
    /// <exception cref="BadInputException">The archive cannot be read at all.</exception>
    public static IReadOnlyList<Diagnostic> Run(
        IByteRangeSource source, ArchiveFormat format, ArchiveLimits? limits = null, CancellationToken cancellation = default)
    {
        var info = PackageInfoReader.Read(source, format, InfoExtent.Everything, limits);
        var listed = PathsJson.Read(info, source.Name);
        var problems = new List<Diagnostic>();
        problems.AddRange(ContainerRules.Check(info, source, format));
        problems.AddRange(MetadataRules.Check(info, listed, source.Name));
        var promised = listed.DistinctBy(path => path.Path).ToDictionary(path => path.Path, StringComparer.Ordinal);
        var found = Measure(source, format, promised, limits, problems, cancellation);
        foreach (var path in listed)
        {
            if (!found.TryGetValue(path.Path, out var member))
                problems.Add(VerificationDiagnostics.MissingFile.In(source.Name, $"'{path.Path}' is listed, but not in the archive"));
            else
                problems.AddRange(Compare(source.Name, path, member, found));
        }
        foreach (var member in found.Values.Where(member => !member.Entry.IsInfo && member.Entry.Type != TarEntryType.Folder && !promised.ContainsKey(member.Entry.Path)))
            problems.Add(VerificationDiagnostics.UnlistedFile.In(source.Name, $"'{member.Entry.Path}' is in the archive, but not listed; clients do not install it"));
        return problems;
    }

    private static Dictionary<string, MeasuredMember> Measure(
        IByteRangeSource source, ArchiveFormat format, Dictionary<string, PathEntry> promised, ArchiveLimits? limits,
        List<Diagnostic> problems, CancellationToken cancellation)
    {
        var found = new Dictionary<string, MeasuredMember>(StringComparer.Ordinal);
        using var reader = new ArchiveReader(source, format, limits);
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 17];
        Span<byte> digest = stackalloc byte[Sha256.Size];
        while (reader.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            var search = promised.TryGetValue(reader.Entry.Path, out var path) && path.PrefixPlaceholder is { } placeholder
                ? new PlaceholderSearch(placeholder)
                : null;
            while (reader.Read(buffer) is var read && read > 0)
            {
                sha256.AppendData(buffer, 0, read);
                search?.Append(buffer.AsSpan(0, read));
            }
            sha256.GetHashAndReset(digest);
            found[reader.Entry.Path] = new MeasuredMember(reader.Entry, new Sha256(digest), search?.WasFound ?? true);
        }
        problems.AddRange(reader.Warnings);
        return found;
    }

    private static IEnumerable<Diagnostic> Compare(string file, PathEntry path, MeasuredMember member, Dictionary<string, MeasuredMember> found)
    {
        var type = member.Entry.Type switch
        {
            TarEntryType.SymbolicLink => PathType.Softlink,
            TarEntryType.Folder => PathType.Directory,
            _ => PathType.Hardlink,
        };
        if (type != path.Type)
        {
            yield return Mismatch(VerificationDiagnostics.TypeMismatch, file, path, $"{path.Type}", $"{type}", "is of another type than listed");
            yield break;
        }
        // What a link leads to may lie in another package; then there is nothing to compare.
        if (type == PathType.Directory || Followed(member, found) is not { } content)
            yield break;
        // CEP 34 wants the size of what a link leads to; conda-build has always written the link's own, the length of its target.
        var ownSize = Encoding.UTF8.GetByteCount(member.Entry.LinkTarget ?? "");
        if (path.Size is { } size && size != content.Entry.Size && !(type == PathType.Softlink && size == ownSize))
            yield return Mismatch(VerificationDiagnostics.SizeMismatch, file, path, $"{size}", $"{content.Entry.Size}", "has another size than listed");
        if (path.Sha256 is { } sha256 && !sha256.Equals(content.Sha256.ToString(), StringComparison.OrdinalIgnoreCase))
            yield return Mismatch(VerificationDiagnostics.DigestMismatch, file, path, sha256, content.Sha256.ToString(), "has another SHA-256 than listed");
        if (!content.HasPlaceholder)
            yield return VerificationDiagnostics.MissingPlaceholder.In(file, $"'{path.Path}' does not contain its prefix placeholder '{path.PrefixPlaceholder}'");
    }

    private static MeasuredMember? Followed(MeasuredMember member, Dictionary<string, MeasuredMember> found)
    {
        for (var step = 0; step < 40; step++)
        {
            if (member.Entry is not { Type: TarEntryType.SymbolicLink or TarEntryType.HardLink, LinkTarget: { } target, Path: var path })
                return member.Entry.Type == TarEntryType.File ? member : null;
            var next = member.Entry.Type == TarEntryType.HardLink ? target : Join(path, target);
            if (!found.TryGetValue(next, out var followed))
                return null;
            member = followed;
        }
        return null;
    }

    private static string Join(string link, string target)
    {
        var parts = new List<string>(link.Split('/')[..^1]);
        foreach (var part in target.Split('/'))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("" or "." or ".."))
                parts.Add(part);
        }
        return string.Join('/', parts);
    }

    private static Diagnostic Mismatch(DiagnosticKind kind, string file, PathEntry path, string expected, string actual, string says) =>
        kind.In(file, $"'{path.Path}' {says}: {actual} instead of {expected}") with { Expected = expected, Actual = actual };

    private sealed record MeasuredMember(TarEntry Entry, Sha256 Sha256, bool HasPlaceholder);
}
