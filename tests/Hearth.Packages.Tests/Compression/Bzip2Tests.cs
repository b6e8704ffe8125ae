using System.Diagnostics;
using CsCheck;
using Hearth.Packages.Compression;
using Hearth.Testing;

namespace Hearth.Packages.Tests.Compression;

public sealed class Bzip2Tests
{
    [Fact]
    public void Any_content_comes_back() =>
        Gen.OneOf(Gen.Byte.Array[0, 2_000], Gen.Byte[0, 2].Array[0, 5_000], Runs).Sample(
            content => Assert.Equal(content, Decompress(Compress(content))), iter: 300);

    // Runs of four and more are shortened; they may begin and end in any of the pieces in which content arrives.
    [Fact]
    public void Pieces_make_no_difference() =>
        Gen.Select(Runs, Gen.Int[1, 90]).Sample(
            (content, size) =>
            {
                var compressed = new MemoryStream();
                using (var bzip2 = Bzip2.OpenWrite(compressed, leaveOpen: true))
                {
                    foreach (var piece in content.Chunk(size))
                        bzip2.Write(piece);
                }
                Assert.Equal(Compress(content), compressed.ToArray());
            },
            iter: 100);

    // Blocks behind the first are expanded two at a time.
    [Theory]
    [InlineData(800_000)]
    [InlineData(1_700_000)]
    [InlineData(2_600_000)]
    [InlineData(3_500_000)]
    [InlineData(4_400_000)]
    public void Any_number_of_blocks_comes_back(int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);
        Assert.Equal(content, Decompress(Compress(content)));
    }

    [Fact]
    public void Damage_in_any_block_is_noticed()
    {
        var content = new byte[3_500_000];
        new Random(1).NextBytes(content);
        var whole = Compress(content);
        for (var part = 0; part < 8; part++)
        {
            var damaged = whole.ToArray();
            damaged[(whole.Length / 8 * part) + (whole.Length / 16)] ^= 1;
            Assert.Throws<InvalidDataException>(() => Decompress(damaged));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_003)]
    public void Content_that_repeats_itself_over_any_distance_comes_back(int period)
    {
        var pattern = new byte[period];
        new Random(period).NextBytes(pattern);
        var content = Enumerable.Range(0, 2_000_000).Select(i => pattern[i % period]).ToArray();
        Assert.Equal(content, Decompress(Compress(content)));
    }

    [Fact]
    public void Streams_that_follow_each_other_read_as_one() =>
        Assert.Equal("firstsecond"u8, Decompress([.. Compress("first"u8.ToArray()), .. Compress("second"u8.ToArray())]));

    [Fact]
    public void Every_cut_is_noticed()
    {
        var whole = Compress("some content, some more content"u8.ToArray());
        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<InvalidDataException>(() => Decompress(whole[..length]));
    }

    [Fact]
    public void No_damage_passes_for_the_content()
    {
        var content = "some content, some more content"u8.ToArray();
        var whole = Compress(content);
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var damaged = whole.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                // The unused bits at the end and a larger block size change nothing.
                Assert.Equal(content, Decompress(damaged));
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    [Fact]
    public void The_reference_program_reads_what_we_write_and_we_read_what_it_writes()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/bzip2"), "bzip2 is not installed");
        using var folder = new TemporaryFolder();
        var content = Enumerable.Range(0, 300_000).SelectMany(i => BitConverter.GetBytes(i * 2_654_435_761)).ToArray();
        File.WriteAllBytes(folder.PathTo("ours.bz2"), Compress(content));
        File.WriteAllBytes(folder.PathTo("theirs"), content);
        Run("bzip2", "-d", folder.PathTo("ours.bz2"));
        Run("bzip2", "-9", folder.PathTo("theirs"));
        Assert.Equal(content, File.ReadAllBytes(folder.PathTo("ours")));
        Assert.Equal(content, Decompress(File.ReadAllBytes(folder.PathTo("theirs.bz2"))));
    }

    private static Gen<byte[]> Runs =>
        Gen.Select(Gen.Byte, Gen.Int[1, 600]).Array[0, 40].Select(runs => runs.SelectMany(run => Enumerable.Repeat(run.Item1, run.Item2)).ToArray());

    private static byte[] Compress(byte[] content)
    {
        var compressed = new MemoryStream();
        using (var bzip2 = Bzip2.OpenWrite(compressed, leaveOpen: true))
            bzip2.Write(content);
        return compressed.ToArray();
    }

    private static byte[] Decompress(byte[] compressed)
    {
        using var bzip2 = Bzip2.OpenRead(new MemoryStream(compressed));
        var content = new MemoryStream();
        bzip2.CopyTo(content);
        return content.ToArray();
    }

    private static void Run(string program, params string[] args)
    {
        using var process = Process.Start(program, args);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
