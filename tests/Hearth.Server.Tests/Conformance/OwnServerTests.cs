using Hearth.Channels.Indexing;
using Hearth.Foundation.Compression;
using Hearth.Server.Conformance;
using Hearth.Server.Hosting;
using Hearth.Testing;

namespace Hearth.Server.Tests.Conformance;

/// <summary>What 'hearth index' writes and 'hearth serve' serves keeps every rule.</summary>
public sealed class OwnServerTests
{
    [Fact]
    public async Task Our_own_server_passes_every_case()
    {
        using var folder = new TemporaryFolder();
        GoodChannel.Write(folder.Path);
        var report = await RunAsync(folder.Path, new() { Channel = "" });
        Assert.Equal(["noarch", "linux-64"], report.Subdirs);
        RequireNothingWrong(report);
        Assert.Empty(NeverRun(report).Except(["http.private", "http.challenge", "label.main", "label.noarch", "label.artifacts", "repodata.base-url", "relations.references"]));
    }

    [Fact]
    public async Task A_channel_of_real_packages_passes_every_case()
    {
        using var folder = new TemporaryFolder();
        foreach (var package in Directory.EnumerateFiles(SharedData.PathTo("data", "packages", "conda-test-channel"), "*.conda", SearchOption.AllDirectories))
        {
            var subdir = Directory.CreateDirectory(folder.PathTo(Path.GetFileName(Path.GetDirectoryName(package)!)));
            File.Copy(package, Path.Combine(subdir.FullName, Path.GetFileName(package)));
        }
        new FolderIndexer(new IndexOptions { Folder = folder.Path }, TimeProvider.System).Run();
        var report = await RunAsync(folder.Path, new() { Channel = "", Full = true });
        Assert.Equal(["linux-fake", "noarch", "osx-fake", "win-fake"], report.Subdirs.Order(StringComparer.Ordinal));
        RequireNothingWrong(report);
    }

