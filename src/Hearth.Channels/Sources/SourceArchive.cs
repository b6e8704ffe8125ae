using Hearth.Channels.Blobs;
using Hearth.Channels.Databases;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Sources;

/// <summary>
/// What packages were built from, kept for good: a source is never overwritten, and nothing but a takedown deletes one. It is found by each
/// of its digests, by the addresses that it was at, and by the name of its file.
/// </summary>
public sealed class SourceArchive(ChannelStore store)
{
    /// <summary>The most characters of an address or file name that is remembered.</summary>
    public const int LongestName = 2_000;

    private const long MostOfRepository = 1_000;

    /// <summary>Keeps a file; when the call returns it is durable, and the store may have moved the file away.</summary>
    /// <param name="file">The bytes, which have been hashed.</param>
    /// <param name="source">What they are.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IOException">The store cannot be reached, or is full.</exception>
    public Task<KeepOutcome> KeepFileAsync(string file, NewSource source, CancellationToken cancellation) =>
        KeepAsync(source, () => store.Blobs.PutFileAsync(BlobSpace.Sources, source.Digests.Sha256, file, cancellation), cancellation);

    /// <summary>Keeps what is in memory.</summary>
    /// <inheritdoc cref="KeepFileAsync"/>
    public Task<KeepOutcome> KeepBytesAsync(ReadOnlyMemory<byte> content, NewSource source, CancellationToken cancellation) =>
        KeepAsync(source, () => store.Blobs.PutAsync(BlobSpace.Sources, source.Digests.Sha256, content, cancellation), cancellation);

    /// <summary>A source by its SHA-256; null if the archive never had it.</summary>
    public Task<ArchivedSource?> FindAsync(Sha256 sha256, CancellationToken cancellation) =>
        store.Database.ReadAsync(session => SourceRows.FindAsync(session, sha256, cancellation), cancellation);

    /// <summary>A source by any of its digests; null if the archive never had it.</summary>
    public Task<ArchivedSource?> FindAsync(SourceDigest digest, CancellationToken cancellation) => store.Database.ReadAsync(
        async session => await SourceRows.ResolveAsync(session, digest, cancellation) is { } sha256 ? await SourceRows.FindAsync(session, sha256, cancellation) : null,
        cancellation);

    /// <summary>The sources that a person means: by a digest, a commit, an address, the address of a repository, or the name of a file.</summary>
    public async Task<IReadOnlyList<ArchivedSource>> SearchAsync(string text, CancellationToken cancellation)
    {
        if (SourceDigest.TryParse(text, out var digest))
            return (await FindAsync(digest, cancellation) ?? await OfRevisionAsync(digest.Hex, cancellation)) is { } one ? [one] : [];
        if (!text.Contains("://", StringComparison.Ordinal))
            return await NamedAsync(new SourceAlias(SourceAlias.File, text), cancellation);
        return await AtAsync(text, cancellation) is { Count: > 0 } found ? found : await OfRepositoryAsync(text, cancellation);
    }

    /// <summary>The sources of a name, the newest first.</summary>
    public Task<List<ArchivedSource>> NamedAsync(SourceAlias alias, CancellationToken cancellation) => store.Database.ReadAsync(
        session => FindAllAsync(
            session,
            $"SELECT sha256 FROM source_alias WHERE kind = {alias.Kind} AND value = {alias.Value} ORDER BY since DESC, sha256",
            cancellation),
        cancellation);

    /// <summary>
    /// The sources that were at an address, the newest first. Where nobody has looked, those that recipes name it for, the first to be named first: whoever writes a recipe can name
    /// any address, and must not come before what was there, or before who came earlier.
    /// </summary>
    public async Task<List<ArchivedSource>> AtAsync(string url, CancellationToken cancellation)
    {
        if (await NamedAsync(new SourceAlias(SourceAlias.Url, url), cancellation) is { Count: > 0 } seen)
            return seen;
        return await store.Database.ReadAsync(
            session => FindAllAsync(session, $"SELECT sha256 FROM source_alias WHERE kind = {SourceAlias.ToldUrl} AND value = {url} ORDER BY since, sha256", cancellation), cancellation);
    }

    /// <summary>The sources of a file name that a package was built from, the newest first.</summary>
    public Task<List<ArchivedSource>> OfPackageAsync(string package, string file, CancellationToken cancellation) => store.Database.ReadAsync(
        session => FindAllAsync(
            session,
            $"""
            SELECT named.sha256 FROM source_alias named JOIN source_alias built ON built.sha256 = named.sha256 AND built.kind = {SourceAlias.Package} AND built.value = {package}
            WHERE named.kind = {SourceAlias.File} AND named.value = {file} ORDER BY named.since DESC, named.sha256
            """,
            cancellation),
        cancellation);

