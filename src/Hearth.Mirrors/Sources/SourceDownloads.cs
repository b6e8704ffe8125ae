using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Hearth.Channels;
using Hearth.Channels.Sources;
using Hearth.Foundation.Diagnostics;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Sources;

/// <summary>
/// Downloads sources, politely: only from hosts that the policy allows, redirects included, a few at a time from each; what may pass by itself is
/// waited out.
/// </summary>
internal sealed class SourceDownloads(SourcePolicy policy, CollectTerms terms, TimeProvider clock) : IDisposable
{
    private const int MostOfOneHost = 2;

    // A server that is away would be waited for once for each of its sources.
    private const int MostSilences = 5;

    private const int LookedAt = 512;

    private const long FewestBytesOfMinute = 60_000;

    private readonly ConcurrentDictionary<string, Lazy<Server>> _servers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Downloads a source.</summary>
    /// <param name="url">An address.</param>
    /// <param name="file">Where its bytes go; there is nothing yet.</param>
    /// <param name="tally">Is told of bytes as they arrive.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="most">The most bytes that it may have; what the policy says if left out.</param>
    /// <exception cref="IOException">The disk is full.</exception>
    public async Task<DownloadOutcome> FetchAsync(string url, string file, Action<int> tally, CancellationToken cancellation, long? most = null)
    {
        var (server, refused) = ServerOf(url);
        if (server is null)
            return refused!;
        await server.Turns.WaitAsync(cancellation);
        try
        {
            if (server.IsSilent)
                return Silent(url);
            var answer = await server.Upstream.OpenAsync(url, etag: null, cancellation);
            server.Answered();
            if (answer is not UpstreamFile.Opened opened)
                return new DownloadOutcome.Missing("there is nothing at the address");
            await using (opened)
                return await ReceiveAsync(opened, file, tally, most ?? policy.MostBytes, cancellation);
        }
        catch (BadInputException e)
        {
            return OutcomeOf(e, server);
        }
        catch (Exception e) when (e is IOException or HttpRequestException && !StoreTrouble.IsFull(e))
        {
            return new DownloadOutcome.Missing(e.Message);
        }
        finally
        {
            server.Turns.Release();
        }
    }

    /// <summary>Asks whether an address still gives something, and how many bytes that has, without reading them.</summary>
    /// <returns>Why not, in words; null if it does. And the size, where the server says.</returns>
    public async Task<(DownloadOutcome? Dead, long? Size)> AskAsync(string url, CancellationToken cancellation)
    {
        var (server, refused) = ServerOf(url);
        if (server is null)
            return (refused, null);
        await server.Turns.WaitAsync(cancellation);
        try
        {
            if (server.IsSilent)
                return (Silent(url), null);
            var answer = await server.Upstream.OpenAsync(url, etag: null, cancellation);
            server.Answered();
            if (answer is not UpstreamFile.Opened opened)
                return (new DownloadOutcome.Missing("there is nothing at the address"), null);
            await using (opened)
                return (null, opened.Size);
        }
        catch (BadInputException e)
        {
            return (OutcomeOf(e, server), null);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return (new DownloadOutcome.Missing(e.Message), null);
        }
        finally
        {
            server.Turns.Release();
        }
    }

    public void Dispose()
    {
        foreach (var server in _servers.Values.Where(server => server.IsValueCreated))
            server.Value.Dispose();
    }

    private async Task<DownloadOutcome> ReceiveAsync(UpstreamFile.Opened opened, string file, Action<int> tally, long most, CancellationToken cancellation)
    {
        if (opened.Size > most)
            return TooLarge(most);
        await using var output = new FileStream(file, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        if (await SourceDigests.OfAsync(new PacedStream(new Syncing.CountedStream(opened.Content, throttle: null, tally), FewestBytesOfMinute, clock), output, most, cancellation) is not { } digests)
            return TooLarge(most);
        output.Position = 0;
        var head = new byte[LookedAt];
        var length = await output.ReadAtLeastAsync(head, LookedAt, throwOnEndOfStream: false, cancellation);
        return new DownloadOutcome.Fetched(digests, IsWebPage(head.AsSpan(0, length)));
    }

    private static DownloadOutcome.Missing TooLarge(long most) => new(string.Create(CultureInfo.InvariantCulture, $"it has more than {most} bytes"));

    private static DownloadOutcome.Missing Silent(string url) =>
        new($"'{new Uri(url).Host}' did not answer {MostSilences} times in a row, and is not asked again in this run");

    private static DownloadOutcome OutcomeOf(BadInputException e, Server server)
    {
        var first = e.Diagnostics[0];
        if (first.Kind == MirrorDiagnostics.Unavailable)
            server.WasSilent();
        return first.Kind == MirrorDiagnostics.HostNotNamed || first.Kind == MirrorDiagnostics.PrivateAddress
            ? new DownloadOutcome.Refused(first.Message)
            : new DownloadOutcome.Missing(first.Message);
    }

    private static bool IsWebPage(ReadOnlySpan<byte> head)
    {
        var text = Encoding.Latin1.GetString(head).TrimStart('\u00ef', '\u00bb', '\u00bf', ' ', '\t', '\r', '\n');
        return text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }

    private (Server? Server, DownloadOutcome? Refused) ServerOf(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return (null, new DownloadOutcome.Missing("only http and https are spoken"));
        if (!policy.MayAsk(address.Host))
            return (null, new DownloadOutcome.Refused($"the policy does not name the host '{address.Host}'"));
        var origin = address.GetLeftPart(UriPartial.Authority);
        return (_servers.GetOrAdd(origin, _ => new Lazy<Server>(() => new Server(NewUpstream(new Uri(origin))))).Value, null);
    }

    private HttpUpstream NewUpstream(Uri origin) => new(
        origin, terms.Upstream with { AllowsHost = policy.MayAsk, AllowsPrivateAddresses = policy.AllowsPrivateAddresses, Token = terms.TokenOf(origin.Authority) }, clock);

    private sealed class Server(HttpUpstream upstream) : IDisposable
    {
        private int _silences;

        public HttpUpstream Upstream => upstream;

        public SemaphoreSlim Turns { get; } = new(MostOfOneHost);

        public bool IsSilent => Volatile.Read(ref _silences) >= MostSilences;

        public void Answered() => Volatile.Write(ref _silences, 0);

        public void WasSilent() => Interlocked.Increment(ref _silences);

        public void Dispose()
        {
            Upstream.Dispose();
            Turns.Dispose();
        }
    }
}
