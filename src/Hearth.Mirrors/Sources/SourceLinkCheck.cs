using Hearth.Channels;
using Hearth.Channels.Sources;

namespace Hearth.Mirrors.Sources;

/// <summary>
/// Asks the addresses of what the archive holds whether they still give it, without downloading it again. One that says another size is downloaded once,
/// and is an alert if its bytes are others.
/// </summary>
/// <param name="store">Where sources are kept.</param>
/// <param name="policy">Whom to ask.</param>
/// <param name="terms">Who asks, and how.</param>
public sealed class SourceLinkCheck(ChannelStore store, SourcePolicy policy, CollectTerms terms)
{
    private readonly SourceLinks _links = new(store);
    private readonly SourceArchive _archive = new(store);

    /// <summary>Asks.</summary>
    /// <param name="notSince">Addresses that were asked since then are passed over.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellation">Stops between addresses.</param>
    /// <returns>How many were asked, and how many of them are dead or give something else.</returns>
    public async Task<(int Asked, int Dead, int Changed)> RunAsync(DateTimeOffset notSince, int most, IProgress<CollectProgress>? progress, CancellationToken cancellation)
    {
        var found = (await _links.UncheckedAsync(notSince, most, cancellation)).Where(link => Uri.TryCreate(link.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https").ToList();
        var (done, dead, changed) = (0, 0, 0);
        using var downloads = new SourceDownloads(policy, terms, store.Clock);
        // One address may have been that of several sources; it gives one of them.
        var byUrl = found.GroupBy(link => link.Url, StringComparer.Ordinal).ToList();
        await Parallel.ForEachAsync(
            byUrl,
            new ParallelOptions { MaxDegreeOfParallelism = terms.Parallel, CancellationToken = cancellation },
            async (link, stop) =>
            {
                var sources = new List<ArchivedSource>();
                foreach (var (_, sha256) in link)
                    sources.AddRange(await _archive.FindAsync(sha256, stop) is { } source ? [source] : []);
                var (answer, size) = await downloads.AskAsync(link.Key, stop);
                if (answer is DownloadOutcome.Missing missing)
                {
                    await _links.NoteAsync(link.Key, isAlive: false, missing.Reason, stop);
                    Interlocked.Increment(ref dead);
                }
                else if (answer is null)
                {
                    await _links.NoteAsync(link.Key, isAlive: true, "", stop);
                    if (size is { } bytes && sources.All(source => source.Size != bytes) && await HasChangedAsync(downloads, link.Key, sources, stop))
                        Interlocked.Increment(ref changed);
                }
                var soFar = Interlocked.Increment(ref done);
                progress?.Report(new CollectProgress("asking addresses", soFar, byUrl.Count));
            });
        return (done, dead, changed);
    }

    private async Task<bool> HasChangedAsync(SourceDownloads downloads, string url, List<ArchivedSource> sources, CancellationToken cancellation)
    {
        var folder = Directory.CreateDirectory(Path.Combine(store.Incoming, "source-" + Guid.NewGuid().ToString("n"))).FullName;
        try
        {
            if (await downloads.FetchAsync(url, Path.Combine(folder, "file"), _ => { }, cancellation) is not DownloadOutcome.Fetched fetched)
                return false;
            if (fetched.IsWebPage)
            {
                await _links.NoteAsync(url, isAlive: false, "a web page in place of the file", cancellation);
                return false;
            }
            if (sources.Count == 0 || sources.Any(source => source.Digests == fetched.Digests))
                return false;
            await new SourceAlerts(store).RaiseAsync(url, new SourceDigest("sha256", sources[0].Sha256.ToString()), fetched.Digests, cancellation);
            return true;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
