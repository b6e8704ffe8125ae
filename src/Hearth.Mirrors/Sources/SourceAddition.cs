using Hearth.Channels;
using Hearth.Channels.Sources;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Mirrors.Sources.Git;

namespace Hearth.Mirrors.Sources;

/// <summary>Brings single sources into the archive: files that someone has, and addresses that they name.</summary>
/// <param name="store">Where sources are kept.</param>
/// <param name="policy">Whom else may be asked, and how much is taken.</param>
/// <param name="terms">Who asks, and how.</param>
public sealed class SourceAddition(ChannelStore store, SourcePolicy policy, CollectTerms terms)
{
    private const string GitPrefix = "git+";

    private readonly SourceArchive _archive = new(store);

    /// <summary>Adds a source.</summary>
    /// <param name="from">A file, an http or https address, or <c>git+ADDRESS#REVISION</c>.</param>
    /// <param name="expected">The digest that it must have; null to take what comes.</param>
    /// <param name="urls">Addresses that it is known under, besides.</param>
    /// <param name="isDryRun">Whether to fetch and hash it, and not to keep it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Its digests, and what became of it; null in a dry run.</returns>
    /// <exception cref="BadInputException">It cannot be had, has another digest, or was taken down.</exception>
    public async Task<(SourceDigests Digests, KeepOutcome? Outcome)> AddAsync(string from, SourceDigest? expected, IReadOnlyList<string> urls, bool isDryRun, CancellationToken cancellation)
    {
        if (from.StartsWith(GitPrefix, StringComparison.Ordinal))
            return await AddRepositoryAsync(from[GitPrefix.Length..], expected is not null || urls.Count > 0, isDryRun, cancellation);
        var folder = Directory.CreateDirectory(Path.Combine(store.Incoming, "source-" + Guid.NewGuid().ToString("n"))).FullName;
        try
        {
            var file = Path.Combine(folder, "file");
            var isUrl = Uri.TryCreate(from, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";
            var digests = isUrl ? await DownloadAsync(from, url!.Host, file, cancellation) : await CopyAsync(from, file, cancellation);
            if (expected is { } wanted && !digests.Has(wanted))
                throw new BadInputException(SourceDiagnostics.NotASource.In(UrlSecrets.Redact(from), $"it has another digest: {new SourceDigest("sha256", digests.Sha256.ToString())}") with { Expected = wanted.ToString(), Actual = digests.Sha256.ToString() });
            if (isDryRun)
                return (digests, null);
            var source = new NewSource
            {
                Digests = digests,
                Kind = SourceKind.File,
                Actor = terms.Actor,
                Urls = isUrl ? [from, .. urls] : urls,
                FileNames = [.. new[] { isUrl ? SourceReference.NameIn(from) : Path.GetFileName(from) }.Concat(urls.Select(SourceReference.NameIn)).OfType<string>().Distinct(StringComparer.Ordinal)],
            };
            return (digests, await KeepAsync(file, source, cancellation));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<KeepOutcome> KeepAsync(string file, NewSource source, CancellationToken cancellation)
    {
        var outcome = await _archive.KeepFileAsync(file, source, cancellation);
        if (outcome != KeepOutcome.TakenDown)
            return outcome;
        var takedown = await new SourceTakedowns(store).OfAsync(source.Digests.Sha256, cancellation);
        throw SourceDiagnostics.TakenDown.Refuse(source.Digests.Sha256.ToString(), takedown?.Reason ?? "it was taken down");
    }

    // Whoever names an address by hand wants its host asked, and no other.
    private async Task<SourceDigests> DownloadAsync(string url, string host, string file, CancellationToken cancellation)
    {
        using var downloads = new SourceDownloads(policy with { Hosts = [.. policy.Hosts, host] }, terms, store.Clock);
        return await downloads.FetchAsync(url, file, _ => { }, cancellation) switch
        {
            DownloadOutcome.Fetched fetched => fetched.Digests,
            DownloadOutcome.Refused refused => throw SourceDiagnostics.HostRefused.Refuse(UrlSecrets.Redact(url), refused.Reason),
            DownloadOutcome.Missing missing => throw SourceDiagnostics.NotASource.Refuse(UrlSecrets.Redact(url), missing.Reason),
            _ => throw new InvalidOperationException("A download has no other outcome."),
        };
    }

    private async Task<SourceDigests> CopyAsync(string from, string file, CancellationToken cancellation)
    {
        if (!File.Exists(from))
            throw SourceDiagnostics.NotASource.Refuse(UrlSecrets.Redact(from), "there is no such file, and it is no http or https address");
        await using var input = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
        await using var output = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        return await SourceDigests.OfAsync(input, output, policy.MostBytes, cancellation) ?? throw SourceDiagnostics.NotASource.Refuse(from, $"it has more than {policy.MostBytes} bytes");
    }

    private async Task<(SourceDigests Digests, KeepOutcome? Outcome)> AddRepositoryAsync(string address, bool saysMore, bool isDryRun, CancellationToken cancellation)
    {
        if (saysMore)
            throw SourceDiagnostics.NotASource.Refuse(UrlSecrets.Redact(address), "a bundle is made here, so nobody knows its digest before, and it has no address", "name the commit behind '#'; it proves the files");
        var hash = address.LastIndexOf('#');
        var (url, revision) = hash < 0 ? (address, null) : (address[..hash], address[(hash + 1)..]);
        if (isDryRun)
            throw SourceDiagnostics.NotASource.Refuse(UrlSecrets.Redact(address), "what a repository would give is not known before it is fetched", "leave --dry-run out");
        var isFolder = Path.IsPathRooted(url);
        var hosts = Uri.TryCreate(url, UriKind.Absolute, out var parsed) && !isFolder ? [.. policy.Hosts, parsed.Host] : policy.Hosts;
        try
        {
            var began = store.Clock.GetUtcNow();
            var bundles = new GitBundles(store, policy with { Hosts = hosts }, terms with { Git = terms.Git with { AllowsFolders = isFolder } });
            var bundle = await bundles.ArchiveAsync(new SourceReference { Kind = SourceReference.GitKind, Urls = [url], Revision = string.IsNullOrEmpty(revision) ? null : revision }, cancellation);
            if (bundle.Takedown is { } takedown)
                throw SourceDiagnostics.TakenDown.Refuse(bundle.Sha256.ToString(), takedown.Reason);
            return (bundle.Digests, bundle.Added < began ? KeepOutcome.AlreadyHeld : KeepOutcome.Added);
        }
        catch (GitTroubleException e)
        {
            throw (e.IsRefused ? SourceDiagnostics.HostRefused : SourceDiagnostics.NotASource).Refuse(UrlSecrets.Redact(address), e.Message);
        }
    }
}
