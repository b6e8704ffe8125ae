using System.Buffers.Binary;
using Hearth.Conda.Names;
using Hearth.Foundation.Compression;
using Hearth.Packages.Archives;
using static Hearth.Packages.Tests.Archives.ArchiveBytes;

namespace Hearth.Packages.Tests.Archives;

public sealed class HostileZipTests
{
    private static readonly byte[] Good = CondaFile(File("lib/a", 10));
    private static readonly byte[] Info = Zstd.Compress(Tarball(IndexJson));

    [Fact]
    public void A_good_package_is_read() => Assert.Null(Refusal(Good, ArchiveFormat.Conda));

    [Fact]
    public void Data_before_or_after_the_container_is_refused()
    {
        Assert.Equal("HRT2007", Refusal([.. Good, 0], ArchiveFormat.Conda));
        Assert.Equal("HRT2007", Refusal([0, .. Good], ArchiveFormat.Conda));
    }

    [Fact]
    public void Every_truncation_is_noticed()
    {
        for (var length = 0; length < Good.Length; length++)
            Assert.Contains(Refusal(Good[..length], ArchiveFormat.Conda), new[] { "HRT2001", "HRT2002", "HRT2007", "HRT2011" });
    }

    [Fact]
    public void No_flipped_bit_goes_unnoticed_unless_it_means_nothing()
    {
        // Times, version numbers, attributes and effort bits of ZIP mean nothing to a package.
        var good = Contents.Of(new MemoryByteRangeSource("test", Good), ArchiveFormat.Conda);
        for (var bit = 0; bit < Good.Length * 8; bit++)
        {
            var damaged = Good.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            if (Refusal(damaged, ArchiveFormat.Conda) is null)
                Assert.Equal(good, Contents.Of(new MemoryByteRangeSource("test", damaged), ArchiveFormat.Conda));
        }
    }

    [Fact]
    public void A_comment_is_refused()
    {
        var commented = (byte[])[.. Good, (byte)'h', (byte)'i'];
        BinaryPrimitives.WriteUInt16LittleEndian(commented.AsSpan(Good.Length - 2), 2);
        Assert.Equal("HRT2007", Refusal(commented, ArchiveFormat.Conda));
    }

    [Fact]
    public void Members_of_one_name_are_refused() =>
        Assert.Equal("HRT2005", Refusal(CondaFile(("info-a-1.0-0.tar.zst", Info), ("info-a-1.0-0.tar.zst", Info)), ArchiveFormat.Conda));

    [Fact]
    public void Two_info_tarballs_are_refused() =>
        Assert.Equal("HRT2005", Refusal(CondaFile(("info-a-1.0-0.tar.zst", Info), ("info-b-1.0-0.tar.zst", Info)), ArchiveFormat.Conda));

    [Fact]
    public void Foreign_members_are_refused() =>
        Assert.Equal("HRT2011", Refusal(CondaFile(("info-a-1.0-0.tar.zst", Info), ("setup.exe", [1])), ArchiveFormat.Conda));

    [Fact]
    public void A_container_without_metadata_is_refused() =>
        Assert.Equal("HRT2009", Refusal(CondaFile(("pkg-a-1.0-0.tar.zst", Zstd.Compress(Tarball()))), ArchiveFormat.Conda));

    [Fact]
    public void Files_in_the_info_tarball_and_metadata_in_the_other_are_refused()
    {
        var mixed = Zstd.Compress(Tarball(IndexJson, File("bin/tool")));
        Assert.Equal("HRT2003", Refusal(CondaFile(("info-a-1.0-0.tar.zst", mixed)), ArchiveFormat.Conda));
        Assert.Equal("HRT2003", Refusal(CondaFile(("info-a-1.0-0.tar.zst", Info), ("pkg-a-1.0-0.tar.zst", Info)), ArchiveFormat.Conda));
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(6, 1)]
    [InlineData(14, 1)]
    [InlineData(18, 1)]
    [InlineData(26, 1)]
    public void A_local_header_that_says_something_else_than_the_directory_is_refused(int offset, byte difference)
    {
        var changed = Good.ToArray();
        changed[offset] ^= difference;
        Assert.Equal("HRT2011", Refusal(changed, ArchiveFormat.Conda));
    }
}