    /// <summary>The bundle of a git revision; null if the archive has none.</summary>
    public Task<ArchivedSource?> OfRevisionAsync(string revision, CancellationToken cancellation) => store.Database.ReadAsync(
        async session => (await FindAllAsync(session, $"SELECT sha256 FROM source WHERE revision = {revision} AND kind = {SourceKind.Bundle.Word()} ORDER BY added LIMIT 1", cancellation)).FirstOrDefault(),
        cancellation);

    // Addresses of bundles are git+REPOSITORY#COMMIT; nothing else begins so, and '$' is the next character behind '#'.
    private Task<List<ArchivedSource>> OfRepositoryAsync(string repository, CancellationToken cancellation)
    {
        string from = $"git+{repository}#", to = $"git+{repository}$";
        return store.Database.ReadAsync(
            session => FindAllAsync(
                session, $"SELECT sha256 FROM source_alias WHERE kind = {SourceAlias.Url} AND value >= {from} AND value < {to} ORDER BY since DESC, sha256 LIMIT {MostOfRepository}", cancellation),
            cancellation);
    }

    /// <summary>Every other name of a source, sorted.</summary>
    public Task<List<SourceAlias>> NamesOfAsync(Sha256 sha256, CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.QueryAsync($"SELECT kind, value FROM source_alias WHERE sha256 = {sha256} ORDER BY kind, value", row => new SourceAlias(row.Text(0), row.Text(1)), cancellation),
        cancellation);

    /// <summary>Notes addresses that a recipe names for a source.</summary>
    public Task TellAsync(Sha256 sha256, IReadOnlyList<string> urls, CancellationToken cancellation)
    {
        var now = store.Clock.GetUtcNow();
        return store.Database.WriteAsync(session => NameAsync(session, sha256, urls.Select(url => new SourceAlias(SourceAlias.ToldUrl, url)), now, cancellation), cancellation);
    }

    /// <summary>The submodules of a bundle: the bundle of each, by path.</summary>
    public Task<List<(string Path, Sha256 Part)>> PartsOfAsync(Sha256 sha256, CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.QueryAsync($"SELECT path, part FROM source_part WHERE sha256 = {sha256} ORDER BY path", row => (row.Text(0), row.Digest(1)), cancellation),
        cancellation);

    /// <summary>Sources in order of arrival.</summary>
    /// <param name="after">The last that was seen; null from the first on.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<List<ArchivedSource>> ListAsync(ArchivedSource? after, int most, CancellationToken cancellation)
    {
        DateTimeOffset since = after?.Added ?? DateTimeOffset.UnixEpoch;
        Sha256 last = after?.Sha256 ?? default;
        return store.Database.ReadAsync(
            session => SourceRows.ListAsync(session, since, last, most, cancellation), cancellation);
    }

    /// <summary>Opens the bytes of a source from a position on; null if they are not there, or may not be given out.</summary>
    public async Task<OpenedBlob?> OpenAsync(ArchivedSource source, long from, CancellationToken cancellation) =>
        source.Takedown is null ? await store.Blobs.OpenAsync(BlobSpace.Sources, source.Sha256, from, cancellation) : null;

