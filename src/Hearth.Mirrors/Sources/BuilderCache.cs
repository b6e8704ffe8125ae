using Hearth.Channels;
using Hearth.Channels.Blobs;
using Hearth.Channels.Sources;

namespace Hearth.Mirrors.Sources;

/// <summary>
/// Fills the folder in which conda-build looks for sources before it asks upstream (its setting <c>cache_dir</c>; wire-formats §16): each file under its
/// name with the first ten digits of the digest that the recipe promises.
/// </summary>
public sealed class BuilderCache(ChannelStore store, string folder)
{
    private const int DigitsInNames = 10;

    // The digest that conda-build takes where a recipe promises several.
    private static readonly string[] Order = ["md5", "sha1", "sha256"];

    /// <summary>The folder below the cache's that holds files.</summary>
    public string Folder { get; } = Path.Combine(folder, "src_cache");

    /// <summary>Puts the sources of a channel there; what is there already stays.</summary>
    /// <param name="needs">What recipes name.</param>
    /// <param name="policy">Whose sources are given to whom; what is kept for nobody is not written.</param>
    /// <param name="isDryRun">Whether to count only.</param>
    /// <param name="cancellation">Stops between files.</param>
    /// <returns>Files and bytes that were written.</returns>
    public async Task<(int Files, long Bytes)> FillAsync(IReadOnlyList<SourceNeed> needs, SourcePolicy policy, bool isDryRun, CancellationToken cancellation)
    {
        var archive = new SourceArchive(store);
        var (files, bytes) = (0, 0L);
        foreach (var need in needs.Where(need => need.Held is not null))
        {
            cancellation.ThrowIfCancellationRequested();
            var reference = SourceReference.Parse(need.Reference);
            if (reference.Kind != SourceReference.UrlKind || NameOf(reference) is not { } name || await archive.FindAsync(need.Held!.Value, cancellation) is not { Takedown: null } source)
                continue;
            var target = Path.Combine(Folder, name);
            if (File.Exists(target) || (await new SourceUses(store).JudgeAsync(source.Sha256, policy, cancellation)).Audience == SourceAudience.Nobody)
                continue;
            if (!isDryRun)
                await CopyAsync(source, target, cancellation);
            files++;
            bytes += source.Size;
        }
        return (files, bytes);
    }

    /// <summary>
    /// What conda-build calls the file of a source. Null where that would have no digits of a digest: because the recipe promises none, or because the file
    /// has no extension to put them before. Whatever else is called so would be taken for it.
    /// </summary>
    public static string? NameOf(SourceReference reference)
    {
        // All behind the last slash of the first address, as it is written, with what a web server would take for a question.
        var file = reference.FileName ?? (reference.Urls is [var first, ..] ? first[(first.LastIndexOf('/') + 1)..] : "");
        if (file.AsSpan().ContainsAny(Path.GetInvalidFileNameChars()) || EndOfStem(file) is not { } end)
            return null;
        var promised = Order.Select(algorithm => reference.Digests?.GetValueOrDefault(algorithm)).FirstOrDefault(hex => hex is { Length: >= DigitsInNames });
        return promised is null ? null : file.Insert(end, $"_{promised[..DigitsInNames]}");
    }

    // 'a.tar.gz' is 'a' and '.tar.gz'; 'a.zip' is 'a' and '.zip'; 'a' and 'a.' have no extension.
    private static int? EndOfStem(string file)
    {
        const string Tar = ".tar";
        var dot = file.LastIndexOf('.');
        if (dot < 0 || dot == file.Length - 1)
            return null;
        return file.AsSpan(0, dot).EndsWith(Tar, StringComparison.Ordinal) ? dot - Tar.Length : dot;
    }

    private async Task CopyAsync(ArchivedSource source, string target, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Folder);
        if (await store.Blobs.OpenAsync(BlobSpace.Sources, source.Sha256, 0, cancellation) is not { } blob)
            return;
        var temporary = Foundation.Files.AtomicFile.TemporaryPathFor(target);
        try
        {
            await using (blob)
            await using (var output = File.Create(temporary))
                await blob.Content.CopyToAsync(output, cancellation);
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
