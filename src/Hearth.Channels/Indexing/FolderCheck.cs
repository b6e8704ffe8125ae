using System.Text.Json;
using Hearth.Channels.Views;
using Hearth.Conda.Jlap;
using Hearth.Conda.Shards;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Packages.Compression;

namespace Hearth.Channels.Indexing;

/// <summary>
/// Compares a channel folder with its index, without writing anything into it: makes the whole index anew of the packages, in a
/// scratch folder, and compares each file of it with the one that lies in the channel.
/// </summary>
/// <param name="options">What the index is made with: other options make other files.</param>
/// <param name="time">The clock.</param>
/// <param name="progress">Hears of the indexing.</param>
public sealed class FolderCheck(IndexOptions options, TimeProvider time, IProgress<IndexProgress>? progress = null)
{
    private const int NamedAtMost = 3;

    private readonly List<Diagnostic> _differences = [];

    /// <summary>Looks at every package file and every channel file.</summary>
    /// <returns>All differences, sorted by file; none if everything agrees.</returns>
    /// <exception cref="BadInputException">The options or the folder cannot be used.</exception>
    public IReadOnlyList<Diagnostic> Run(CancellationToken cancellation = default)
    {
        var scratch = Directory.CreateTempSubdirectory("hearth-check-").FullName;
        try
        {
            var report = new FolderIndexer(options with { Output = scratch, Strict = false }, time, progress).Run(cancellation: cancellation);
            var unreadable = report.Diagnostics.Where(diagnostic => diagnostic.Kind == IndexDiagnostics.UnreadablePackage).ToList();
            foreach (var package in unreadable)
                Differs(package.File!, $"it cannot be listed: {package.Message}");
            var known = unreadable.Select(package => package.File!).ToHashSet(StringComparer.Ordinal);
            foreach (var made in Directory.EnumerateFiles(scratch, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(scratch, file)))
            {
                cancellation.ThrowIfCancellationRequested();
                if (!made.StartsWith(FolderIndexer.StateFolder, StringComparison.Ordinal) && Path.GetFileName(Path.GetDirectoryName(made)) != ShardFiles.FolderName)
                    Compare(Path.Combine(options.Root, made), Path.Combine(scratch, made), known);
            }
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
        return [.. _differences.OrderBy(difference => difference.File, StringComparer.Ordinal)];
    }

    private void Compare(string file, string made, HashSet<string> unreadable)
    {
        if (!File.Exists(file))
        {
            Differs(file, "it is missing");
            return;
        }
        try
        {
            if (file.EndsWith(ShardFiles.Extension, StringComparison.Ordinal))
                CompareShards(file, made);
            else if (Path.GetFileName(file) == JlapView.FileName)
                CheckJlap(file);
            else if (Path.GetExtension(file) is ".zst" or ".bz2")
                CompareTwin(file);
            else if (Path.GetFileName(file) == WrittenRepodata.FileName)
                ComparePackages(file, DocumentDifference.Between(file, made), unreadable);
            else if (Path.GetExtension(file) == ".json")
                CompareDocument(file, DocumentDifference.Between(file, made));
            else if (!File.ReadAllBytes(file).AsSpan().SequenceEqual(File.ReadAllBytes(made)))
                Differs(file, "it does not show what the channel holds");
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or EndOfStreamException)
        {
            Differs(file, $"it is damaged: {e.Message}");
        }
    }

    // Of the document that clients trust, each artifact is named on its own.
    private void ComparePackages(string file, IReadOnlyList<DocumentDifference> differences, HashSet<string> unreadable)
    {
        foreach (var difference in differences.Where(difference => difference.File is not null))
        {
            var package = Path.Combine(Path.GetDirectoryName(file)!, difference.File!);
            if (difference.Present is null)
                Differs(package, "the index does not list it");
            else if (difference.Wanted is not null)
                Differs(package, $"the index says otherwise in {string.Join(", ", difference.Fields())}");
            else if (!unreadable.Contains(package))
                Differs(package, File.Exists(package) ? "the index lists it in another place" : "the index lists it, but it is not there");
        }
        CompareDocument(file, [.. differences.Where(difference => difference.File is null)]);
    }

    private void CompareDocument(string file, IReadOnlyList<DocumentDifference> differences)
    {
        foreach (var (words, some) in ((string, IEnumerable<DocumentDifference>)[])
        [
            ("it lacks", differences.Where(difference => difference.Present is null)),
            ("it has too much", differences.Where(difference => difference.Wanted is null)),
            ("it is out of date in", differences.Where(difference => difference is { Present: not null, Wanted: not null })),
        ])
        {
            var keys = some.Select(difference => difference.Key).ToList();
            if (keys.Count > 0)
                Differs(file, $"{words}: {string.Join(", ", keys.Take(NamedAtMost))}{(keys.Count > NamedAtMost ? $" and {keys.Count - NamedAtMost} more" : "")}");
        }
    }

    // What it says of the past, only the past knows; it must lead to the document that is there.
    private void CheckJlap(string file)
    {
        var document = Path.Combine(Path.GetDirectoryName(file)!, WrittenRepodata.FileName);
        if (!File.Exists(document))
            return;
        using var content = File.OpenRead(document);
        if (JlapFile.Parse(File.ReadAllBytes(file)).Latest != Blake2b256.Of(content))
            Differs(file, $"it does not lead to the {WrittenRepodata.FileName} that is there");
    }

    private void CompareTwin(string twin)
    {
        var document = twin[..^Path.GetExtension(twin).Length];
        if (!File.Exists(document))
            return;
        using var plain = File.OpenRead(document);
        using var compressed = File.OpenRead(twin);
        using var unpacked = twin.EndsWith(".zst", StringComparison.Ordinal) ? Zstd.OpenRead(compressed) : Bzip2.OpenRead(compressed);
        if (ContentDigests.Of(plain).Sha256 != ContentDigests.Of(unpacked).Sha256)
            Differs(twin, $"it does not hold what {Path.GetFileName(document)} holds");
    }

    private void CompareShards(string file, string made)
    {
        var (present, wanted) = (ReadIndex(file), ReadIndex(made));
        if (!present.Info.ToJson().AsSpan().SequenceEqual(wanted.Info.ToJson()))
            Differs(file, "it is out of date in: info");
        var all = present.ChangesSince is null ? wanted : ReadIndex(Path.Combine(Path.GetDirectoryName(made)!, ShardFiles.IndexName));
        foreach (var name in wanted.Shards.Keys.Where(name => !present.Shards.ContainsKey(name)))
            Differs(file, $"it does not name {name}");
        foreach (var (name, digest) in present.Shards)
        {
            // A delta index that is older than the one made now tells of more names, and nothing false of them.
            var right = all.Shards.GetValueOrDefault(name);
            if (digest is null ? right is not null : right is null)
                Differs(file, right is null ? $"it names a shard of {name}, of which the folder has nothing" : $"it says that {name} is gone");
            else if (digest is { } sha256 && present.ChangesSince is null)
                CompareShard(name, PathOf(file, sha256), sha256, PathOf(made, right!.Value));
            else if (digest is { } changed && !HoldTheSame(PathOf(file, changed), PathOf(made, right!.Value)))
                Differs(file, $"it names an old shard of {name}");
        }
    }

    private void CompareShard(string name, string shard, Sha256 digest, string made)
    {
        if (!File.Exists(shard))
            Differs(shard, $"the shard of {name} is missing");
        else if (Sha256.Of(File.ReadAllBytes(shard)) != digest)
            Differs(shard, $"the shard of {name} does not have the digest that it is named by");
        else if (!HoldTheSame(shard, made))
            Differs(shard, $"the shard of {name} does not hold what the folder has");
    }

    // Another version of the compressor makes other bytes of the same content.
    private static bool HoldTheSame(string shard, string made) =>
        Path.GetFileName(shard) == Path.GetFileName(made) || (File.Exists(shard) && Unpack(shard).AsSpan().SequenceEqual(Unpack(made)));

    private static byte[] Unpack(string shard) => Zstd.Decompress(File.ReadAllBytes(shard), ShardIndex.MaxShardSize);

    private static ShardIndex ReadIndex(string file) => ShardIndexFormat.Read(Zstd.Decompress(File.ReadAllBytes(file), ShardIndex.MaxSize));

    private static string PathOf(string index, Sha256 digest) => Path.Combine(Path.GetDirectoryName(index)!, ShardFiles.FolderName, digest + ShardFiles.Extension);

    private void Differs(string file, string message) => _differences.Add(IndexDiagnostics.IndexDiffers.In(file, message));
}
