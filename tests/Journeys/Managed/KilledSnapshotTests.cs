using System.Text.Json.Nodes;
using Hearth.Foundation.Hashing;
using Hearth.Testing;
using Journeys.Programs;

namespace Journeys.Managed;

/// <summary>
/// Commands about the past are killed at any moment. The channel stays intact, and the same command ends what was begun.
/// HEARTH_KILL_ROUNDS makes it a long test.
/// </summary>
public sealed class KilledSnapshotTests : IDisposable
{
    private const int Packages = 12;
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("HEARTH_KILL_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : 1;

    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(20261126);

    private string Data => _folder.PathTo("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_killed_command_leaves_the_channel_intact_and_can_be_run_again_to_its_end()
    {
        await FillAsync("then");
        (await RunAsync("snapshot", "create", "forge", "then")).Expect();
        await FillAsync("now");
        (await RunAsync("snapshot", "create", "forge", "now")).Expect();
        (await RunAsync("snapshot", "export", "forge", "then", _folder.PathTo("whole"))).Expect();
        for (var round = 0; round < Rounds; round++)
        {
            await AssertCreatesAsync($"again-{round}");
            await AssertExportsAsync(_folder.PathTo($"export-{round}"));
            await AssertRollsBackAsync(round % 2 == 0 ? "then" : "now");
        }
    }

    private async Task AssertCreatesAsync(string name)
    {
        await KillAsync("snapshot", "create", "forge", name, "--at", "then");
        await AssertIntactAsync();
        (await RunAsync("snapshot", "create", "forge", name, "--at", "then")).Expect();
        var listed = JsonNode.Parse((await RunAsync("snapshot", "list", "forge", "--json")).Expect().Output)!["snapshots"]!.AsArray();
        Assert.Single(listed, snapshot => (string?)snapshot!["name"] == name);
    }

    private async Task AssertExportsAsync(string target)
    {
        await KillAsync("snapshot", "export", "forge", "then", target);
        var whole = FilesOf(_folder.PathTo("whole"));
        // What stands under its name is whole.
        Assert.All(FilesOf(target), file => Assert.Equal(whole.GetValueOrDefault(file.Key), file.Value));
        await AssertIntactAsync();
        (await RunAsync("snapshot", "export", "forge", "then", target)).Expect();
        Assert.Equal(whole, FilesOf(target));
    }

    private async Task AssertRollsBackAsync(string to)
    {
        await KillAsync("snapshot", "rollback", "forge", to);
        await AssertIntactAsync();
        // The killed one may hold the lease of the views, which runs out by itself; until then the rollback is accepted and not shown.
        var deadline = Environment.TickCount64 + 180_000;
        string difference;
        do
        {
            (await RunAsync("snapshot", "rollback", "forge", to)).Expect();
            difference = (await RunAsync("snapshot", "diff", "forge", to)).Expect().Output;
        }
        while (!difference.Contains(": 0 added, 0 removed, 0 changed", StringComparison.Ordinal) && Environment.TickCount64 < deadline);
        Assert.Contains(": 0 added, 0 removed, 0 changed", difference);
        await AssertIntactAsync();
    }

    // A rollback that was accepted may wait to be shown by the next who works on the channel.
    private async Task AssertIntactAsync() => (await RunAsync("channel", "check", "forge")).Expect();

    private async Task KillAsync(params string[] arguments)
    {
        using var process = HearthProgram.Start([.. arguments, "--data", Data]);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(100, 1_500)));
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        await Task.WhenAll(output, error);
    }

    private async Task FillAsync(string word)
    {
        var folder = _folder.PathTo(word);
        for (var i = 0; i < Packages; i++)
            new TinyPackage($"{word}{i}") { Index = { ["subdir"] = "noarch" } }.WriteTo(Path.Combine(folder, "noarch"));
        (await HearthProgram.RunAsync("index", folder)).Expect();
        (await RunAsync("channel", "import", folder, "forge")).Expect();
    }

    private Task<Finished> RunAsync(params string[] arguments) => HearthProgram.RunAsync([.. arguments, "--data", Data]);

    private static SortedDictionary<string, string> FilesOf(string folder) => new(
        Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".unfinished", StringComparison.Ordinal))
                .ToDictionary(file => Path.GetRelativePath(folder, file), file => Sha256.Of(File.ReadAllBytes(file)).ToString())
            : [],
        StringComparer.Ordinal);
}
