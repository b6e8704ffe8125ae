using System.Diagnostics;
using Hearth.Foundation.Compression;
using Hearth.Testing;

namespace Hearth.Packages.Tests.Archives;

public sealed class KillTests
{
    [Theory]
    [InlineData("transmute")]
    [InlineData("extract")]
    public void A_killed_program_leaves_nothing_under_the_final_name(string verb)
    {
        var program = Repository.PathTo("artifacts", "bin", "Hearth.Cli", "release", "hearth.dll");
        Assert.SkipUnless(File.Exists(program), "hearth is not built");
        using var folder = new TemporaryFolder();
        var package = folder.PathTo("a-1.0-0.conda");
        File.WriteAllBytes(package, ArchiveBytes.CondaFile(
            ("pkg-a-1.0-0.tar.zst", Zstd.Compress(ArchiveBytes.Tarball([.. Enumerable.Range(0, 3_000).Select(i => ArchiveBytes.File($"share/{i}", 6_000))]))),
            ("info-a-1.0-0.tar.zst", Zstd.Compress(ArchiveBytes.Tarball(ArchiveBytes.IndexJson)))));
        var expected = Contents.Sorted(package);
        var (killed, finished) = (0, 0);
        for (var delay = 40; finished == 0 || killed == 0; delay += 37)
        {
            Assert.True(delay < 60_000, "the program never finished, or could not be killed before it did");
            var target = verb == "extract" ? folder.PathTo("out") : folder.PathTo("a-1.0-0.tar.bz2");
            using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "package", verb, package, verb == "extract" ? "--folder" : "--output-folder", verb == "extract" ? target : folder.Path])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            if (!process.WaitForExit(delay))
            {
                process.Kill();
                process.WaitForExit();
                killed++;
            }
            else
            {
                finished++;
            }
            if (verb == "extract" && Directory.Exists(target))
            {
                Assert.Equal(3_001, Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories).Count());
                Directory.Delete(target, recursive: true);
            }
            else if (File.Exists(target))
            {
                Assert.Equal(expected, Contents.Sorted(target));
                File.Delete(target);
            }
        }
    }
}
