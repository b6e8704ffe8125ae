using System.Globalization;

namespace Hearth.Bench.Scenarios;

/// <summary>
/// The first sync of a full mirror beside curl that fetches the same files one after the other, for packages of several sizes. The source is nginx at loopback.
/// Both write to the same file system. Mirror and curl take turns; curl is measured once more with each of its files made durable, which is what the mirror does.
/// </summary>
internal static class CopyScenario
{
    private const string Subdir = "linux-64";
    private const string Curl = "/usr/bin/curl";

    // Of a second and less each, on machines whose speed changes: few of them say little.
    private const int Rounds = 11;

    private static readonly (int Packages, int Bytes)[] Sizes = [(2_000, 50_000), (300, 1_000_000), (60, 8_000_000)];

    public static async Task RunAsync(TextWriter output, CancellationToken cancellation)
    {
        foreach (var program in (ReadOnlySpan<string>)[Contender.Nginx, Curl])
        {
            if (!File.Exists(program))
            {
                await output.WriteLineAsync($"copies: not measured, {program} is absent");
                return;
            }
        }
        var folder = Directory.CreateTempSubdirectory("hearth-bench-copies-").FullName;
        try
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            var port = 0;
            await using var nginx = await Contender.StartAsync("nginx", free => Contender.Start(Contender.Nginx, "-c", Contender.WriteNginxSettings(folder, port = free), "-e", $"{folder}/error.log"), cancellation);
            await output.WriteLineAsync($"file system {new DriveInfo(folder).DriveFormat}, medians of {Rounds} in turns\n\n| packages | copied by | wall | CPU | peak memory |\n|---|---|---|---|---|");
            foreach (var (packages, bytes) in Sizes)
                await MeasureAsync(output, folder, $"http://127.0.0.1:{port}", packages, bytes, cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(TextWriter output, string folder, string source, int packages, int bytes, CancellationToken cancellation)
    {
        // Of its own: nginx remembers files for a while.
        var name = string.Create(CultureInfo.InvariantCulture, $"packages{bytes}");
        var channel = Path.Combine(folder, name);
        var files = await MakeAsync(channel, packages, bytes, cancellation);
        var list = Path.Combine(folder, "curl.txt");
        var target = Path.Combine(folder, "curl");
        await File.WriteAllLinesAsync(list, files.SelectMany(file => (string[])[$"url = {source}/{name}/{Subdir}/{file}", $"output = {target}/{file}"]), cancellation);
        var (curl, durable, ours) = (new List<MeasuredRun>(), new List<MeasuredRun>(), new List<MeasuredRun>());
        for (var round = 0; round < Rounds; round++)
        {
            curl.Add(await CurlAsync(target, () => MeasuredRun.Of(Curl, ["-sS", "-K", list], cancellation)));
            durable.Add(await CurlAsync(target, () => MeasuredRun.Of("/bin/sh", ["-c", $"'{Curl}' -sS -K '{list}' && sync '{target}'/*"], cancellation)));
            var data = Path.Combine(folder, "copy-data");
            await MeasuredRun.OfHearth(["mirror", "add", "copy", $"{source}/{name}", "--data", data], cancellation);
            ours.Add(await MeasuredRun.OfHearth(["mirror", "sync", "copy", "--data", data], cancellation));
            Directory.Delete(data, recursive: true);
        }
        Directory.Delete(channel, recursive: true);
        var (peer, own) = (MeasuredRun.MedianOf(curl), MeasuredRun.MedianOf(ours));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            | {packages:n0} of {bytes / 1e6:0.##} MB | curl, one after the other | {peer} |
            | | curl, and each file made durable | {MeasuredRun.MedianOf(durable)} |
            | | hearth: proved, examined, listed, durable, shards and documents made | {own} |
            | | **{peer.Wall / own.Wall:F2} of curl, {MeasuredRun.MedianOf(durable).Wall / own.Wall:F2} of curl with durable files** | | | |
            """));
    }

    private static async Task<List<string>> MakeAsync(string channel, int packages, int bytes, CancellationToken cancellation)
    {
        for (var i = 0; i < packages; i++)
        {
            IndexScenario.Pack(channel, Subdir, $"copied{i}-1.0-0", $$"""
                {"build":"0","build_number":0,"depends":[],"name":"copied{{i}}","subdir":"{{Subdir}}","version":"1.0"}
                """, new Random(i), bytes, level: 1, cancellation);
        }
        await MeasuredRun.OfHearth(["index", channel, "-q"], cancellation);
        return [.. Directory.GetFiles(Path.Combine(channel, Subdir), "*.conda").Select(file => Path.GetFileName(file))];
    }

    private static async Task<MeasuredRun> CurlAsync(string target, Func<Task<MeasuredRun>> run)
    {
        Directory.CreateDirectory(target);
        var measured = await run();
        Directory.Delete(target, recursive: true);
        return measured;
    }
}
