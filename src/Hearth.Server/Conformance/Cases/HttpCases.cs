using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Hearth.Server.Conformance.Http;
using Hearth.Server.Conformance.Subjects;

namespace Hearth.Server.Conformance.Cases;

/// <summary>What HTTP and the caches between demand of the files that every client loads (RFC 9110, 9111; wire-formats § 1).</summary>
internal static class HttpCases
{
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestForIndex = TimeSpan.FromDays(1);

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        OnFiles("http.content-type", "A file has the media type of its format", "CEP 36; LAYOUT-3", (_, file, findings) =>
        {
            var type = file.Reply["Content-Type"]?.Split(';')[0].Trim() ?? "";
            findings.Require(!type.StartsWith("text/", StringComparison.Ordinal), file.Reply.Request, TypesOf(file.Kind)[0], file.Reply.Tell("Content-Type"), "proxies may convert or compress texts");
            findings.Advise(TypesOf(file.Kind).Contains(type) || type.StartsWith("text/", StringComparison.Ordinal), file.Reply.Request, TypesOf(file.Kind)[0], file.Reply.Tell("Content-Type"));
        }),
        OnFiles("http.no-content-encoding", "A file that is compressed is sent without Content-Encoding, whatever the client accepts", "CEP 16; LAYOUT-3", async (subdir, file, findings) =>
        {
            if (file.Kind == KeyFileKind.Repodata)
                return;
            var reply = await subdir.Client.PeekAsync(file.Path, ("Accept-Encoding", "gzip, deflate, br, zstd"));
            findings.Require(reply["Content-Encoding"] is null or "identity", reply.Request, "no Content-Encoding", reply.Tell("Content-Encoding"), "the client decompresses it and then fails to do so again");
            findings.Require(reply.Body.AsSpan().SequenceEqual(file.Reply.Body), reply.Request, "the bytes of the file", "other bytes");
        }),
        OnFiles("http.identity", "A client that accepts no coding gets none", "RFC 9110 § 12.5.3", async (subdir, file, findings) =>
        {
            var reply = await subdir.Client.PeekAsync(file.Path, ("Accept-Encoding", "identity"));
            findings.Require(reply.IsOk && reply["Content-Encoding"] is null or "identity", reply.Request, "200 OK without Content-Encoding", $"{reply.StatusText}, {reply.Tell("Content-Encoding")}");
        }),
        OnFiles("http.vary", "An answer that depends on Accept-Encoding says so, and has an ETag of its own", "RFC 9110 § 8.8.3.3, § 12.5.5", async (subdir, file, findings) =>
        {
            var coded = await subdir.Client.PeekAsync(file.Path, ("Accept-Encoding", "gzip, zstd"));
            if (coded["Content-Encoding"] is null or "identity")
                return;
            findings.Require(coded["Vary"]?.Contains("Accept-Encoding", StringComparison.OrdinalIgnoreCase) == true, coded.Request, "Vary: Accept-Encoding", coded.Tell("Vary"), "a cache sends coded bytes to a client that cannot read them");
            findings.Require(coded["ETag"] is null || IsWeak(coded["ETag"]) || coded["ETag"] != file.Reply["ETag"], coded.Request, "another strong ETag than without coding", coded.Tell("ETag"));
        }),
        OnFiles("http.validator", "A file has a strong ETag", "RFC 9110 § 8.8; LAYOUT-6", (_, file, findings) =>
        {
            findings.Require(file.Reply["ETag"] is not null || file.Reply["Last-Modified"] is not null, file.Reply.Request, "ETag or Last-Modified", "neither", "clients load the file again each time");
            findings.Advise(file.Reply["ETag"] is { } tag && !IsWeak(tag), file.Reply.Request, "a strong ETag", file.Reply.Tell("ETag"), "broken downloads cannot go on");
        }),
        OnFiles("http.stable-etag", "The ETag of a file stays while the file does", "RFC 9110 § 8.8.3", async (subdir, file, findings) =>
        {
            var again = await subdir.Client.PeekAsync(file.Path);
            var isSame = again.Body.AsSpan().SequenceEqual(file.Reply.Body) && again.Length == file.Reply.Length && again["Last-Modified"] == file.Reply["Last-Modified"];
            findings.Require(!isSame || again["ETag"] == file.Reply["ETag"], again.Request, file.Reply.Tell("ETag"), again.Tell("ETag"));
        }),
        OnFiles("http.last-modified", "Last-Modified is an HTTP date that has passed", "RFC 9110 § 8.8.2.1; LAYOUT-6", (subdir, file, findings) =>
        {
            // Who asks again for a shard or a package has its digest.
            findings.Advise(file.Kind is KeyFileKind.Shard or KeyFileKind.Artifact || file.Reply["Last-Modified"] is not null, file.Reply.Request, "Last-Modified", "no Last-Modified", "conda keeps it in its cache's state");
            if (file.Reply["Last-Modified"] is not { } text)
                return;
            var isDate = TryDate(text, out var modified);
            findings.Require(isDate, file.Reply.Request, "an HTTP date", text);
            var now = TryDate(file.Reply["Date"] ?? "", out var date) ? date : subdir.Channel.Now;
            findings.Require(!isDate || modified <= now.AddMinutes(1), file.Reply.Request, $"not after {now:R}", text);
        }),
        OnFiles("http.date", "The server's clock is right", "RFC 9110 § 6.6.1; CEP 47", (subdir, file, findings) =>
        {
            var isDate = TryDate(file.Reply["Date"] ?? "", out var date);
            findings.Advise(isDate, file.Reply.Request, "Date", file.Reply.Tell("Date"));
            findings.Advise(!isDate || (date - subdir.Channel.Now).Duration() <= MostSkew + AgeOf(file.Reply), file.Reply.Request, $"{subdir.Channel.Now:R}", $"Date: {date:R}", "clients compute ages and cooldowns from it");
        }),
        OnFiles("http.if-none-match", "A client that has the file is told so with 304", "RFC 9110 § 13.1.2; LAYOUT-6", async (subdir, file, findings) =>
        {
            if (file.Reply["ETag"] is not { } tag)
                return;
            var same = await subdir.Client.PeekAsync(file.Path, ("If-None-Match", tag));
            findings.Require(same.Status == HttpStatusCode.NotModified && same.Body.Length == 0, same.Request, "304 NotModified without a body", same.StatusText);
            findings.Advise(same.Status != HttpStatusCode.NotModified || same["ETag"] is not null, same.Request, "the ETag, with 304 too", same.Tell("ETag"));
            var other = await subdir.Client.PeekAsync(file.Path, ("If-None-Match", "\"no-such-tag\""));
            findings.Require(other.IsOk, other.Request, "200 OK", other.StatusText);
        }),
        OnFiles("http.if-modified-since", "A client that knows the file's date is told with 304 that nothing changed", "RFC 9110 § 13.1.3; LAYOUT-6", async (subdir, file, findings) =>
        {
            if (file.Reply["Last-Modified"] is not { } date)
                return;
            var same = await subdir.Client.PeekAsync(file.Path, ("If-Modified-Since", date));
            findings.Require(same.Status == HttpStatusCode.NotModified, same.Request, "304 NotModified", same.StatusText);
            var old = await subdir.Client.PeekAsync(file.Path, ("If-Modified-Since", "Thu, 01 Jan 1970 00:00:01 GMT"));
            findings.Require(old.IsOk, old.Request, "200 OK", old.StatusText);
        }),
        OnFiles("http.head", "HEAD answers with the headers of GET and no body", "RFC 9110 § 9.3.2; CLIENT-2", async (subdir, file, findings) =>
        {
            var head = await subdir.Client.HeadAsync(file.Path);
            findings.Require(head.IsOk, head.Request, "200 OK", head.StatusText, "mamba asks with HEAD whether the file is there");
            foreach (var header in (string[])["Content-Type", "ETag", "Last-Modified"])
                findings.Require(!head.IsOk || head[header] == file.Reply[header], head.Request, file.Reply.Tell(header), head.Tell(header));
            findings.Require(!head.IsOk || head.Length is null || file.Reply.Length is null || head.Length == file.Reply.Length, head.Request, file.Reply.Tell("Content-Length"), head.Tell("Content-Length"));
        }),
        OnFiles("http.content-length", "An answer says how long it is", "RFC 9110 § 8.6", (_, file, findings) =>
            findings.Advise(file.Reply.Length is not null, file.Reply.Request, "Content-Length", "no Content-Length", "clients cannot show progress or notice a cut download")),
        OnFiles("http.cache-control", "An index may be cached for minutes, not for days", "CEP 16 § Repodata shard index; LAYOUT-5", (_, file, findings) =>
        {
            if (file.Kind is KeyFileKind.Shard or KeyFileKind.Artifact)
                return;
            var rule = CacheRuleOf(file.Reply);
            findings.Advise(rule is { MaxAge: not null } or { NoCache: true } or { NoStore: true }, file.Reply.Request, "Cache-Control with max-age", file.Reply.Tell("Cache-Control"), "clients and caches guess");
            findings.Require(rule?.MaxAge is not { } age || age <= LongestForIndex, file.Reply.Request, "max-age of at most a day", file.Reply.Tell("Cache-Control"), "clients do not see new packages");
            findings.Require(rule?.Extensions.All(extension => extension.Name != "immutable") != false, file.Reply.Request, "not immutable", file.Reply.Tell("Cache-Control"), "clients never see new packages");
        }),
        OnFiles("http.immutable-shards", "A shard may be cached for ever, for its name is its hash", "CEP 16 § Repodata shard; LAYOUT-5", (_, file, findings) =>
        {
            if (file.Kind == KeyFileKind.Shard)
                findings.Advise(file.Reply["Cache-Control"]?.Contains("immutable", StringComparison.Ordinal) == true, file.Reply.Request, "Cache-Control: immutable", file.Reply.Tell("Cache-Control"));
        }),
        OnFiles("http.private", "What needs credentials is not kept by shared caches", "RFC 9111 § 5.2.2.7", (subdir, file, findings) =>
        {
            if (!subdir.Channel.Options.IsPrivate)
                findings.Skip("no credentials were given");
            else
                findings.Require(CacheRuleOf(file.Reply) is not { Public: true }, file.Reply.Request, "Cache-Control: private", file.Reply.Tell("Cache-Control"), "a shared cache hands the answer to anyone");
        }),
        OnFiles("http.no-cookies", "Channel files set no cookies", "RFC 9111 § 7.3", (_, file, findings) =>
            findings.Advise(file.Reply["Set-Cookie"] is null, file.Reply.Request, "no Set-Cookie", "Set-Cookie", "shared caches refuse to keep the answer")),
        OnFiles("http.redirects", "Redirects are few and stay encrypted", "RFC 9110 § 15.4", (subdir, file, findings) =>
        {
            var hops = file.Reply.Hops;
            findings.Advise(hops.Count <= 3, file.Reply.Request, "at most three redirects", $"{hops.Count}", "each costs a round trip for every file");
            findings.Require(!subdir.Client.IsHttps || hops.All(hop => hop.Scheme == "https"), file.Reply.Request, "https all the way", string.Join(" → ", hops));
        }),
        ConformanceCase.OfSubdir("http.version-1.1", "The server speaks HTTP/1.1", "RFC 9112", async (subdir, findings) =>
        {
            var reply = await subdir.Client.TryVersionAsync(subdir.PathTo("repodata.json"), HttpVersion.Version11);
            findings.Require(reply is not null, $"GET {subdir.PathTo("repodata.json")} over HTTP/1.1", "an answer", "none", "conda speaks HTTP/1.1 only");
        }),
        ConformanceCase.On(subdir => subdir.KeyFiles, "http.version-2", "The server speaks HTTP/2, and says the same there", "CEP 16 § Proposal", async (subdir, files, findings) =>
        {
            var reply = await subdir.Client.TryVersionAsync(files[0].Path, HttpVersion.Version20);
            if (reply is null && !subdir.Client.IsHttps)
                findings.Skip("HTTP/2 is not offered without TLS, and hardly any server does");
            else if (reply is null)
                findings.Advise(false, $"GET {files[0].Path} over HTTP/2", "an answer", "none", "clients that load hundreds of shards gain much by it");
            else
                findings.Require(reply.IsOk && reply.Body.AsSpan().SequenceEqual(files[0].Reply.Body), reply.Request, "what HTTP/1.1 answers", reply.StatusText);
        }),
        ConformanceCase.On(subdir => subdir.KeyFiles, "http.parallel", "Two dozen requests at once are answered", "CLIENT-11", async (subdir, files, findings) =>
        {
            var replies = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => subdir.Client.PeekAsync(files[i % files.Count].Path)));
            foreach (var reply in replies)
                findings.Require(reply.IsOk, reply.Request, "200 OK", reply.StatusText, "clients load shards ten and more at a time");
        }),
        ConformanceCase.OfChannel("http.challenge", "Who has no credentials is asked for them", "RFC 9110 § 11.6.1; CEP 36", async (channel, findings) =>
        {
            if (!channel.Options.IsPrivate || channel.Client.IsTokenInPath)
            {
                findings.Skip("no credentials were given that could be left out");
                return;
            }
            var reply = await channel.Client.AskAsStrangerAsync("noarch/repodata.json");
            findings.Require(reply.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound, reply.Request, "401 Unauthorized or 404 NotFound", reply.StatusText, "the channel is open to anyone");
            findings.Require(reply.Status != HttpStatusCode.Unauthorized || reply["WWW-Authenticate"] is not null, reply.Request, "WWW-Authenticate", reply.Tell("WWW-Authenticate"), "rattler tries again only if it is asked to");
        }),
    ];

    private static ConformanceCase OnFiles(string id, string title, string source, Func<SubdirUnderTest, KeyFile, Findings, Task> check) =>
        ConformanceCase.On(subdir => subdir.KeyFiles, id, title, source, async (subdir, files, findings) =>
        {
            foreach (var file in files)
                await check(subdir, file, findings);
        });

    private static ConformanceCase OnFiles(string id, string title, string source, Action<SubdirUnderTest, KeyFile, Findings> check) =>
        OnFiles(id, title, source, (subdir, file, findings) =>
        {
            check(subdir, file, findings);
            return Task.CompletedTask;
        });

    private static string[] TypesOf(KeyFileKind kind) => kind switch
    {
        KeyFileKind.Repodata => ["application/json"],
        KeyFileKind.CompressedRepodata => ["application/zstd", "application/octet-stream"],
        KeyFileKind.ShardIndex or KeyFileKind.Shard => ["application/octet-stream", "application/x-msgpack", "application/vnd.msgpack", "application/zstd"],
        _ => ["application/octet-stream", "application/zip", "application/x-bzip2", "application/x-tar"],
    };

    private static CacheControlHeaderValue? CacheRuleOf(Reply reply) =>
        reply["Cache-Control"] is { } text && CacheControlHeaderValue.TryParse(text, out var rule) ? rule : null;

    private static TimeSpan AgeOf(Reply reply) =>
        long.TryParse(reply["Age"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue)) : TimeSpan.Zero;

    private static bool IsWeak(string? tag) => tag?.StartsWith("W/", StringComparison.Ordinal) == true;

    private static bool TryDate(string text, out DateTimeOffset date) =>
        DateTimeOffset.TryParseExact(text, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date);
}
