using System.Diagnostics;
using Hearth.Channels.Indexing;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Indexing;

public sealed class FolderWatchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly IndexedFolder _channel = new();
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

    private Task Start() =>
        new FolderWatch(new IndexOptions { Folder = _channel.Path }, TimeProvider.System, _ => { }).RunAsync(_stop.Token);

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
