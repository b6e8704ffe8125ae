using System.Collections.Concurrent;
using System.Diagnostics;
using Hearth.Channels.Indexing;
using Hearth.Channels.Patches;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Indexing;

public sealed class FolderWatchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly IndexedFolder _channel = new();
    private readonly ConcurrentQueue<IndexReport> _told = new();
    private readonly CancellationTokenSource _stop = new();

    public void Dispose()
    {
        _stop.Dispose();
        _channel.Dispose();
    }

    [Fact]
    public async Task A_package_that_arrives_is_listed_in_shards_and_then_in_repodata_and_one_that_goes_is_not()
    {
        _channel.Add(new TinyPackage("a"));
        _channel.Index();
        var watching = Start();
        var path = _channel.Add(new TinyPackage("b"));
        await Until(() => _channel.ShardIndex().Shards.ContainsKey("b"));
        await Until(() => _channel.Record("b-1.0-0.conda") is not null);
        File.Delete(path);
        await Until(() => !_channel.ShardIndex().Shards.ContainsKey("b") && _channel.Record("b-1.0-0.conda") is null);
        await Stop(watching);
    }

    [Fact]
    public async Task A_package_in_a_new_subdir_is_found()
    {
        _channel.Index();
        var watching = Start();
        Directory.CreateDirectory(_channel.PathTo("linux-64"));
        await Task.Delay(300);
        _channel.Add(new TinyPackage("b"), "linux-64");
        await Until(() => File.Exists(_channel.PathTo("linux-64", "repodata.json")) && _channel.Record("b-1.0-0.conda", "linux-64") is not null);
        await Stop(watching);
    }

    [Fact]
    public async Task A_patch_document_that_comes_into_the_folder_changes_or_goes_is_followed()
    {
        _channel.Add(new TinyPackage("a"));
        _channel.Index();
        var watching = Start();
        _channel.Patch(Instructions("MIT"));
        await UntilLicenceIs("MIT");
        _channel.Patch("{");
        await Until(() => _told.Any(report => report.Diagnostics.Count > 0));
        _channel.Patch(Instructions("BSD"));
        await UntilLicenceIs("BSD");
        File.Delete(_channel.PathTo("noarch", "patch_instructions.json"));
        await UntilLicenceIs(null);
        await Stop(watching);
    }

    [Theory]
    [InlineData("fixes.yaml")]
    [InlineData("fixes/a.yaml")]
    public async Task A_patch_source_that_changes_is_read_again(string file)
    {
        using var elsewhere = new TemporaryFolder();
        var path = elsewhere.PathTo(file.Split('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, Yaml("b"));
        _channel.Add(new TinyPackage("a"));
        var options = new IndexOptions { Folder = _channel.Path, Patches = [PatchSources.Open(elsewhere.PathTo(file.Split('/')[0]))] };
        new FolderIndexer(options, TimeProvider.System).Run();
        var watching = Start(options);
        await UntilItDependsOn("b");
        File.WriteAllText(path, Yaml("c"));
        await UntilItDependsOn("c");
        File.WriteAllText(path, "if: [");
        await Until(() => _told.Any(report => report.Diagnostics.Count > 0));
        File.WriteAllText(path, Yaml("d"));
        await UntilItDependsOn("d");
        await Stop(watching);
    }

    private static string Instructions(string licence) =>
        $$"""{"packages.conda":{"a-1.0-0.conda":{"license":"{{licence}}"} },"patch_instructions_version":1}""";

    private static string Yaml(string dependency) => $"if:\n  name: a\nthen:\n  - reset_depends: {dependency}\n";

    private Task UntilLicenceIs(string? licence) => Until(() => (string?)_channel.Record("a-1.0-0.conda")?["license"] == licence);

    private Task UntilItDependsOn(string dependency) => Until(() => (string?)_channel.Record("a-1.0-0.conda")?["depends"]![0] == dependency);

    private Task Start(IndexOptions? options = null) =>
        new FolderWatch(options ?? new IndexOptions { Folder = _channel.Path }, TimeProvider.System, _told.Enqueue).RunAsync(_stop.Token);

    private async Task Stop(Task watching)
    {
        await _stop.CancelAsync();
        await watching;
    }

    private static async Task Until(Func<bool> condition)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, "it did not happen in time");
            await Task.Delay(20);
        }
    }
}
