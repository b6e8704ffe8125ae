using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Hearth.Bench.Scenarios;

/// <summary>A patch set that changes every one of 100,000 records, while a client uploads one package after the other: how long the longest upload takes, and when the patch is shown.</summary>
internal static class PatchScenario
{
    private const int Names = 2_000;
    private const int Versions = 50;

    public static async Task RunAsync(TextWriter output, CancellationToken cancellation)
    {
        await using var made = await MadeChannel.StartAsync(Names, Versions, cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var started = Stopwatch.GetTimestamp();
        var uploading = Task.Run(() => UploadAsync(made, stop.Token), cancellation);
        using var body = new StringContent($$"""{"{{MadeChannel.Subdir}}":{{Patch()}}}""", Encoding.UTF8, "application/json");
        using var applied = await made.Client.PutAsync("api/v1/channels/forge/patches/all", body, cancellation);
        applied.EnsureSuccessStatusCode();
        while (!(await made.Client.GetStringAsync($"forge/{MadeChannel.Subdir}/repodata.json", cancellation)).Contains("\"depends\":[\"patched\"]", StringComparison.Ordinal))
            await Task.Delay(100, cancellation);
        var shown = Stopwatch.GetElapsedTime(started);
        await stop.CancelAsync();
        var uploads = (await uploading).Order().ToList();
        await output.WriteLineAsync("| records | shown after | uploads meanwhile | median | longest |\n|---|---|---|---|---|");
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"| {Names * Versions:n0} | {shown.TotalSeconds:f1} s | {uploads.Count} | {uploads[uploads.Count / 2]:f0} ms | {uploads[^1]:f0} ms |"));
    }

    private static async Task<List<double>> UploadAsync(MadeChannel made, CancellationToken cancellation)
    {
        var times = new List<double>();
        for (var number = 0; !cancellation.IsCancellationRequested; number++)
        {
            var folder = Path.Combine(made.Data, "..", "packages");
            IndexScenario.Pack(folder, MadeChannel.Subdir, $"late{number}-1.0-0", $$"""
                {"build":"0","build_number":0,"depends":[],"name":"late{{number}}","subdir":"{{MadeChannel.Subdir}}","version":"1.0"}
                """, new Random(number), fileBytes: 500, level: 3, CancellationToken.None);
            var file = $"late{number}-1.0-0.conda";
            using var content = new ByteArrayContent(await File.ReadAllBytesAsync(Path.Combine(folder, MadeChannel.Subdir, file), CancellationToken.None));
            var started = Stopwatch.GetTimestamp();
            using var answer = await made.Client.PutAsync($"api/v1/channels/forge/artifacts/{MadeChannel.Subdir}/{file}", content, CancellationToken.None);
            answer.EnsureSuccessStatusCode();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        return times;
    }

    private static string Patch()
    {
        var patch = new StringBuilder("""{"patch_instructions_version":1,"packages.conda":{""");
        for (var name = 0; name < Names; name++)
        {
            for (var version = 0; version < Versions; version++)
                patch.Append(name + version > 0 ? "," : "").Append('"').Append(MadeChannel.FileOf(name, version)).Append("\":{\"depends\":[\"patched\"]}");
        }
        return patch.Append("}}").ToString();
    }
}
