using System.Collections.Concurrent;
using Hearth.Foundation.Streams;

namespace Hearth.Packages.Compression;

/// <summary>Compresses with bzip2, blocks of 900 kB side by side on several threads. The bytes are those of one thread: one stream, blocks in order.</summary>
internal sealed class Bzip2WriteStream(Stream destination, bool leaveOpen) : WriteOnlyStream
{
    private const int MaxPooled = 8;

    // A block has buffers of some twenty megabytes.
    private static readonly ConcurrentQueue<Bzip2EncodedBlock> Pool = new();

    private readonly Bzip2BitWriter _bits = new();
    private readonly Queue<(Bzip2EncodedBlock Block, Task Compressed)> _underway = new();
    private Bzip2EncodedBlock? _block;
    private uint _combined;
    private bool _hasBegun;
    private bool _isFinished;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            _block ??= Pool.TryDequeue(out var pooled) ? pooled : new Bzip2EncodedBlock();
            buffer = buffer[_block.Append(buffer)..];
            if (buffer.Length > 0)
                StartBlock();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isFinished)
        {
            _isFinished = true;
            Finish();
            if (!leaveOpen)
                destination.Dispose();
        }
        base.Dispose(disposing);
    }

    private void StartBlock()
    {
        var block = _block!;
        _block = null;
        _underway.Enqueue((block, Task.Run(block.Compress)));
        while (_underway.Count > Environment.ProcessorCount)
            FinishBlock();
    }

    private void FinishBlock()
    {
        var (block, compressed) = _underway.Dequeue();
        compressed.GetAwaiter().GetResult();
        Begin();
        _bits.Append(block.Bits);
        _combined = ((_combined << 1) | (_combined >> 31)) ^ block.Crc;
        Store();
        block.Clear();
        if (Pool.Count < MaxPooled)
            Pool.Enqueue(block);
    }

    private void Finish()
    {
        if (_block is { IsEmpty: false })
            StartBlock();
        while (_underway.Count > 0)
            FinishBlock();
        Begin();
        _bits.Write(24, 0x177245);
        _bits.Write(24, 0x385090);
        _bits.Write(32, _combined);
        _bits.End();
        Store();
    }

    private void Begin()
    {
        if (_hasBegun)
            return;
        _hasBegun = true;
        _bits.Write(32, 0x425a6839);
    }

    private void Store()
    {
        destination.Write(_bits.Bytes);
        _bits.DropBytes();
    }
}
