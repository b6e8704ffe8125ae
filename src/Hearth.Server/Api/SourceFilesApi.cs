using Hearth.Channels.Sources;
using Hearth.Foundation.Diagnostics;
using Hearth.Mirrors;
using Hearth.Server.Sources;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hearth.Server.Api;

/// <summary>
/// The bytes of the archive of sources, under each of the names that builders call them by (wire-formats §16). Who gets them is decided for each
/// source, by the channels that list what was built from it and by the policy.
/// </summary>
internal static class SourceFilesApi
{
    private const string ByUrl = "/sources/by-url/";
    private const string Before = "/sources/before/";
    private const string ByName = "by-name";

    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        .. Both("/sources/{name}/{file}", "Gives a source by a digest (/sources/sha256/HEX; sha512, sha1 and md5 too), by the name of its file (/sources/by-name/FILE), or by a package and the name of its file, as conda-build's cache spells it too.", AnswerNamedAsync),
        .. Both("/sources/{name}/{file}/{algorithm}/{hex}/{again}", "Gives a source at the address that Fedora's tools ask for: package, file, digest, file.", call => AnswerDigestAsync(call, call.Part("algorithm"), call.Part("hex"))),
        .. Both(ByUrl + "{**address}", "Gives a source by an address that it was at, such as /sources/by-url/https/example.org/zlib-1.3.tar.gz.", AnswerByUrlAsync),
        .. Both(Before + "{**address}", "The same for builders that ask the archive before upstream: what it does not have, or may not give, they are sent on to.", AnswerBeforeAsync),
    ];

    private static IEnumerable<ApiEndpoint> Both(string pattern, string summary, Func<ApiCall, Task> handle) =>
        [new("GET", pattern, Need.Nothing, summary, handle) { Dialect = "sources" }, new("HEAD", pattern, Need.Nothing, summary, handle) { Dialect = "sources" }];

    private static async Task AnswerNamedAsync(ApiCall call)
    {
        var (name, file) = (call.Part("name"), call.Part("file"));
        if (SourceDigest.Algorithms.Contains(name, StringComparer.Ordinal))
        {
            await AnswerDigestAsync(call, name, file);
            return;
        }
        var archive = new SourceArchive(call.Instance.Store);
        var found = name == ByName ? await archive.NamedAsync(new SourceAlias(SourceAlias.File, file), call.Cancellation) : await archive.OfPackageAsync(name, file, call.Cancellation);
        if (found.Count == 0 && name != ByName && CachedName.TryRead(file, out var cached))
            found = [.. (await archive.OfPackageAsync(name, cached.File, call.Cancellation)).Where(source => cached.Names(source.Digests))];
        await AnswerFirstAsync(call, found);
    }

    private static async Task AnswerDigestAsync(ApiCall call, string algorithm, string hex)
    {
        if (!SourceDigest.TryParse(algorithm, hex, out var digest))
        {
            await call.RefuseAsync(StatusCodes.Status404NotFound, SourceDiagnostics.NoSuchSource.In(null, $"the text behind '{algorithm}' is no such digest"));
            return;
        }
        if (await new SourceArchive(call.Instance.Store).FindAsync(digest, call.Cancellation) is { } source)
            await SendAsync(call, await SourceGate.DecideAsync(call, source));
        else if (digest.Algorithm == "sha256" && await new SourceTakedowns(call.Instance.Store).OfAsync(Foundation.Hashing.Sha256.Parse(digest.Hex), call.Cancellation) is { } takedown)
            await RefuseAsync(call, SourceGate.Of(takedown));
        else
            await call.RefuseAsync(StatusCodes.Status404NotFound, SourceDiagnostics.NoSuchSource.In(null, "the archive has no source of this digest"));
    }

    private static async Task AnswerByUrlAsync(ApiCall call)
    {
        if (AskedAddress.Read(RawAddress(call, ByUrl)) is not { } address)
            await call.RefuseAsync(StatusCodes.Status404NotFound, NotAnAddress());
        else
            await AnswerFirstAsync(call, await address.FindAsync(new SourceArchive(call.Instance.Store), call.Cancellation));
    }

    private static async Task AnswerBeforeAsync(ApiCall call)
    {
        // Where this server sends people must not be for strangers to say.
        var headers = call.Request.Headers;
        if (AskedAddress.Read(RawAddress(call, Before)) is not { } address || headers["Sec-Fetch-Mode"] == "navigate" || headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            await call.RefuseAsync(StatusCodes.Status404NotFound, NotAnAddress());
            return;
        }
        SourceDecision? refused = null;
        foreach (var source in await address.FindAsync(new SourceArchive(call.Instance.Store), call.Cancellation))
        {
            var decision = await SourceGate.DecideAsync(call, source);
            if (decision is SourceDecision.Given)
            {
                await SendAsync(call, decision);
                return;
            }
            if (source.Takedown is not null)
                refused = decision;
        }
        if (refused is not null)
            await SendAsync(call, refused);
        else if (!call.Instance.SourcePolicy.MayAsk(address.Url.Host))
            await call.RefuseAsync(StatusCodes.Status404NotFound, SourceDiagnostics.HostRefused.In(null, $"the archive has nothing of this address, and its policy does not name the host '{address.Url.Host}'"));
        else
            SendOn(call, address.Url);
    }

    private static void SendOn(ApiCall call, Uri url)
    {
        var response = call.Context.Response;
        response.StatusCode = StatusCodes.Status302Found;
        response.Headers.Location = url.AbsoluteUri;
        response.Headers.CacheControl = "no-store";
        response.ContentLength = 0;
    }

    // Of several sources of one name, the newest that the requester may have.
    private static async Task AnswerFirstAsync(ApiCall call, IReadOnlyList<ArchivedSource> found)
    {
        SourceDecision? decision = null;
        foreach (var source in found)
        {
            var next = await SourceGate.DecideAsync(call, source);
            if (decision is null || next is SourceDecision.Given)
                decision = next;
            if (decision is SourceDecision.Given)
                break;
        }
        if (decision is null)
            await call.RefuseAsync(StatusCodes.Status404NotFound, SourceDiagnostics.NoSuchSource.In(null, "the archive has no source of this name"));
        else
            await SendAsync(call, decision);
    }

    private static Task SendAsync(ApiCall call, SourceDecision decision) => decision switch
    {
        SourceDecision.Given given => SourceAnswer.SendAsync(call, given),
        SourceDecision.Refused refused => RefuseAsync(call, refused),
        _ => throw new InvalidOperationException("A decision has no other outcome."),
    };

    private static Task RefuseAsync(ApiCall call, SourceDecision.Refused refused)
    {
        if (refused.Status == StatusCodes.Status401Unauthorized)
            call.Context.Response.Headers.WWWAuthenticate = "Bearer realm=\"hearth\", Basic realm=\"hearth\"";
        return call.RefuseAsync(refused.Status, refused.Problem);
    }

    private static Diagnostic NotAnAddress() => SourceDiagnostics.NoSuchSource.In(null, "what follows in the path is no http or https address", "write https/example.org/file");

    // As it was sent: decoding would change what the address says.
    private static string RawAddress(ApiCall call, string prefix)
    {
        var target = call.Context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var at = target.IndexOf(prefix, StringComparison.Ordinal);
        return at < 0 ? "" : target[(at + prefix.Length)..];
    }
}