    [Fact]
    public async Task A_real_index_without_its_packages_lacks_these_and_shards_only()
    {
        using var folder = new TemporaryFolder();
        foreach (var subdir in (string[])["noarch", "linux-64"])
        {
            Directory.CreateDirectory(folder.PathTo(subdir));
            var source = SharedData.PathTo("data", "repodata", "conda-forge-subset", subdir);
            foreach (var file in (string[])["repodata.json.zst", "repodata.json.bz2"])
                File.Copy(Path.Combine(source, file), folder.PathTo(subdir, file));
            using var compressed = File.OpenRead(Path.Combine(source, "repodata.json.zst"));
            using var json = File.Create(folder.PathTo(subdir, "repodata.json"));
            Zstd.OpenRead(compressed).CopyTo(json);
        }
        var report = await RunAsync(folder.Path, new() { Channel = "" });
        Assert.Equal(["artifact.there", "layout.sharded"], report.Results.Where(result => result.Verdict >= Verdict.Warning).Select(result => result.Case.Id).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(Verdict.Passed, report.Results.Single(result => result.Case.Id == "record.specs" && result.Subdir == "linux-64").Verdict);
    }

    [Fact]
    public async Task Our_own_managed_channel_passes_every_case()
    {
        using var folder = new TemporaryFolder();
        var instance = await ManagedInstance.OpenAsync(new() { Data = folder.Path }, CancellationToken.None);
        var start = Assert.IsType<ServerStart.Listening>(await ChannelServer.StartAsync(instance, new ServeOptions()));
        await using var server = start.Server;
        using var stop = new CancellationTokenSource();
        var work = server.RunAsync(stop.Token);
        using var http = new HttpClient { BaseAddress = server.Url };
        var token = await instance.Access.Tokens.CreateAsync(
            new Hearth.Channels.Access.TokenRequest { Grants = [new() { Channel = "*", Role = Hearth.Channels.Access.Role.Admin }], Description = "test" }, "test", CancellationToken.None);
        http.DefaultRequestHeaders.Authorization = new("Bearer", token.Text.Reveal());
        using (var made = await http.PostAsync("api/v1/channels", new StringContent("""{"name":"mine"}""", System.Text.Encoding.UTF8, "application/json")))
            Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());
        foreach (var (package, subdir) in ((TinyPackage, string)[])[(new("tool") { Index = { ["noarch"] = "python", ["subdir"] = "noarch" } }, "noarch"), (new("epoch", "1!2.0+local") { Index = { ["subdir"] = "linux-64" } }, "linux-64")])
            await PublishAsync(http, package, subdir);
        await WaitForAsync(http, "mine/noarch/repodata.json", "tool-1.0-0.conda");
        await WaitForAsync(http, "mine/linux-64/repodata.json", "epoch-1!2.0+local-0.conda");
        var report = await ConformanceSuite.RunAsync(new() { Channel = server.Url + "mine", Label = "main" });
        RequireNothingWrong(report);
        using (var made = await http.PutAsync("api/v1/channels/mine/views/some", new StringContent("""{"exclude":["epoch"]}""", System.Text.Encoding.UTF8, "application/json")))
            Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());
        await WaitForAsync(http, "mine/view/some/noarch/repodata.json", "tool-1.0-0.conda");
        RequireNothingWrong(await ConformanceSuite.RunAsync(new() { Channel = server.Url + "mine/view/some" }));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
    }

    [Fact]
    public async Task A_run_that_is_stopped_ends_at_once()
    {
        using var folder = new TemporaryFolder();
        GoodChannel.Write(folder.Path);
        var start = Assert.IsType<ServerStart.Listening>(await ChannelServer.StartAsync(new ServeOptions { Folder = folder.Path }));
        await using var server = start.Server;
        using var stop = new CancellationTokenSource();
        var progress = new Stopping(stop);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ConformanceSuite.RunAsync(new() { Channel = server.Url.ToString() }, progress, stop.Token));
        Assert.InRange(progress.Cases, 1, CaseCatalog.All.Count - 1);
    }

    [Fact]
    public async Task Two_runs_say_the_same()
    {
        using var folder = new TemporaryFolder();
        GoodChannel.Write(folder.Path);
        var start = Assert.IsType<ServerStart.Listening>(await ChannelServer.StartAsync(new ServeOptions { Folder = folder.Path }));
        await using var server = start.Server;
        var options = new ConformanceOptions { Channel = server.Url.ToString(), Limit = 2 };
        var (one, other) = (await ConformanceSuite.RunAsync(options), await ConformanceSuite.RunAsync(options with { Concurrency = 1 }));
        Assert.Equal(one.Results.Select(result => (result.Case.Id, result.Subdir, result.Verdict)), other.Results.Select(result => (result.Case.Id, result.Subdir, result.Verdict)));
    }

    private static async Task PublishAsync(HttpClient http, TinyPackage package, string subdir)
    {
        using var published = await http.PutAsync($"api/v1/channels/mine/artifacts/{subdir}/{Uri.EscapeDataString(package.Stem)}.conda", new ByteArrayContent(package.Conda()));
        Assert.True(published.IsSuccessStatusCode, await published.Content.ReadAsStringAsync());
    }

    // The large files follow the shards on a clock of their own.
    private static async Task WaitForAsync(HttpClient http, string path, string text)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            using var answer = await http.GetAsync(path);
            if (answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync()).Contains(text, StringComparison.Ordinal))
                return;
            await Task.Delay(200);
        }
        Assert.Fail($"{path} does not list {text}");
    }

    private sealed class Stopping(CancellationTokenSource stop) : IProgress<ConformanceProgress>
    {
        public int Cases;

        public void Report(ConformanceProgress value)
        {
            if (value.Done > 0 && Interlocked.Increment(ref Cases) == 3)
                stop.Cancel();
        }
    }

    private static async Task<ConformanceReport> RunAsync(string folder, ConformanceOptions options)
    {
        var start = Assert.IsType<ServerStart.Listening>(await ChannelServer.StartAsync(new ServeOptions { Folder = folder }));
        await using var server = start.Server;
        return await ConformanceSuite.RunAsync(options with { Channel = server.Url.ToString() });
    }

    private static void RequireNothingWrong(ConformanceReport report)
    {
        var wrong = string.Join('\n', report.Results.Where(result => result.Verdict is Verdict.Failed or Verdict.Warning).Select(Tell));
        Assert.True(wrong.Length == 0, wrong);
    }

    private static IEnumerable<string> NeverRun(ConformanceReport report) =>
        report.Results.GroupBy(result => result.Case.Id).Where(results => results.All(result => result.Verdict == Verdict.Skipped)).Select(results => results.Key);

    private static string Tell(CaseResult result) =>
        $"{result.Case.Id} {result.Subdir} {result.Verdict}: {string.Join("; ", result.Findings.Select(finding => $"{finding.Request}: expected {finding.Expected}, was {finding.Actual}"))}";
}
