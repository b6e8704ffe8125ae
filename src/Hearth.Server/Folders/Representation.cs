using System.Globalization;
using System.IO.Pipelines;
using Hearth.Foundation.Hashing;
using Microsoft.Win32.SafeHandles;

namespace Hearth.Server.Folders;

/// <summary>
/// One state of one file as it is sent (RFC 9110 §3.2): its bytes, in memory or in an open file, and the header values that
/// belong to it. Because bytes and headers are taken together, an answer is one consistent file whatever is renamed meanwhile.
/// </summary>
internal sealed class Representation : IDisposable
{
    private const int ChunkSize = 1 << 16;

    private static readonly TimeSpan StoreAnswersWithin = TimeSpan.FromSeconds(30);

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly SafeFileHandle? _file;
    private readonly FileStamp _stamp;
    private readonly Func<long, CancellationToken, Task<Stream>>? _openAt;

    /// <summary>A representation held in memory; its tag is the hash of its bytes, so equal bytes have equal tags everywhere.</summary>
    public Representation(FileHeaders headers, ReadOnlyMemory<byte> bytes, ContentCoding? coding = null)
        : this(headers, Sha256.Of(bytes.Span), bytes, coding)
    {
    }

    /// <summary>The same of bytes whose hash is known.</summary>
    public Representation(FileHeaders headers, Sha256 digest, ReadOnlyMemory<byte> bytes, ContentCoding? coding = null)
    {
        Headers = headers;
        _bytes = bytes;
        Length = bytes.Length;
        Coding = coding;
        // 128 bits are plenty against accident, and shorten every answer.
        EntityTag = Quoted(digest.ToString()[..32], coding);
    }

    /// <summary>A representation read from an open file while it is sent; its tag is made of the file's stamp.</summary>
    public Representation(FileHeaders headers, SafeFileHandle file, FileStamp stamp, ContentCoding? coding = null)
    {
        Headers = headers;
        _file = file;
        _stamp = stamp;
        Length = stamp.Length;
        Coding = coding;
        EntityTag = Quoted(
            string.Create(CultureInfo.InvariantCulture, $"{stamp.Inode:x}-{stamp.Length:x}-{stamp.Modified.Ticks:x}-{stamp.Changed.Ticks:x}"),
            coding);
    }

    /// <summary>A representation read from elsewhere while it is sent; its tag is the digest of its bytes.</summary>
    public Representation(FileHeaders headers, Sha256 digest, long length, Func<long, CancellationToken, Task<Stream>> openAt, ContentCoding? coding = null)
    {
        Headers = headers;
        _openAt = openAt;
        Length = length;
        Coding = coding;
        EntityTag = Quoted(digest.ToString()[..32], coding);
    }

    /// <summary>How long each piece that is read from elsewhere may take; for what is still being made, as long as its maker is given.</summary>
    public TimeSpan AnswersWithin { get; init; } = StoreAnswersWithin;

    public FileHeaders Headers { get; }

    /// <summary>The coding that the client must undo; null for the file as it is.</summary>
    public ContentCoding? Coding { get; }

    /// <summary>A strong tag (RFC 9110 §8.8.3), quotes included.</summary>
    public string EntityTag { get; }

    public long Length { get; }

    /// <summary>Whether the bytes are in memory, so that it may be sent many times.</summary>
    public bool IsInMemory => _file is null && _openAt is null;

    /// <summary>Writes a part of the bytes; stops early when <paramref name="output"/> says that the client went away.</summary>
    /// <exception cref="IOException">The file changed in place while it was sent: what the client has must not look whole.</exception>
    public ValueTask WriteAsync(PipeWriter output, ByteRange part) =>
        IsInMemory ? WriteMemoryAsync(output, _bytes.Slice((int)part.First, (int)part.Length))
        : _file is null ? WriteStreamAsync(output, part)
        : WriteFileAsync(output, part);

    public void Dispose() => _file?.Dispose();

    private static string Quoted(string tag, ContentCoding? coding) => coding is null ? $"\"{tag}\"" : $"\"{tag}-{coding.Name}\"";

    private static ValueTask WriteMemoryAsync(PipeWriter output, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > ChunkSize)
            return WriteInChunksAsync(output, bytes);
        var write = output.WriteAsync(bytes);
        return write.IsCompletedSuccessfully ? Completed(write.Result) : Awaited(write);

        static ValueTask Completed(FlushResult _) => ValueTask.CompletedTask;
        static async ValueTask Awaited(ValueTask<FlushResult> write) => await write;
    }

    // A slow client must not make the pipe hold a copy of the whole.
    private static async ValueTask WriteInChunksAsync(PipeWriter output, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var chunk = bytes[..Math.Min(bytes.Length, ChunkSize)];
            if ((await output.WriteAsync(chunk)).IsCompleted)
                return;
            bytes = bytes[chunk.Length..];
        }
    }

    private async ValueTask WriteFileAsync(PipeWriter output, ByteRange part)
    {
        var (position, left) = (part.First, part.Length);
        while (left > 0)
        {
            var memory = output.GetMemory(ChunkSize);
            var read = await RandomAccess.ReadAsync(_file!, memory[..(int)Math.Min(memory.Length, left)], position);
            (position, left) = (position + read, left - read);
            if (read == 0 || (left == 0 && FileStamp.Of(_file!) is { } now && now.IsOtherContentThan(_stamp)))
                throw new IOException("The file changed in place while it was sent.");
            output.Advance(read);
            if ((await output.FlushAsync()).IsCompleted)
                return;
        }
    }

    private async ValueTask WriteStreamAsync(PipeWriter output, ByteRange part)
    {
        await using var stream = await _openAt!(part.First, CancellationToken.None);
        for (var left = part.Length; left > 0;)
        {
            var memory = output.GetMemory(ChunkSize);
            var read = await stream.ReadAsync(memory[..(int)Math.Min(memory.Length, left)]).AsTask().WaitAsync(AnswersWithin);
            if (read == 0)
                throw new IOException("The store ended before the blob did.");
            left -= read;
            output.Advance(read);
            if ((await output.FlushAsync()).IsCompleted)
                return;
        }
    }
}
