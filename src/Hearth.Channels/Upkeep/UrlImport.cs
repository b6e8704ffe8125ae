using System.Net;
using System.Text.Json;
using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Hearth.Conda.Platforms;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Upkeep;

/// <summary>
/// Takes the packages of another channel into a managed one: its repodata says what there is, each artifact is downloaded, held to
/// its digest, and goes through the same door as an upload. What is there already is not downloaded, so an interrupted import goes on.
/// </summary>
public sealed class UrlImport(ChannelStore store, HttpClient http, Uri source)
{
    private const int ParallelDownloads = 4;

    /// <summary>Imports.</summary>
    /// <param name="channel">The channel, which must be there.</param>
    /// <param name="actor">Who asks, for the log.</param>
    /// <param name="progress">Is told of each package: how many were looked at, of how many.</param>
    /// <param name="cancellation">Stops between packages.</param>
    /// <exception cref="BadInputException">The address is no channel's.</exception>
    public async Task<ImportReport> RunAsync(ChannelName channel, string actor, IProgress<(int Done, int Total)>? progress, CancellationToken cancellation)
    {
        var folder = Directory.CreateDirectory(Path.Combine(store.Incoming, "import-" + Guid.NewGuid().ToString("n"))).FullName;
        try
        {
            var documents = await DocumentsAsync(folder, cancellation);
            if (documents.Count == 0)
                throw UpkeepDiagnostics.NoChannelThere.Refuse(source.ToString(), "there is no repodata.json in any subdir", "the URL ends where /noarch/repodata.json begins");
            var records = documents.SelectMany(document => Records(document.Subdir, document.File)).ToList();
            var tally = new Tally(records.Count, progress);
            await Parallel.ForEachAsync(
                records,
                new ParallelOptions { MaxDegreeOfParallelism = ParallelDownloads, CancellationToken = cancellation },
                async (record, stop) => tally.Count(await TakeAsync(channel, actor, record, stop)));
            var patches = new ImportedPatches(store, channel, actor);
            foreach (var (subdir, file) in documents)
                await patches.CompareAsync(subdir, [File.OpenRead(file)], cancellation);
            if (tally.Added > 0)
                await patches.ApplyAsync(cancellation);
            return tally.Report();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<List<(string Subdir, string File)>> DocumentsAsync(string folder, CancellationToken cancellation)
    {
        var documents = new List<(string, string)>();
        foreach (var subdir in await SubdirsAsync(cancellation))
        {
            var file = Path.Combine(folder, subdir + ".json");
            if (await DownloadAsync($"{subdir}/repodata.json.zst", file, isCompressed: true, cancellation) || await DownloadAsync($"{subdir}/repodata.json", file, isCompressed: false, cancellation))
                documents.Add((subdir, file));
        }
        return documents;
    }

    private async Task<IReadOnlyList<string>> SubdirsAsync(CancellationToken cancellation)
    {
        using var answer = await http.GetAsync(At("channeldata.json"), cancellation);
        if (answer.IsSuccessStatusCode)
        {
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellation));
            if (json.RootElement.TryGetProperty("subdirs"u8, out var subdirs) && subdirs.ValueKind == JsonValueKind.Array)
            {
                var named = subdirs.EnumerateArray().Select(subdir => subdir.GetString()).OfType<string>().Where(subdir => Subdir.TryParse(subdir, null, out _)).ToList();
                if (named.Count > 0)
                    return named;
            }
        }
        return [Subdir.NoArch.ToString(), .. Platform.All.Select(platform => platform.SubdirText)];
    }

    private async Task<bool> DownloadAsync(string path, string file, bool isCompressed, CancellationToken cancellation)
    {
        using var answer = await http.GetAsync(At(path), HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
            return false;
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        await using var content = isCompressed ? Zstd.OpenRead(body) : body;
        await using var output = File.Create(file);
        await content.CopyToAsync(output, cancellation);
        return true;
    }

    private static List<ListedArtifact> Records(string subdir, string file)
    {
        var records = new List<ListedArtifact>();
        using var reader = new RepodataReader(File.OpenRead(file));
        while (reader.Read())
        {
            if (reader.Entry != RepodataEntry.Record)
                continue;
            var record = PackageRecord.Parse(reader.Value);
            Sha256? sha256 = Sha256.TryParse(record.Text(RecordField.Sha256), null, out var digest) ? digest : null;
            Md5? md5 = Md5.TryParse(record.Text(RecordField.Md5), null, out var sum) ? sum : null;
            records.Add(new ListedArtifact(subdir, reader.Group.FileOf(reader.Key), sha256, md5, record.IndexedTimestamp ?? record.Timestamp));
        }
        return records;
    }

    private async Task<PublishOutcome> TakeAsync(ChannelName channel, string actor, ListedArtifact listed, CancellationToken cancellation)
    {
        var id = (await store.Catalog.FindAsync(channel, cancellation))!.Id;
        var present = await store.Database.ReadAsync(session => StoredArtifact.FindAsync(session, id, listed.Subdir, listed.File, cancellation), cancellation);
        if (present is not null && present.Sha256 == listed.Sha256)
            return new PublishOutcome.AlreadyPresent(listed.Subdir, listed.File, present.Sha256);
        try
        {
            await using var body = await http.GetStreamAsync(At($"{listed.Subdir}/{Uri.EscapeDataString(listed.File)}"), cancellation);
            using var received = await Receiver.ReceiveAsync(store, listed.File, body, Receiver.DefaultMaxSize, cancellation);
            var now = store.Clock.GetUtcNow();
            var request = new PublishRequest
            {
                Channel = channel,
                Actor = actor,
                Subdir = listed.Subdir,
                ExpectedSha256 = listed.Sha256,
                ExpectedMd5 = listed.Md5,
                FirstSeen = listed.FirstSeen is { } seen && seen < now ? seen : now,
            };
            return await new Publisher(store).PublishAsync(received, request, cancellation);
        }
        catch (BadInputException e)
        {
            return new PublishOutcome.Refused(e.Diagnostics);
        }
        catch (HttpRequestException e)
        {
            return new PublishOutcome.Refused([UpkeepDiagnostics.NotDownloaded.In($"{listed.Subdir}/{listed.File}", $"the download failed: {e.Message}", "run the import again; what was taken is not downloaded again")]);
        }
    }

    private Uri At(string path) => new(source.ToString().TrimEnd('/') + "/" + path);

    private sealed record ListedArtifact(string Subdir, string File, Sha256? Sha256, Md5? Md5, DateTimeOffset? FirstSeen);

    private sealed class Tally(int total, IProgress<(int Done, int Total)>? progress)
    {
        private readonly Lock _gate = new();
        private readonly List<Diagnostic> _problems = [];
        private int _present;

        public int Added { get; private set; }

        public void Count(PublishOutcome outcome)
        {
            lock (_gate)
            {
                if (outcome is PublishOutcome.Added)
                    Added++;
                else if (outcome is PublishOutcome.AlreadyPresent)
                    _present++;
                else
                    _problems.AddRange(ProblemsOf(outcome));
                progress?.Report((Added + _present + _problems.Count, total));
            }
        }

        public ImportReport Report() => new(Added, _present, _problems);

        private static IEnumerable<Diagnostic> ProblemsOf(PublishOutcome outcome) => outcome switch
        {
            PublishOutcome.Conflict conflict => [conflict.Problem],
            PublishOutcome.Refused refused => refused.Problems.Where(problem => problem.Severity == Severity.Error),
            _ => [],
        };
    }
}
