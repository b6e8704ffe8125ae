using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Generation;
using Hearth.Recipes.Generation.Sources;

namespace Hearth.Recipes.Tests.Generation.Sources;

public sealed class SourceTreeTests
{
    [Theory]
    [InlineData("a-1.tar.gz")]
    [InlineData("a-1.zip")]
    public void The_folder_around_an_archive_s_files_is_left_out(string name)
    {
        var tree = SourceTree.OfArchive(Archive(name, ("a-1/PKG-INFO", "Name: a"), ("a-1/a/x.py", "pass"), ("a-1/a.egg-info/PKG-INFO", "Name: b")), name);
        Assert.Equal(["PKG-INFO", "a.egg-info/PKG-INFO", "a/x.py"], tree.Paths);
        Assert.Equal("PKG-INFO", tree.Find("PKG-INFO"));
        Assert.Equal("Name: a", tree.TextOf("PKG-INFO"));
        Assert.Null(tree.TextOf("a/x.py"));
    }

    [Fact]
    public void Names_that_climb_out_are_names_and_nothing_more()
    {
        var tree = SourceTree.OfArchive(Archive("a.tar.gz", ("../../etc/PKG-INFO", "Name: a"), ("/abs", "x")), "a.tar.gz");
        Assert.Contains("/abs", tree.Paths);
    }

    [Theory]
    [InlineData("a.tar.gz", "no gzip")]
    [InlineData("a.zip", "no zip")]
    [InlineData("a.rar", "whatever")]
    public void Damaged_and_unknown_archives_are_refused(string name, string content) =>
        Assert.Equal(
            GenerationDiagnostics.BadArchive,
            Assert.Throws<BadInputException>(() => SourceTree.OfArchive(new MemoryStream(Encoding.UTF8.GetBytes(content)), name)).Diagnostics.Single().Kind);

    [Fact]
    public void A_bomb_is_refused_before_it_unfolds()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            using var tar = new TarWriter(gzip, TarEntryFormat.Pax, leaveOpen: true);
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "zeros") { DataStream = new MemoryStream(new byte[80 * 1024 * 1024]) });
        }
        packed.Position = 0;
        Assert.Throws<BadInputException>(() => SourceTree.OfArchive(packed, "bomb.tar.gz"));
    }

    private static MemoryStream Archive(string name, params (string Path, string Content)[] files)
    {
        var packed = new MemoryStream();
        if (name.EndsWith(".zip", StringComparison.Ordinal))
        {
            using var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var (path, content) in files)
            {
                using var entry = zip.CreateEntry(path).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        }
        else
        {
            using var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true);
            using var tar = new TarWriter(gzip, TarEntryFormat.Pax, leaveOpen: true);
            foreach (var (path, content) in files)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
        }
        packed.Position = 0;
        return packed;
    }
}
