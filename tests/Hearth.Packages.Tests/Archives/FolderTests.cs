using Hearth.Conda.Names;
using Hearth.Packages.Archives;
using Hearth.Packages.Archives.Tar;
using Hearth.Packages.Paths;
using Hearth.Testing;

namespace Hearth.Packages.Tests.Archives;

public sealed class FolderTests
{
    [Theory]
    [InlineData("hello-1.0-0.conda")]
    [InlineData("hello-1.0-0.tar.bz2")]
    public void The_same_content_gives_the_same_bytes(string name)
    {
        using var folder = new TemporaryFolder();
        FolderPacking.Run(MakeFolder(folder, "first"), folder.PathTo("a", name));
        FolderPacking.Run(MakeFolder(folder, "second"), folder.PathTo("b", name));
        Assert.Equal(File.ReadAllBytes(folder.PathTo("a", name)), File.ReadAllBytes(folder.PathTo("b", name)));
    }

    [Theory]
    [InlineData("hello-1.0-0.conda")]
    [InlineData("hello-1.0-0.tar.bz2")]
    public void A_created_package_verifies_and_has_its_metadata_first(string name)
    {
        using var folder = new TemporaryFolder();
        FolderPacking.Run(MakeFolder(folder, "source"), folder.PathTo("a", name));
        using var source = new FileByteRangeSource(folder.PathTo("a", name));
        Assert.Empty(PackageVerification.Run(source, ArchiveName.Parse(name).Format));
        Assert.Equal(
            ["info/index.json", "info/paths.json", "bin/hello", "empty", "lib/link"],
            Contents.Of(source, ArchiveName.Parse(name).Format).Select(member => member.Entry.Path));
    }

    [Fact]
    public void A_file_that_has_prefix_lists_is_listed_with_its_placeholder()
    {
        using var folder = new TemporaryFolder();
        var source = MakeFolder(folder, "source");
        File.WriteAllText(folder.PathTo("source", "info", "has_prefix"), "/build/prefix text bin/hello\n");
        File.WriteAllText(folder.PathTo("source", "bin", "hello"), "#!/build/prefix/bin/sh\n");
        FolderPacking.Run(source, folder.PathTo("a", "hello-1.0-0.conda"));
        var info = Packages.Metadata.PackageInfoReader.Read(folder.PathTo("a", "hello-1.0-0.conda"));
        var path = PathsJson.Read(info, "test").Single(path => path.PrefixPlaceholder is not null);
        Assert.Equal(("bin/hello", "/build/prefix", false), (path.Path, path.PrefixPlaceholder, path.IsBinary));
        using var package = new FileByteRangeSource(folder.PathTo("a", "hello-1.0-0.conda"));
        Assert.Empty(PackageVerification.Run(package, ArchiveFormat.Conda));
    }

    [Fact]
    public void Extracting_gives_back_content_modes_links_and_times()
    {
        using var folder = new TemporaryFolder();
        var package = folder.PathTo("a", "hello-1.0-0.conda");
        FolderPacking.Run(MakeFolder(folder, "source"), package);
        using var source = new FileByteRangeSource(package);
        Extraction.Run(source, ArchiveFormat.Conda, folder.PathTo("out"));
        Assert.Equal("echo hello\n", File.ReadAllText(folder.PathTo("out", "bin", "hello")));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(folder.PathTo("out", "bin", "hello")).HasFlag(UnixFileMode.UserExecute));
        Assert.Equal("../bin/hello", new FileInfo(folder.PathTo("out", "lib", "link")).LinkTarget);
        Assert.True(Directory.Exists(folder.PathTo("out", "empty")));
        Assert.Equal(1_600_000_000, new DateTimeOffset(File.GetLastWriteTimeUtc(folder.PathTo("out", "bin", "hello"))).ToUnixTimeSeconds());
    }

    [Fact]
    public void Hard_links_are_extracted_as_hard_links()
    {
        using var folder = new TemporaryFolder();
        using var source = new MemoryByteRangeSource("test", ArchiveBytes.CondaFile(ArchiveBytes.File("a", 4), ArchiveBytes.HardLink("b/c", "a")));
        Extraction.Run(source, ArchiveFormat.Conda, folder.PathTo("out"));
        File.WriteAllText(folder.PathTo("out", "a"), "changed");
        Assert.Equal("changed", File.ReadAllText(folder.PathTo("out", "b", "c")));
    }

    [Fact]
    public void A_changed_a_missing_and_an_unlisted_file_are_found()
    {
        using var folder = new TemporaryFolder();
        var source = MakeFolder(folder, "source");
        FolderPacking.Run(source, folder.PathTo("a", "hello-1.0-0.conda"));
        using (var good = new FileByteRangeSource(folder.PathTo("a", "hello-1.0-0.conda")))
            Extraction.Run(good, ArchiveFormat.Conda, folder.PathTo("out"));
        File.WriteAllText(folder.PathTo("out", "bin", "hello"), "echo hellO\n");
        File.Delete(folder.PathTo("out", "lib", "link"));
        File.WriteAllText(folder.PathTo("out", "new"), "");
        FolderPacking.Run(folder.PathTo("out"), folder.PathTo("b", "hello-1.0-0.conda"));
        using var changed = new FileByteRangeSource(folder.PathTo("b", "hello-1.0-0.conda"));
        Assert.Equal(["HRT2034", "HRT2030", "HRT2031"], PackageVerification.Run(changed, ArchiveFormat.Conda).Select(problem => problem.Code));
    }

    [Fact]
    public void Long_names_fractions_of_seconds_and_times_before_1970_survive_both_formats()
    {
        using var folder = new TemporaryFolder();
        TarEntry[] members =
        [
            ArchiveBytes.File(string.Join('/', Enumerable.Repeat("folder-with-a-long-name", 9)) + "/ümlaut", 3),
            ArchiveBytes.File("long" + new string('g', 180)) with { Modified = DateTimeOffset.UnixEpoch.AddTicks(12_345_678) },
            ArchiveBytes.Link("link", new string('t', 150)),
            ArchiveBytes.File("old") with { Modified = DateTimeOffset.UnixEpoch.AddSeconds(-1.5) },
        ];
        File.WriteAllBytes(folder.PathTo("a-1.0-0.conda"), ArchiveBytes.CondaFile(members));
        Transmutation.Run(folder.PathTo("a-1.0-0.conda"), folder.PathTo("a-1.0-0.tar.bz2"));
        Assert.Equal(members, Contents.Of(folder.PathTo("a-1.0-0.tar.bz2")).Skip(1).Select(member => member.Entry));
    }

    private static string MakeFolder(TemporaryFolder folder, string name)
    {
        Directory.CreateDirectory(folder.PathTo("a"));
        Directory.CreateDirectory(folder.PathTo("b"));
        foreach (var part in new[] { "info", "bin", "lib", "empty" })
            Directory.CreateDirectory(folder.PathTo(name, part));
        File.WriteAllText(folder.PathTo(name, "info", "index.json"), """{"name":"hello","version":"1.0","build":"0","timestamp":1600000000000}""");
        File.WriteAllText(folder.PathTo(name, "bin", "hello"), "echo hello\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.PathTo(name, "bin", "hello"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(folder.PathTo(name, "lib", "link"), "../bin/hello");
        return folder.PathTo(name);
    }
}