    /// <summary>Reads and hashes a source, and remembers whether it is what it should be.</summary>
    /// <returns>What it is instead, in words; null if all is right.</returns>
    public async Task<string?> VerifyAsync(ArchivedSource source, CancellationToken cancellation)
    {
        string? problem;
        if (await store.Blobs.OpenAsync(BlobSpace.Sources, source.Sha256, 0, cancellation) is { } blob)
        {
            await using (blob)
            {
                var found = await SourceDigests.OfAsync(blob.Content, Stream.Null, source.Size, cancellation);
                problem = found is null ? "it has more bytes than it had" : found == source.Digests ? null : $"its bytes have the SHA-256 {found.Sha256}";
            }
        }
        else
        {
            problem = "its bytes are not there";
        }
        var now = store.Clock.GetUtcNow();
        await store.Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync($"UPDATE source SET verified = {now}, damaged = {problem is not null} WHERE sha256 = {source.Sha256}", cancellation);
                if (problem is not null)
                    await session.ExecuteAsync($"UPDATE source_need SET state = 'missing', reason = {problem}, due = {now} WHERE held = {source.Sha256} AND state IN ('held', 'partial')", cancellation);
            },
            cancellation);
        return problem;
    }

    private async Task<KeepOutcome> KeepAsync(NewSource source, Func<Task> put, CancellationToken cancellation)
    {
        var digest = source.Digests.Sha256;
        if (await ClaimAsync(session => IsTakenDownAsync(session, digest, cancellation), cancellation))
            return KeepOutcome.TakenDown;
        // What is there in place of a damaged source would count as it.
        if (await FindAsync(digest, cancellation) is { IsDamaged: true })
            await store.Blobs.DeleteAsync(BlobSpace.Sources, digest, cancellation);
        await put();
        var outcome = await ClaimAsync(session => AddAsync(session, source, cancellation), cancellation);
        if (await store.Blobs.SizeAsync(BlobSpace.Sources, digest, cancellation) != source.Digests.Size && outcome != KeepOutcome.TakenDown)
            throw new IOException($"the source {digest} was deleted while it was brought; bring it again");
        return outcome;
    }

    // Bytes that are about to be deleted must not count as there.
    private async Task<T> ClaimAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await store.Database.WriteAsync(work, cancellation);
            }
            catch (CondemnedBlobException e)
            {
                await store.Condemned.ForgetAsync(e, cancellation);
            }
        }
    }

    private static async Task<bool> IsTakenDownAsync(SqlSession session, Sha256 digest, CancellationToken cancellation)
    {
        if (await session.NumberAsync($"SELECT count(*) FROM source_takedown WHERE sha256 = {digest}", cancellation) > 0)
            return true;
        await CondemnedBlobs.CheckAsync(session, BlobSpace.Sources, digest, cancellation);
        return false;
    }

    private async Task<KeepOutcome> AddAsync(SqlSession session, NewSource source, CancellationToken cancellation)
    {
        var (digests, now) = (source.Digests, store.Clock.GetUtcNow());
        if (await IsTakenDownAsync(session, digests.Sha256, cancellation))
            return KeepOutcome.TakenDown;
        var added = await session.ExecuteAsync(
            $"""
            INSERT INTO source(sha256, size, sha512, sha1, md5, kind, revision, tree, lacks, added, actor, verified)
            VALUES ({digests.Sha256}, {digests.Size}, {digests.Sha512}, {digests.Sha1}, {digests.Md5}, {source.Kind.Word()}, {source.Revision}, {source.Tree}, {source.Lacks}, {now}, {source.Actor}, {now})
            ON CONFLICT DO NOTHING
            """,
            cancellation);
        if (added == 0)
        {
            await session.ExecuteAsync($"UPDATE source SET damaged = 0, verified = {now} WHERE sha256 = {digests.Sha256} AND damaged = 1", cancellation);
            await session.ExecuteAsync($"UPDATE source SET lacks = {source.Lacks} WHERE sha256 = {digests.Sha256} AND kind = {SourceKind.Bundle.Word()}", cancellation);
        }
        var aliases = source.Urls.Select(url => new SourceAlias(SourceAlias.Url, url))
            .Concat(source.ToldUrls.Select(url => new SourceAlias(SourceAlias.ToldUrl, url)))
            .Concat(source.FileNames.Select(file => new SourceAlias(SourceAlias.File, file)));
        await NameAsync(session, digests.Sha256, aliases, now, cancellation);
        foreach (var (path, part) in source.Parts)
            await session.ExecuteAsync($"INSERT INTO source_part(sha256, path, part) VALUES ({digests.Sha256}, {path}, {part}) ON CONFLICT DO NOTHING", cancellation);
        return added == 0 ? KeepOutcome.AlreadyHeld : KeepOutcome.Added;
    }

    private static async Task NameAsync(SqlSession session, Sha256 sha256, IEnumerable<SourceAlias> aliases, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var alias in aliases.Where(alias => alias.Value.Length <= LongestName))
            await session.ExecuteAsync($"INSERT INTO source_alias(kind, value, sha256, since) VALUES ({alias.Kind}, {alias.Value}, {sha256}, {now}) ON CONFLICT DO NOTHING", cancellation);
    }

    private static async Task<List<ArchivedSource>> FindAllAsync(SqlSession session, Sql which, CancellationToken cancellation)
    {
        var found = new List<ArchivedSource>();
        foreach (var sha256 in await session.QueryAsync(which, row => row.Digest(0), cancellation))
        {
            if (await SourceRows.FindAsync(session, sha256, cancellation) is { } source)
                found.Add(source);
        }
        return found;
    }
}
