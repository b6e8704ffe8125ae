using Hearth.Channels.Indexing;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;

namespace Hearth.Bench.Scenarios;

/// <summary>
/// One new package in a subdir of conda-forge's size. The records are made up by <c>make_repodata.py</c>; the files that they
/// stand for are empty, and the index cache is filled as if they had been read.
/// </summary>
internal static class BigSubdirScenario
{
    private const int Records = 600_000;
    private const string Subdir = "linux-64";
    private const int FilesPerCommit = 5_000;

    public static async Task RunAsync(TextWriter output, CancellationToken cancellation)
    {
        var generator = MeasuredRun.PathInRepository("..", "shared", "tools", "make_repodata.py");
        if (!File.Exists(generator))
        {
            await output.WriteLineAsync("skipped: make_repodata.py is not on this machine");
            return;
        }
        var folder = Directory.Exists("/dev/shm")
            ? Directory.CreateDirectory($"/dev/shm/hearth-bench-{Environment.ProcessId}").FullName
            : Directory.CreateTempSubdirectory("hearth-bench-").FullName;
        try
        {
            var repodata = Path.Combine(folder, "made.json");
            await MeasuredRun.Of("python3", [generator, "--records", $"{Records}", "--subdir", Subdir, "--out", repodata], cancellation);
            var channel = Path.Combine(folder, "channel");
            Fill(channel, repodata, cancellation);
            await output.WriteLineAsync("| job | wall | CPU | peak memory |\n|---|---|---|---|");
            await Row(output, $"all files of {Records:n0} records, for the first time", ["index", channel, "-q"], cancellation);
            await Row(output, "nothing changed, every file looked at", ["index", channel, "-q"], cancellation);
            var arrival = Arrive(channel, "zzz-arrival-1.0-0");
            await Row(output, "one package arrives: shards and shard indexes", ["index", channel, "--arrived", arrival, "--shards-only", "-q"], cancellation);
            await Row(output, "repodata.json with its twins, and all other documents", ["index", channel, "--arrived", arrival, "-q"], cancellation);
            Arrive(channel, "zzz-arrival-2.0-0");
            await Row(output, "another arrives, found by looking at every file; everything", ["index", channel, "-q"], cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Row(TextWriter output, string job, string[] args, CancellationToken cancellation) =>
        await output.WriteLineAsync($"| {job} | {await MeasuredRun.OfHearth(args, cancellation)} |");

    private static void Fill(string channel, string repodata, CancellationToken cancellation)
    {
        var folder = Directory.CreateDirectory(Path.Combine(channel, Subdir)).FullName;
        using var cache = IndexCache.Open(Path.Combine(channel, FolderIndexer.StateFolder, "index.db"));
        var subdir = cache.Subdir(Subdir);
        using var reader = new RepodataReader(File.OpenRead(repodata));
        for (var more = true; more;)
        {
            cancellation.ThrowIfCancellationRequested();
            cache.Database.InTransaction(() =>
            {
                for (var i = 0; i < FilesPerCommit && (more = reader.Read()); i++)
                {
                    if (reader.Entry != RepodataEntry.Record)
                        continue;
                    var file = new FileInfo(Path.Combine(folder, reader.Key));
                    file.Create().Dispose();
                    subdir.Put(new IndexedArtifact(
                        new FolderFile(reader.Key, 0, file.LastWriteTimeUtc.Ticks), reader.Group, PackageRecord.Parse(reader.Value), "{}"u8.ToArray(), "{}"u8.ToArray()));
                }
                subdir.CountChange();
            });
        }
    }

    private static string Arrive(string channel, string stem)
    {
        var parts = stem.Split('-');
        IndexScenario.Pack(channel, Subdir, stem, $$"""
            {"build":"{{parts[^1]}}","build_number":0,"depends":["python"],"name":"zzz-arrival","subdir":"{{Subdir}}","version":"{{parts[^2]}}"}
            """, new Random(3), fileBytes: 2000, level: 3, CancellationToken.None);
        return $"{Subdir}/{stem}.conda";
    }
}
