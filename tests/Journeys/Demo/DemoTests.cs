using System.Text.Json.Nodes;
using Hearth.Foundation.Hashing;
using Hearth.Testing;
using Journeys.Channels;
using Journeys.Programs;

namespace Journeys.Demo;

public sealed class DemoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Channel => _folder.PathTo("demo");

    [Fact]
    public async Task The_demo_makes_a_channel_with_both_archive_formats_in_two_subdirs()
    {
        var finished = (await HearthProgram.RunAsync("demo", "--directory", Channel, "--no-serve", "--json")).Expect();
        var document = JsonNode.Parse(finished.Output)!;
        Assert.Equal("hearth.demo.1", (string?)document["schema"]);

        var listed = new[] { "linux-64", "noarch" }
            .SelectMany(subdir => new IndexedFolder(Channel, subdir).Shards().Keys.Select(file => $"{subdir}/{file}"));
        Assert.Equal(document["packages"]!.AsArray().Select(package => (string?)package), listed);
        Assert.Contains("noarch/kindling-1.0-0.tar.bz2", listed);
        Assert.Contains("noarch/kindling-2.0-0.conda", listed);
    }

    [Fact]
    public async Task A_second_demo_in_the_same_folder_changes_no_byte()
    {
        (await HearthProgram.RunAsync("demo", "--directory", Channel, "--no-serve")).Expect();
        var first = Digests();
        (await HearthProgram.RunAsync("demo", "--directory", Channel, "--no-serve")).Expect();
        Assert.Equal(first, Digests());
    }

    [Fact]
    public async Task A_dry_run_makes_nothing()
    {
        (await HearthProgram.RunAsync("demo", "--directory", Channel, "--dry-run")).Expect();
        Assert.False(Directory.Exists(Channel));
    }

    [Fact]
    public async Task Rattler_solves_against_the_demo_while_another_program_has_the_usual_port()
    {
        var rattler = Rattler.Require();
        using var first = HearthProgram.Start("demo", "--directory", Channel, "--json");
        using var second = HearthProgram.Start("demo", "--directory", Channel + "-2", "--json");
        try
        {
            var urls = await Task.WhenAll(UrlAsync(first), UrlAsync(second));
            Assert.NotEqual(urls[0], urls[1]);
            foreach (var url in urls)
            {
                var chosen = await rattler.SolveAsync(url, "linux-64,noarch", "fireplace");
                Assert.Equal(
                    ["bellows 0.3.1", "campfire 1.0", "fireplace 1.2.0", "kindling 2.0"],
                    chosen.Select(package => $"{package.Name} {package.Version}").Order(StringComparer.Ordinal));
            }
        }
        finally
        {
            first.Kill();
            second.Kill();
        }
    }

    [Fact]
    public async Task The_command_that_the_demo_offers_works_once_its_packages_are_unpacked_together()
    {
        (await HearthProgram.RunAsync("demo", "--directory", Channel, "--no-serve")).Expect();
        foreach (var package in new[] { "kindling-2.0-0.conda", "campfire-1.0-0.conda" })
        {
            var unpacked = _folder.PathTo(package);
            (await HearthProgram.RunAsync("package", "extract", Path.Combine(Channel, "noarch", package), "--folder", unpacked)).Expect();
            CopyInto(unpacked, _folder.PathTo("prefix"));
        }
        var fire = await ChildProcess.RunAsync(_folder.PathTo("prefix", "bin", "campfire"), []);
        Assert.Contains("Installed from your own channel.", fire.Expect().Output, StringComparison.Ordinal);
    }

    private static void CopyInto(string source, string destination)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(destination, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    /// <summary>Every file a client may ask for; the indexer's own state is left out.</summary>
    private List<string> Digests() =>
    [
        .. Directory.EnumerateFiles(Channel, "*", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(Channel, file), Digest: Sha256.Of(File.ReadAllBytes(file))))
            .Where(file => !file.Name.StartsWith('.'))
            .Select(file => $"{file.Name} {file.Digest}")
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The first JSON document on stdout, which is written when the server listens.</summary>
    private static async Task<Uri> UrlAsync(System.Diagnostics.Process demo)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await demo.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.Trim().StartsWith("\"url\": ", StringComparison.Ordinal))
                return new Uri(line.Split('"')[3]);
        }
        throw new InvalidOperationException($"hearth demo ended:\n{await demo.StandardError.ReadToEndAsync()}");
    }
}
