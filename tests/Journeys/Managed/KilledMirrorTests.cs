using Hearth.Testing;
using Journeys.Channels;
using Journeys.Packages;
using Journeys.Programs;

namespace Journeys.Managed;

/// <summary>
/// Mirrors and pushes are killed as soon as each of their phases has left its first trace on the disk, one after the other. Whatever that was, the next run
/// ends where one ends that nobody disturbed.
/// </summary>
public sealed class KilledMirrorTests : IDisposable
{
    private const int Packages = 60;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, "incoming", "blobs/artifacts", "blobs/channels/1/shards", "blobs/channels/1/views")]
    [InlineData(true, "incoming", "blobs/channels/1/shards", "blobs/channels/1/views")]
    public async Task A_sync_that_was_killed_in_each_phase_ends_as_one_that_nobody_disturbed(bool isPullThrough, params string[] traces)
    {
        await FillAsync();
        string[] kind = isPullThrough ? ["--pull-through"] : [];
        foreach (var data in (string[])["calm", "killed"])
            (await RunAsync(data, ["mirror", "add", "forge", _folder.PathTo("source"), .. kind])).Expect();
        (await RunAsync("calm", "mirror", "sync", "forge")).Expect();

        foreach (var trace in traces)
        {
            await KillAtAsync(_folder.PathTo("killed", trace), "killed", "mirror", "sync", "forge");
            (await RunAsync("killed", "channel", "check", "forge")).Expect();
        }
        (await RunAsync("killed", "mirror", "sync", "forge")).Expect();

        foreach (var data in (string[])["calm", "killed"])
        {
            (await RunAsync(data, "mirror", "verify", "forge", "--bytes")).Expect();
            // Shards and documents are files of their own below their digests; to see what they are for, they are written out.
            (await RunAsync(data, ["snapshot", "create", "forge", "end"])).Expect();
            (await RunAsync(data, ["snapshot", "export", "forge", "end", _folder.PathTo(data + "-out"), "--no-artifacts"])).Expect();
        }
        Assert.Equal(Shown("calm-out"), Shown("killed-out"));
    }

    [Fact]
    public async Task A_push_to_a_folder_that_was_killed_in_each_phase_leaves_what_one_leaves_that_nobody_disturbed()
    {
        await FillAsync();
        (await RunAsync("data", "channel", "import", _folder.PathTo("source"), "forge")).Expect();
        (await RunAsync("data", "mirror", "push", "forge", _folder.PathTo("calm"))).Expect();
        foreach (var trace in (string[])["noarch", "noarch/shards", "channeldata.json"])
            await KillAtAsync(_folder.PathTo("killed", trace), "data", "mirror", "push", "forge", _folder.PathTo("killed"));
        (await RunAsync("data", "mirror", "push", "forge", _folder.PathTo("killed"))).Expect();
        Assert.Equal(FolderContent.Of(_folder.PathTo("calm")), FolderContent.Of(_folder.PathTo("killed")));
    }

    [Fact]
    public async Task A_repair_that_was_killed_while_a_package_was_on_its_way_is_made_by_the_next()
    {
        await FillAsync();
        using var source = new StallingFolder(_folder.PathTo("source"));
        (await RunAsync("data", "mirror", "add", "forge", source.Url.ToString())).Expect();
        (await RunAsync("data", "mirror", "sync", "forge")).Expect();
        foreach (var blob in Directory.EnumerateFiles(_folder.PathTo("data", "blobs", "artifacts"), "*", SearchOption.AllDirectories).ToList())
            await File.WriteAllTextAsync(blob, "not what it was");
        Assert.Equal(1, (await RunAsync("data", "mirror", "verify", "forge", "--bytes")).ExitCode);
        var reached = source.StallAt($"noarch/p{Packages / 2}-1.0-0.tar.bz2");
        using (var verify = HearthProgram.Start("mirror", "verify", "forge", "--bytes", "--repair", "--data", _folder.PathTo("data")))
        {
            var output = Task.WhenAll(verify.StandardOutput.ReadToEndAsync(), verify.StandardError.ReadToEndAsync());
            Assert.Same(reached, await Task.WhenAny(reached, output));
            verify.Kill();
            await verify.WaitForExitAsync();
            await output;
        }
        _ = source.StallAt(null);
        await RunAsync("data", "mirror", "verify", "forge", "--bytes", "--repair");
        (await RunAsync("data", "mirror", "verify", "forge", "--bytes")).Expect();
        (await RunAsync("data", "channel", "check", "forge", "--read-artifacts")).Expect();
    }

    // Indexes of shards say when they were made; what they list are the shards beside them.
    private IEnumerable<string> Shown(string folder) => FolderContent.Of(_folder.PathTo(folder)).Where(line => !line.Contains("/repodata_shards", StringComparison.Ordinal));

    private async Task FillAsync()
    {
        for (var number = 0; number < Packages; number++)
            new HandMadePackage($"p{number}", "1.0").WriteTo(_folder.PathTo("source"));
        (await HearthProgram.RunAsync("index", _folder.PathTo("source"))).Expect();
    }

    // One that ends before is left alone: what it left is looked at all the same.
    private async Task KillAtAsync(string trace, string data, params string[] arguments)
    {
        var before = FilesIn(trace);
        using var process = HearthProgram.Start([.. arguments, "--data", _folder.PathTo(data)]);
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        while (!process.HasExited && FilesIn(trace) == before)
            await Task.Delay(1);
        process.Kill();
        await process.WaitForExitAsync();
        await output;
    }

    // Files come and go while they are counted.
    private static int FilesIn(string trace)
    {
        try
        {
            return File.Exists(trace) ? 1 : Directory.Exists(trace) ? Directory.EnumerateFileSystemEntries(trace, "*", SearchOption.AllDirectories).Count() : 0;
        }
        catch (IOException)
        {
            return -1;
        }
    }

    private Task<Finished> RunAsync(string data, params string[] arguments) => HearthProgram.RunAsync([.. arguments, "--data", _folder.PathTo(data)]);
}
