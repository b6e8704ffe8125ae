using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Hearth.Channels;
using Hearth.Channels.Sources;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Sources.Git;

/// <summary>
/// Collects what git keeps beside a repository (Git LFS): the server of the repository is asked where each file is (the batch interface, transfer <c>basic</c>), and each is a source of its
/// own, under the SHA-256 that its pointer names. Servers are asked as strangers: what they give only with credentials is lacking.
/// </summary>
internal sealed class LargeFiles(ChannelStore store, SourcePolicy policy, CollectTerms terms) : IDisposable
{
    private const string MediaType = "application/vnd.git-lfs+json";
    private const int MostFiles = 1_000;
    private const int FilesOfRequest = 100;
    private const int MostAnswerBytes = 8 << 20;

    private readonly SourceArchive _archive = new(store);
    private readonly SourceDownloads _downloads = new(policy, terms, store.Clock);
    private readonly HttpClient _http = new(GuardedConnections.Open(terms.Upstream with { AllowsPrivateAddresses = policy.AllowsPrivateAddresses })) { Timeout = terms.Upstream.Patience };

    /// <summary>Collects files of a repository.</summary>
    /// <param name="repository">The address of the repository.</param>
    /// <param name="files">What its pointers name.</param>
    /// <param name="file">Where a file lies while it arrives.</param>
    /// <param name="lacks">Is told of each that cannot be had, and why.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The source of each file that is held now, by its path.</returns>
    public async Task<Dictionary<string, Sha256>> CollectAsync(string repository, IReadOnlyList<LargeFile> files, string file, List<string> lacks, CancellationToken cancellation)
    {
        var held = new Dictionary<string, Sha256>(StringComparer.Ordinal);
        var missing = new List<LargeFile>();
        foreach (var large in files)
        {
            if (await _archive.FindAsync(large.Sha256, cancellation) is { IsDamaged: false, Takedown: null })
                held[large.Path] = large.Sha256;
            else
                missing.Add(large);
        }
        if (missing.Count > MostFiles)
        {
            lacks.Add($"large files (LFS): there are {missing.Count}, and {MostFiles} at most are fetched");
            return held;
        }
        // All of them are one source, so together they have no more bytes than one.
        var room = policy.MostBytes;
        foreach (var large in missing)
        {
            if (large.Size > room)
            {
                lacks.Add(string.Create(CultureInfo.InvariantCulture, $"large files (LFS): they have more than {policy.MostBytes} bytes"));
                return held;
            }
            room -= large.Size;
        }
        foreach (var lot in missing.Chunk(FilesOfRequest))
        {
            var (addresses, problem) = await AskAsync(repository, lot, cancellation);
            foreach (var large in lot)
            {
                var reason = problem ?? (addresses.TryGetValue(large.Sha256, out var address) ? await FetchAsync(large, address, file, cancellation) : "its server does not have it, or wants credentials");
                if (reason is null)
                    held[large.Path] = large.Sha256;
                else
                    lacks.Add($"the large file {large.Path} (LFS): {reason}");
            }
        }
        return held;
    }

    public void Dispose()
    {
        _http.Dispose();
        _downloads.Dispose();
    }

    // Where each file is, or why nobody says.
    private async Task<(Dictionary<Sha256, string> Addresses, string? Problem)> AskAsync(string repository, IReadOnlyList<LargeFile> files, CancellationToken cancellation)
    {
        var none = new Dictionary<Sha256, string>();
        if (!Uri.TryCreate(repository, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return (none, "the repository is not asked by http");
        if (!policy.MayAsk(url.Host))
            return (none, $"the policy does not name the host '{url.Host}'");
        var root = repository.TrimEnd('/');
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{root}{(root.EndsWith(".git", StringComparison.Ordinal) ? "" : ".git")}/info/lfs/objects/batch") { Content = new ByteArrayContent(BodyOf(files)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaType);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaType));
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (!answer.IsSuccessStatusCode)
                return (none, $"the server answers {(int)answer.StatusCode} when it is asked where it is");
            await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
            using var json = JsonDocument.Parse(await Bounded.ReadAsync(body, MostAnswerBytes, url.Host, cancellation));
            return (AddressesIn(json.RootElement), null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or InvalidOperationException or Foundation.Diagnostics.BadInputException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return (none, e.Message);
        }
    }

    private static byte[] BodyOf(IReadOnlyList<LargeFile> files)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("operation"u8, "download"u8);
            json.WriteStartArray("transfers"u8);
            json.WriteStringValue("basic"u8);
            json.WriteEndArray();
            json.WriteString("hash_algo"u8, "sha256"u8);
            json.WriteStartArray("objects"u8);
            foreach (var file in files)
            {
                json.WriteStartObject();
                json.WriteString("oid"u8, file.Sha256.ToString());
                json.WriteNumber("size"u8, file.Size);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return body.ToArray();
    }

    // An address that takes further headers takes credentials.
    private static Dictionary<Sha256, string> AddressesIn(JsonElement answer)
    {
        var addresses = new Dictionary<Sha256, string>();
        foreach (var item in answer.GetProperty("objects"u8).EnumerateArray())
        {
            if (item.TryGetProperty("oid"u8, out var oid) && Sha256.TryParse(oid.GetString(), null, out var sha256)
                && item.TryGetProperty("actions"u8, out var actions) && actions.TryGetProperty("download"u8, out var download)
                && !(download.TryGetProperty("header"u8, out var header) && header.ValueKind == JsonValueKind.Object && header.EnumerateObject().Any())
                && download.TryGetProperty("href"u8, out var address) && address.GetString() is { } text)
                addresses[sha256] = text;
        }
        return addresses;
    }

    // Why it cannot be had; null if it is held now.
    private async Task<string?> FetchAsync(LargeFile large, string address, string file, CancellationToken cancellation)
    {
        switch (await _downloads.FetchAsync(address, file, static _ => { }, cancellation, large.Size))
        {
            case DownloadOutcome.Refused refused:
                return refused.Reason;
            case DownloadOutcome.Missing missing:
                return missing.Reason;
            case DownloadOutcome.Fetched fetched when fetched.Digests.Sha256 == large.Sha256:
                var source = new NewSource { Digests = fetched.Digests, Kind = SourceKind.File, Actor = terms.Actor, FileNames = [large.Path[(large.Path.LastIndexOf('/') + 1)..]] };
                return await _archive.KeepFileAsync(file, source, cancellation) == KeepOutcome.TakenDown ? "it was taken down" : null;
            default:
                return "its server gives other bytes";
        }
    }
}
