using Hearth.Conda.Names;
using Hearth.Foundation.Hashing;
using Hearth.Packages.Archives;
using Hearth.Packages.Archives.Tar;

namespace Hearth.Packages.Metadata;

/// <summary>What differs between two packages: members, and the lines of text files that both have.</summary>
/// <param name="Members">The members that are not the same in both, sorted by path.</param>
public sealed record PackageDifference(IReadOnlyList<MemberDifference> Members)
{
    // Larger files are compared, but not shown line by line.
    private const int LargestText = 1 << 20;

    /// <summary>Compares two archives of any format. Modification times do not count.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">One of them cannot be read.</exception>
    public static PackageDifference Between(IByteRangeSource a, ArchiveFormat formatOfA, IByteRangeSource b, ArchiveFormat formatOfB, CancellationToken cancellation = default)
    {
        var before = ContentsOf(a, formatOfA, cancellation);
        var after = ContentsOf(b, formatOfB, cancellation);
        return new([
            .. before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
                .Select(path => Compare(path, before.GetValueOrDefault(path), after.GetValueOrDefault(path)))
                .OfType<MemberDifference>(),
        ]);
    }

    private static MemberDifference? Compare(string path, Content? before, Content? after)
    {
        if (before is null || after is null)
            return new(path, before is null ? MemberChange.Added : MemberChange.Removed, []);
        var changes = MemberChange.None;
        if (before.Entry.Type != after.Entry.Type)
            changes |= MemberChange.Type;
        if (before.Entry.Mode != after.Entry.Mode && before.Entry.Type == TarEntryType.File)
            changes |= MemberChange.Mode;
        if (before.Entry.LinkTarget != after.Entry.LinkTarget)
            changes |= MemberChange.LinkTarget;
        if (before.Digest != after.Digest)
            changes |= MemberChange.Content;
        if (changes == MemberChange.None)
            return null;
        var lines = changes.HasFlag(MemberChange.Content) && before.Text is { } old && after.Text is { } now ? LineDifference.Between(old, now) : [];
        return new(path, changes, lines);
    }

    private static Dictionary<string, Content> ContentsOf(IByteRangeSource source, ArchiveFormat format, CancellationToken cancellation)
    {
        var contents = new Dictionary<string, Content>(StringComparer.Ordinal);
        using var reader = new ArchiveReader(source, format);
        while (reader.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            if (reader.Entry.Type == TarEntryType.Folder)
                continue;
            if (reader.Entry.Size > LargestText)
            {
                contents[reader.Entry.Path] = new(reader.Entry, ContentDigests.Of(reader).Sha256, null);
                continue;
            }
            var bytes = new byte[reader.Entry.Size];
            reader.ReadExactly(bytes);
            contents[reader.Entry.Path] = new(reader.Entry, Sha256.Of(bytes), bytes.AsSpan().Contains((byte)0) ? null : bytes);
        }
        return contents;
    }

    private sealed record Content(TarEntry Entry, Sha256 Digest, byte[]? Text);
}
