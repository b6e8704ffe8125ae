using System.Buffers.Binary;
using Hearth.Conda.Names;
using Hearth.Packages.Archives;
using Hearth.Packages.Archives.Tar;
using Hearth.Testing;
using static Hearth.Packages.Tests.Archives.ArchiveBytes;

namespace Hearth.Packages.Tests.Archives;

public sealed class HostileMemberTests
{
    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../outside")]
    [InlineData("lib/../../outside")]
    [InlineData("lib/..")]
    [InlineData("C:/Windows/system.ini")]
    [InlineData(@"..\outside")]
    [InlineData(@"lib\..\..\outside")]
    [InlineData(@"\outside")]
    [InlineData("lib//a")]
    [InlineData("lib/./a")]
    public void Paths_that_leave_the_package_or_are_ambiguous_are_refused(string path) =>
        Assert.Equal("HRT2003", RefusalOfMembers(IndexJson, File(path)));

    [Fact]
    public void A_path_that_begins_with_a_dot_is_an_ordinary_one() => Assert.Null(RefusalOfMembers(IndexJson, File("./lib/a"), File("lib/..a")));

    [Theory]
    [InlineData("lib/a", "../../outside")]
    [InlineData("lib/a", "/etc/passwd")]
    [InlineData("a", "..")]
    [InlineData("a", "a")]
    [InlineData("a", "C:/Windows")]
    public void Symbolic_links_that_leave_the_package_or_lead_nowhere_are_refused(string path, string target) =>
        Assert.Equal("HRT2004", RefusalOfMembers(IndexJson, Link(path, target)));

    [Fact]
    public void A_link_that_leaves_the_package_through_another_is_refused() =>
        Assert.Equal("HRT2004", RefusalOfMembers(IndexJson, File("x/y/file"), Link("lib/deep", "../x/y"), Link("x/y/z", "../../lib/deep/../../..")));

    [Fact]
    public void Links_that_go_round_in_circles_are_refused() =>
        Assert.Equal("HRT2004", RefusalOfMembers(IndexJson, Link("a", "b"), Link("b", "a")));

    [Fact]
    public void Links_inside_the_package_and_to_files_of_other_packages_are_allowed() =>
        Assert.Null(RefusalOfMembers(IndexJson, File("lib/liba.so.1", 3), Link("lib/liba.so", "liba.so.1"), Link("bin/tool", "../lib/not-here")));

    [Fact]
    public void A_member_that_would_be_written_through_a_link_is_refused()
    {
        Assert.Equal("HRT2004", RefusalOfMembers(IndexJson, Link("lib", "share"), File("lib/a")));
        Assert.Equal("HRT2005", RefusalOfMembers(IndexJson, File("lib/a"), Link("lib", "share")));
        Assert.Equal("HRT2004", RefusalOfMembers(IndexJson, File("lib"), File("lib/a")));
    }

    [Theory]
    [InlineData("../outside", "HRT2003")]
    [InlineData("/etc/passwd", "HRT2003")]
    [InlineData("later", "HRT2004")]
    [InlineData("link", "HRT2004")]
    public void Hard_links_to_anything_but_an_earlier_file_are_refused(string target, string code) =>
        Assert.Equal(code, RefusalOfMembers(IndexJson, File("file"), Link("link", "file"), HardLink("hard", target), File("later")));

    [Fact]
    public void Two_members_of_one_path_are_refused()
    {
        Assert.Equal("HRT2005", RefusalOfMembers(IndexJson, File("a"), File("a")));
        Assert.Equal("HRT2005", RefusalOfMembers(IndexJson, File("a"), File("./a")));
        Assert.Equal("HRT2005", RefusalOfMembers(IndexJson, IndexJson));
    }

    [Fact]
    public void Paths_that_differ_in_case_only_are_warned_of()
    {
        using var source = new MemoryByteRangeSource("test", TarBz2(Tarball(IndexJson, File("readme"), File("README"))));
        using var reader = new ArchiveReader(source, ArchiveFormat.TarBz2);
        while (reader.MoveNext())
        {
        }
        Assert.Equal("HRT2012", Assert.Single(reader.Warnings).Code);
    }

    [Theory]
    [InlineData('3')]
    [InlineData('4')]
    [InlineData('6')]
    [InlineData('S')]
    [InlineData('V')]
    public void Devices_pipes_and_unknown_types_are_refused(char type)
    {
        var tarball = Tarball(File("a"), IndexJson);
        tarball[TarLayout.Type] = (byte)type;
        TarText.TryWriteOctal(TarLayout.SumOf(tarball.AsSpan(0, 512)), tarball.AsSpan(148, 7));
        Assert.Equal("HRT2008", Refusal(TarBz2(tarball), ArchiveFormat.TarBz2));
    }

    [Fact]
    public void Limits_hold()
    {
        var archive = TarBz2(Tarball(IndexJson, File("a/b/c/d", 100_000), File("e", 100_000)));
        Assert.Null(Refusal(archive, ArchiveFormat.TarBz2));
        foreach (var limits in new ArchiveLimits[]
        {
            new() { MaxMembers = 2 },
            new() { MaxMemberSize = 99_999 },
            new() { MaxUnpackedSize = 150_000 },
            new() { MaxDepth = 2 },
            new() { MaxPathLength = 6 },
            new() { MaxRatio = 10, RatioFreeSize = 1_000 },
            new() { MaxDuration = TimeSpan.FromTicks(-1) },
        })
        {
            Assert.Equal("HRT2006", Refusal(archive, ArchiveFormat.TarBz2, limits));
        }
    }

    [Fact]
    public void Every_truncation_is_noticed()
    {
        var tarball = Tarball(IndexJson, File("a", 700));
        for (var length = 0; length < tarball.Length; length += 128)
            Assert.Equal("HRT2002", Refusal(TarBz2(tarball[..length]), ArchiveFormat.TarBz2));
    }

    [Fact]
    public void Data_after_the_end_mark_is_refused()
    {
        var tarball = Tarball(IndexJson);
        Assert.Equal("HRT2007", Refusal(TarBz2([.. tarball, 1]), ArchiveFormat.TarBz2));
        Assert.Null(Refusal(TarBz2([.. tarball, .. new byte[10_240]]), ArchiveFormat.TarBz2));
        Assert.Equal("HRT2002", Refusal([.. TarBz2(tarball), 1, 2, 3, 4], ArchiveFormat.TarBz2));
    }

    [Fact]
    public void A_wrong_header_checksum_is_refused()
    {
        var tarball = Tarball(IndexJson);
        BinaryPrimitives.WriteInt32LittleEndian(tarball, 0x61616161);
        Assert.Equal("HRT2002", Refusal(TarBz2(tarball), ArchiveFormat.TarBz2));
    }

    [Fact]
    public void A_refused_archive_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        using var source = new MemoryByteRangeSource("test", TarBz2(Tarball(IndexJson, File("good", 5), Link("a", "b"), Link("b", "a"))));
        Assert.Throws<Foundation.Diagnostics.BadInputException>(() => Extraction.Run(source, ArchiveFormat.TarBz2, folder.PathTo("out")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }
}
