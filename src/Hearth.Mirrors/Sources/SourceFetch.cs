using Hearth.Channels;
using Hearth.Channels.Sources;
using Hearth.Conda.Names;
using Hearth.Mirrors.Sources.Git;

namespace Hearth.Mirrors.Sources;

/// <summary>
/// Looks for one source after the other. What the archive has under any of the promised digests is not fetched again; what an address gives
/// instead of what was promised is not kept, and is an alert.
/// </summary>
/// <param name="store">Where sources are kept.</param>
/// <param name="policy">Whom to ask, and how much to take.</param>
/// <param name="terms">Who asks, and how.</param>
internal sealed class SourceFetch(ChannelStore store, SourcePolicy policy, CollectTerms terms) : IDisposable
{
    private readonly SourceArchive _archive = new(store);
    private readonly SourceNeeds _needs = new(store);
    private readonly SourceAlerts _alerts = new(store);
    private readonly SourceLinks _links = new(store);
    private readonly GitBundles _bundles = new(store, policy, terms);
    private readonly SourceDownloads _downloads = new(policy, terms, store.Clock);

    /// <summary>Looks for a source, and writes down what became of it.</summary>
    /// <param name="need">What recipes name.</param>
    /// <param name="tally">Is told of bytes as they arrive.</param>
    /// <param name="cancellation">Gives up; then nothing is written.</param>
    /// <exception cref="IOException">The disk is full, or the store is away.</exception>
    public async Task<FetchOutcome> RunAsync(SourceNeed need, Action<int> tally, CancellationToken cancellation)
    {
        var reference = SourceReference.Parse(need.Reference);
        if (reference.Kind == SourceReference.GitKind)
            return await RepositoryAsync(need, reference, cancellation);
        if (await HeldAsync(reference, cancellation) is { } held)
        {
            if (reference.Promised.Count > 0)
                await _archive.TellAsync(held.Sha256, [.. reference.Urls.SelectMany(SourceReference.SpellingsOf)], cancellation);
            return await MeetAsync(need, held, bytes: 0, "", cancellation);
        }
        var folder = Directory.CreateDirectory(Path.Combine(store.Incoming, "source-" + Guid.NewGuid().ToString("n"))).FullName;
        try
        {
            return await FileAsync(need, reference, Path.Combine(folder, "file"), tally, cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public void Dispose() => _downloads.Dispose();

    // What a recipe promises nothing about is what the address gave first.
    private async Task<ArchivedSource?> HeldAsync(SourceReference reference, CancellationToken cancellation)
    {
        foreach (var digest in reference.Promised)
        {
            if (await _archive.FindAsync(digest, cancellation) is { IsDamaged: false } held && reference.Promised.All(held.Digests.Has))
                return held;
        }
        if (reference.Promised.Count > 0)
            return null;
        foreach (var url in reference.Urls)
        {
            if (await _archive.NamedAsync(new SourceAlias(SourceAlias.Url, url), cancellation) is [.., { IsDamaged: false } first])
                return first;
        }
        return null;
    }

    private async Task<FetchOutcome> FileAsync(SourceNeed need, SourceReference reference, string file, Action<int> tally, CancellationToken cancellation)
    {
        var reasons = new List<string>();
        var state = NeedState.Refused;
        foreach (var url in reference.Urls)
        {
            var outcome = await _downloads.FetchAsync(url, file, tally, cancellation);
            if (outcome is DownloadOutcome.Fetched fetched)
            {
                if (reference.Promised.All(fetched.Digests.Has) && !(fetched.IsWebPage && reference.Promised.Count == 0))
                    return await KeepAsync(need, reference, url, file, fetched.Digests, cancellation);
                outcome = await JudgeAsync(reference, url, fetched, cancellation);
                state = outcome is DownloadOutcome.Fetched ? NeedState.Changed : Worse(state, NeedState.Missing);
            }
            else if (outcome is DownloadOutcome.Missing missing)
            {
                state = Worse(state, NeedState.Missing);
                await _links.NoteAsync(url, isAlive: false, missing.Reason, cancellation);
            }
            var reason = outcome switch
            {
                DownloadOutcome.Refused refused => refused.Reason,
                DownloadOutcome.Missing missing => missing.Reason,
                _ => "it gives other bytes than the recipe promises",
            };
            reasons.Add($"{UrlSecrets.Redact(url)}: {reason}");
        }
        return await MissAsync(need, reference, state, string.Join("; ", reasons), cancellation);
    }

    private static NeedState Worse(NeedState one, NeedState other) => one == NeedState.Changed ? one : other;

    // A page for people says that the file is gone, not that it is another.
    private async Task<DownloadOutcome> JudgeAsync(SourceReference reference, string url, DownloadOutcome.Fetched fetched, CancellationToken cancellation)
    {
        if (fetched.IsWebPage)
        {
            await _links.NoteAsync(url, isAlive: false, "a web page in place of the file", cancellation);
            return new DownloadOutcome.Missing("it gives a web page in place of the file");
        }
        await _alerts.RaiseAsync(url, reference.Promised.First(digest => !fetched.Digests.Has(digest)), fetched.Digests, cancellation);
        return fetched;
    }

    private async Task<FetchOutcome> KeepAsync(SourceNeed need, SourceReference reference, string url, string file, SourceDigests digests, CancellationToken cancellation)
    {
        var source = new NewSource
        {
            Digests = digests,
            Kind = SourceKind.File,
            Actor = terms.Actor,
            Urls = [.. SourceReference.SpellingsOf(url)],
            ToldUrls = reference.Promised.Count > 0 ? [.. reference.Urls.Where(other => other != url).SelectMany(SourceReference.SpellingsOf)] : [],
            FileNames = [.. new[] { reference.File, SourceReference.NameIn(url) }.OfType<string>().Distinct(StringComparer.Ordinal)],
        };
        if (await _archive.KeepFileAsync(file, source, cancellation) == KeepOutcome.TakenDown)
            return await MissAsync(need, reference, NeedState.TakenDown, $"the source {digests.Sha256} was taken down", cancellation);
        await _links.NoteAsync(url, isAlive: true, "", cancellation);
        var held = (await _archive.FindAsync(digests.Sha256, cancellation))!;
        return await MeetAsync(need, held, digests.Size, reference.Promised.Count == 0 ? "the recipe promises no digest: it is what the address gave first" : "", cancellation);
    }

    private async Task<FetchOutcome> RepositoryAsync(SourceNeed need, SourceReference reference, CancellationToken cancellation)
    {
        try
        {
            var bundle = await _bundles.ArchiveAsync(reference, cancellation);
            var isCommit = reference.Revision is { } revision && bundle.Revision!.StartsWith(revision, StringComparison.OrdinalIgnoreCase);
            var remark = isCommit ? "" : $"'{reference.Revision ?? "the default branch"}' was {bundle.Revision} when it was collected";
            return await MeetAsync(need, bundle, bundle.Size, remark, cancellation);
        }
        catch (GitTroubleException e)
        {
            return await MissAsync(need, reference, e.IsRefused ? NeedState.Refused : NeedState.Missing, e.Message, cancellation);
        }
    }

    private async Task<FetchOutcome> MeetAsync(SourceNeed need, ArchivedSource source, long bytes, string remark, CancellationToken cancellation)
    {
        if (source.Takedown is { } takedown)
            return await MissAsync(need, SourceReference.Parse(need.Reference), NeedState.TakenDown, takedown.Reason, cancellation);
        await _needs.MeetAsync(need, source.Sha256, source.Lacks, remark, cancellation);
        return source.Lacks.Length == 0
            ? new FetchOutcome(NeedState.Held, bytes, null)
            : new FetchOutcome(NeedState.Partial, bytes, SourceDiagnostics.NotCollected.In(SourceReference.Parse(need.Reference).ToString(), $"it is held without {source.Lacks}"));
    }

    private async Task<FetchOutcome> MissAsync(SourceNeed need, SourceReference reference, NeedState state, string reason, CancellationToken cancellation)
    {
        await _needs.MissAsync(need, state, reason, cancellation);
        var kind = state switch
        {
            NeedState.Changed => SourceDiagnostics.ChangedUpstream,
            NeedState.Refused => SourceDiagnostics.HostRefused,
            NeedState.TakenDown => SourceDiagnostics.TakenDown,
            _ => SourceDiagnostics.NotCollected,
        };
        return new FetchOutcome(state, 0, kind.In(reference.ToString(), reason));
    }
}
