using Hearth.Channels.Blobs;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Blobs;

public sealed class GrowingFileTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_reads_while_it_ends_has_the_last_byte_too()
    {
        using var folder = new TemporaryFolder();
        // The end and the question for more meet in a few of these.
        for (var round = 0; round < 4000; round++)
        {
            using var file = new GrowingFile(folder.PathTo($"f{round}"));
            using var reader = file.OpenRead(0);
            var reading = Task.Run(() => ReadAsync(reader), Stop);
            file.Write([1, 2]);
            Thread.SpinWait(round % 1000);
            file.Write([3]);
            Thread.SpinWait(round % 1000);
            file.Complete();
            Assert.Equal([1, 2, 3], await reading);
        }
    }

    [Fact]
    public async Task Nobody_gets_the_last_byte_of_what_failed()
    {
        using var folder = new TemporaryFolder();
        using var file = new GrowingFile(folder.PathTo("f"));
        file.Write([1, 2, 3]);
        file.Fail(new InvalidDataException("came out otherwise"));

        using var reader = file.OpenRead(0);
        Assert.Equal(2, await reader.ReadAsync(new byte[10], Stop));
        var thrown = await Assert.ThrowsAsync<IOException>(() => reader.ReadAsync(new byte[10], 0, 10, Stop));
        Assert.Contains("came out otherwise", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_begins_where_it_wants()
    {
        using var folder = new TemporaryFolder();
        using var file = new GrowingFile(folder.PathTo("f"));
        file.Write([1, 2, 3]);
        file.Complete();

        using var reader = file.OpenRead(1);
        Assert.True(file.HasReaders);
        Assert.Equal([2, 3], await ReadAsync(reader));
    }

    [Fact]
    public async Task One_that_was_released_is_read_to_its_end_by_who_is_at_it_and_by_nobody_else()
    {
        using var folder = new TemporaryFolder();
        var file = new GrowingFile(folder.PathTo("f"), keepsName: true);
        file.Write([1, 2, 3]);
        file.Complete();
        var reader = file.OpenRead(0);
        file.Release();

        Assert.Null(file.TryOpenRead(0));
        File.Move(folder.PathTo("f"), folder.PathTo("kept"));
        Assert.Equal([1, 2, 3], await ReadAsync(reader));
        reader.Dispose();
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(folder.PathTo("kept"), Stop));
    }

    private static async Task<byte[]> ReadAsync(Stream reader)
    {
        using var memory = new MemoryStream();
        await reader.CopyToAsync(memory, Stop);
        return memory.ToArray();
    }
}
