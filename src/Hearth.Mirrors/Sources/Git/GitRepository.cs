using System.Globalization;
using System.Net;
using Hearth.Foundation.Http;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Sources.Git;

/// <summary>A copy of a repository, with what one revision needs, in a folder that is thrown away.</summary>
/// <param name="git">Runs in that folder.</param>
/// <param name="policy">Whom to ask.</param>
/// <param name="terms">How.</param>
internal sealed class GitRepository(GitProgram git, SourcePolicy policy, CollectTerms terms)
{
    private const string Fetched = "refs/archive/source";

    // What git asks a repository first (gitprotocol-http).
    private const string FirstQuestion = "/info/refs?service=git-upload-pack";
    private const int MostMoves = 5;

    private const int HexOfCommit = 40;
    private const int FewestHex = 7;

    /// <summary>Fetches a revision with its history.</summary>
    /// <param name="url">Where the repository is.</param>
    /// <param name="reference">What the recipe says of the revision.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The commit.</returns>
    /// <exception cref="GitTroubleException">It cannot be had.</exception>
    public async Task<string> FetchAsync(string url, SourceReference reference, CancellationToken cancellation)
    {
        Check(reference.Revision);
        url = await FindHostAsync(url, cancellation);
        await git.TextAsync(cancellation, "init", "--quiet", "--bare", "--template=", ".");
        (url, var named) = await FindAsync(url, reference, cancellation);
        if (named is not null)
            return await ResolveAsync(url, named, cancellation);
        var revision = reference.Revision!;
        if (revision.Length == HexOfCommit && IsHex(revision) && await TryFetchAsync(url, $"{revision}:{Fetched}", cancellation))
            return await CommitAsync(Fetched, cancellation) ?? throw new GitTroubleException($"'{revision}' is no commit");
        if (revision.Length is < FewestHex or > HexOfCommit || !IsHex(revision))
            throw new GitTroubleException($"the repository has no tag, branch or commit '{revision}'");
        // A server that gives no single commit, or a shortened one: all that it has.
        await git.TextAsync(cancellation, "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", url, "+refs/heads/*:refs/archive/heads/*", "+refs/tags/*:refs/archive/tags/*");
        return await CommitAsync(revision, cancellation) ?? throw new GitTroubleException($"the repository has no commit '{revision}' in any branch or tag");
    }

    /// <summary>The hash of a commit's files.</summary>
    public async Task<string> TreeAsync(string commit, CancellationToken cancellation) => (await git.TextAsync(cancellation, "rev-parse", "--verify", $"{commit}^{{tree}}")).Trim();

    /// <summary>The files of a commit: mode, object and path of each.</summary>
    public async Task<IReadOnlyList<(string Mode, string Id, string Path)>> FilesAsync(string commit, CancellationToken cancellation)
    {
        var files = new List<(string Mode, string Id, string Path)>();
        foreach (var line in (await git.TextAsync(cancellation, "ls-tree", "-r", "-z", "--full-tree", commit)).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var tab = line.IndexOf('\t');
            if (tab > 0 && line[..tab].Split(' ') is [var mode, _, var id])
                files.Add((mode, id, line[(tab + 1)..]));
        }
        return files;
    }

    /// <summary>The content of an object, as text.</summary>
    public Task<string> BlobAsync(string id, CancellationToken cancellation) => git.TextAsync(cancellation, "cat-file", "blob", id);

    /// <summary>What the pointers of a commit name that stand for files which git keeps elsewhere (LFS).</summary>
    public async Task<IReadOnlyList<LargeFile>> LargeFilesAsync(string commit, IReadOnlyList<(string Mode, string Id, string Path)> files, CancellationToken cancellation)
    {
        // A tree that no git writes can name a path twice.
        var ids = files.DistinctBy(file => file.Path, StringComparer.Ordinal).ToDictionary(file => file.Path, file => file.Id, StringComparer.Ordinal);
        var found = new List<LargeFile>();
        // It writes COMMIT:PATH, and fails where nothing is found.
        var named = await git.TryTextAsync(cancellation, "grep", "--no-color", "-l", "-z", "-e", "^oid sha256:", commit) ?? "";
        foreach (var path in named.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(line => line[(line.IndexOf(':') + 1)..]))
        {
            if (ids.TryGetValue(path, out var id) && LargeFile.Read(path, await BlobAsync(id, cancellation)) is { } large)
                found.Add(large);
        }
        return found;
    }

    /// <summary>
    /// Writes a bundle of a commit and its history, which <c>git clone</c> takes. The bytes follow from the commit alone, not from how the
    /// repository was packed: deltas are made anew, by one thread, in the order of history.
    /// </summary>
    public async Task BundleAsync(string commit, Stream output, long most, CancellationToken cancellation)
    {
        var head = $"# v2 git bundle\n{commit} HEAD\n{commit} refs/heads/source\n\n";
        await output.WriteAsync(System.Text.Encoding.ASCII.GetBytes(head), cancellation);
        await git.RunAsync(
            ["pack-objects", "--quiet", "--stdout", "--revs", "--threads=1", "--no-reuse-delta", "--no-reuse-object", "--delta-base-offset", "--window=10", "--depth=50", "--no-use-bitmap-index"],
            commit + "\n",
            output,
            most,
            cancellation);
    }

    // Where the repository is now, and the reference. Repositories are renamed, and their old addresses lead to the new ones. Git is not let follow them, for it would follow them anywhere.
    private async Task<(string Url, string? Name)> FindAsync(string url, SourceReference reference, CancellationToken cancellation)
    {
        try
        {
            return (url, await NamedAsync(url, reference, cancellation));
        }
        catch (GitTroubleException)
        {
            if (await MovedAsync(url, cancellation) is not { } moved)
                throw;
            return (moved, await NamedAsync(moved, reference, cancellation));
        }
    }

