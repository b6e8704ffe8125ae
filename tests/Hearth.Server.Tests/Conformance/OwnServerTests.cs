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
        Assert.Equal("", string.Join("\n", report.Results.Where(result => result.Verdict is Verdict.Failed or Verdict.Warning).Select(Tell)));
        Assert.Empty(NeverRun(report).Except(["http.private", "http.challenge", "label.main", "label.noarch", "label.artifacts", "repodata.base-url", "relations.references"]));
    }

    private static async Task<ConformanceReport> RunAsync(string folder, ConformanceOptions options)
    {
        var start = Assert.IsType<ServerStart.Listening>(await ChannelServer.StartAsync(new ServeOptions { Folder = folder }));
        await using var server = start.Server;
        return await ConformanceSuite.RunAsync(options with { Channel = server.Url.ToString() });
    }

    private static IEnumerable<string> NeverRun(ConformanceReport report) =>
        report.Results.GroupBy(result => result.Case.Id).Where(results => results.All(result => result.Verdict == Verdict.Skipped)).Select(results => results.Key);

    private static string Tell(CaseResult result) =>
        $"{result.Case.Id} {result.Subdir} {result.Verdict}: {string.Join("; ", result.Findings.Select(finding => $"{finding.Request}: expected {finding.Expected}, was {finding.Actual}"))}";
}
