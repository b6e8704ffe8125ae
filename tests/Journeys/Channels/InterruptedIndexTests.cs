using System.Diagnostics;
using System.Text.Json.Nodes;
using Hearth.Testing;
using Journeys.Programs;

namespace Journeys.Channels;

/// <summary>Whatever happens to <c>hearth index</c> while it works, clients see a whole channel: the old one or the new one.</summary>
public sealed class InterruptedIndexTests : IDisposable
{
    private const int Packages = 60;
    private const int Kills = 12;
    private const string Subdir = "noarch";

    private readonly TemporaryFolder _channel = new();

    public void Dispose() => _channel.Dispose();

    [Fact]
    public async Task An_index_killed_at_any_moment_leaves_a_channel_that_can_be_served()
    {
        var random = new Random(20261122);
        var wholeRun = await TimeOfAWholeRunAsync();
        var killed = 0;
        for (var i = 1; i <= Kills; i++)
        {
            AddPackages(i);
            if (await IndexAndKillAsync(wholeRun * (0.2 + 0.7 * random.NextDouble())))
                killed++;
            AssertServable();
        }
        Assert.InRange(killed, Kills / 2, Kills);

        (await HearthProgram.RunAsync("index", _channel.Path)).Expect();
        await AssertLikeACleanRunAsync();
    }

    [Fact]
    public async Task Two_programs_that_index_the_same_folder_at_once_leave_one_right_channel()
    {
        for (var p = 0; p < Packages; p++)
            new HandMadePackage($"name{p}", "1.0").WriteTo(_channel.Path);

        var both = await Task.WhenAll(HearthProgram.RunAsync("index", _channel.Path), HearthProgram.RunAsync("index", _channel.Path));

        // 6: someone else is at work, try later.
        Assert.Contains(both, run => run.ExitCode == 0);
        Assert.All(both, run => Assert.Contains(run.ExitCode, new[] { 0, 6 }));
        AssertServable();
        await AssertLikeACleanRunAsync();
    }

    private async Task<TimeSpan> TimeOfAWholeRunAsync()
    {
        AddPackages(0);
        var started = Stopwatch.GetTimestamp();
        (await HearthProgram.RunAsync("index", _channel.Path)).Expect();
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>A new version of every second name, so that each run has something to write.</summary>
    private void AddPackages(int round)
    {
        for (var p = round % 2; p < Packages; p += 2)
            new HandMadePackage($"name{p}", $"1.{round}", $"name{(p + 1) % Packages} >=1").WriteTo(_channel.Path);
    }

    /// <returns>Whether the program was still at work when it was killed.</returns>
    private async Task<bool> IndexAndKillAsync(TimeSpan delay)
    {
        using var process = HearthProgram.Start("index", _channel.Path);
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await Task.WhenAny(Task.Delay(delay), process.WaitForExitAsync());
        process.Kill();
        await process.WaitForExitAsync();
        await output;
        return process.ExitCode != 0;
    }

    private void AssertServable()
    {
        var folder = new IndexedFolder(_channel.Path, Subdir);
        if (folder.HasShardIndex)
            Assert.All(folder.Shards(), record => Assert.True(File.Exists(_channel.PathTo(Subdir, record.Key)), $"{record.Key} is listed but not there"));
        if (folder.HasMonolith)
            Assert.All(folder.Monolith(), record => Assert.True(File.Exists(_channel.PathTo(Subdir, record.Key)), $"{record.Key} is listed but not there"));
    }

    private async Task AssertLikeACleanRunAsync()
    {
        using var clean = new TemporaryFolder();
        Directory.CreateDirectory(clean.PathTo(Subdir));
        foreach (var package in Directory.EnumerateFiles(_channel.PathTo(Subdir), "*.tar.bz2"))
            File.Copy(package, clean.PathTo(Subdir, Path.GetFileName(package)));
        (await HearthProgram.RunAsync("index", clean.Path)).Expect();

        var expected = new IndexedFolder(clean.Path, Subdir);
        var actual = new IndexedFolder(_channel.Path, Subdir);
        Assert.Equal(WithoutArrival(expected.Monolith()), WithoutArrival(actual.Monolith()));
        Assert.Equal(WithoutArrival(actual.Monolith()), WithoutArrival(actual.Shards()));
        Assert.Equal(WithoutArrival(actual.Monolith()), WithoutArrival(actual.CompressedMonolith()));
        Assert.Equal(FilesBesideShards(clean.Path), FilesBesideShards(_channel.Path));
    }

    /// <summary>The records as text, without what differs from one run to the next by design (CEP 47) and what shards alone hold.</summary>
    private static List<string> WithoutArrival(SortedDictionary<string, JsonNode> records) =>
        [.. records.Select(entry =>
        {
            var record = entry.Value.DeepClone().AsObject();
            record.Remove("indexed_timestamp");
            record.Remove("run_exports");
            return $"{entry.Key} {record.ToJsonString()}";
        })];

    private static IEnumerable<string> FilesBesideShards(string channel) =>
        Directory.EnumerateFiles(channel, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(channel, file))
            .Where(file => !file.Contains("shards/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
}