    // Null if it is where it was, as far as anyone can tell.
    private async Task<string?> MovedAsync(string url, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(url.TrimEnd('/') + FirstQuestion, UriKind.Absolute, out var at) || at.Scheme is not ("http" or "https"))
            return null;
        string? moved = null;
        using var http = new HttpClient(GuardedConnections.Open(terms.Upstream with { AllowsPrivateAddresses = policy.AllowsPrivateAddresses })) { Timeout = terms.Upstream.Patience };
        for (var moves = 0; moves <= MostMoves; moves++)
        {
            if (await LocationAsync(http, at, cancellation) is not { } next)
                return moved;
            if (next.Scheme is not ("http" or "https") || (at.Scheme == "https" && next.Scheme == "http") || !next.AbsoluteUri.EndsWith(FirstQuestion, StringComparison.Ordinal))
                return null;
            moved = await FindHostAsync(next.AbsoluteUri[..^FirstQuestion.Length], cancellation);
            at = new Uri(moved + FirstQuestion);
        }
        return null;
    }

    private static async Task<Uri?> LocationAsync(HttpClient http, Uri at, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync(at, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return (int)answer.StatusCode is 301 or 302 or 303 or 307 or 308 && answer.Headers.Location is { } location ? new Uri(at, location) : null;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    // The reference of that name; null if the repository has none and the revision may be a commit.
    private async Task<string?> NamedAsync(string url, SourceReference reference, CancellationToken cancellation)
    {
        var names = reference.Revision is not { } revision || revision == "HEAD" ? ["HEAD"]
            : revision.StartsWith("refs/", StringComparison.Ordinal) ? [revision]
            : reference.RevisionKind switch
            {
                "tag" => [$"refs/tags/{revision}"],
                "branch" => [$"refs/heads/{revision}"],
                _ => (string[])[$"refs/tags/{revision}", $"refs/heads/{revision}"],
            };
        var known = (await git.TextAsync(cancellation, ["ls-remote", "--quiet", url, .. names]))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[(line.IndexOf('\t') + 1)..]).ToHashSet(StringComparer.Ordinal);
        return Array.Find(names, known.Contains) ?? (reference.RevisionKind is null && reference.Revision is not null ? null : throw new GitTroubleException($"the repository has no {names[0]}"));
    }

    private async Task<string> ResolveAsync(string url, string name, CancellationToken cancellation)
    {
        await git.TextAsync(cancellation, "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", url, $"+{name}:{Fetched}");
        return await CommitAsync(Fetched, cancellation) ?? throw new GitTroubleException($"{name} is no commit");
    }

    private async Task<bool> TryFetchAsync(string url, string what, CancellationToken cancellation) =>
        await git.TryTextAsync(cancellation, "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", url, what) is not null;

    private async Task<string?> CommitAsync(string name, CancellationToken cancellation) =>
        (await git.TryTextAsync(cancellation, "rev-parse", "--verify", "--quiet", $"{name}^{{commit}}"))?.Trim();

    // Git resolves names by itself, so it is told what was found to be right. It also reads addresses by rules of its own: of "http://one\@two" one
    // reader takes "one" for the host, and another "two". So it is given the address as it was understood here, and not as it was written.
    private async Task<string> FindHostAsync(string url, CancellationToken cancellation)
    {
        if (terms.Git.AllowsFolders && Path.IsPathRooted(url))
            return url;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0)
            throw new GitTroubleException("only http and https are spoken, without names and passwords");
        if (!policy.MayAsk(address.Host))
            throw new GitTroubleException($"the policy does not name the host '{address.Host}'", isRefused: true);
        var understood = new UriBuilder(address) { Host = address.IdnHost }.Uri.AbsoluteUri;
        if (IPAddress.TryParse(address.Host.Trim('[', ']'), out _))
            return understood;
        var allowsPrivate = policy.AllowsPrivateAddresses || NetworkAddresses.IsPlainlyLocal(address.Host);
        IPAddress[] found;
        try
        {
            found = await Dns.GetHostAddressesAsync(address.Host, cancellation);
        }
        catch (System.Net.Sockets.SocketException e)
        {
            throw new GitTroubleException($"'{address.Host}': {e.Message}");
        }
        var allowed = Array.FindAll(found, ip => allowsPrivate || NetworkAddresses.IsPublic(ip));
        if (allowed.Length == 0)
            throw new GitTroubleException($"'{address.Host}' leads into a private network", isRefused: true);
        var list = string.Join(',', allowed.Select(ip => ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{ip}]" : ip.ToString()));
        git.More.Add(string.Create(CultureInfo.InvariantCulture, $"http.curloptResolve={address.IdnHost}:{address.Port}:{list}"));
        return understood;
    }

    // What recipes say becomes part of a command: nothing that git takes for an option, a range or a pattern (git-check-ref-format).
    private static void Check(string? revision)
    {
        if (revision is null)
            return;
        if (revision.Length > 250 || revision[0] is '-' or '/' || revision.Contains("..", StringComparison.Ordinal) || revision.Contains("@{", StringComparison.Ordinal)
            || revision.Any(c => c is <= ' ' or '~' or '^' or ':' or '?' or '*' or '[' or '\\' or '\x7f'))
            throw new GitTroubleException("the revision is no name that git takes");
    }

    private static bool IsHex(string text) => text.All(char.IsAsciiHexDigit);
}
