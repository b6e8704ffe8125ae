using System.Collections.Concurrent;
using Hearth.Foundation.Streams;

namespace Hearth.Packages.Compression;

/// <summary>
/// Decompresses bzip2. Blocks are taken from the bit stream one after the other, but expanded on other threads, two at a time, while the next ones are taken. The first
/// block stands alone, so that a reader who wants only the beginning does not pay for more.
/// </summary>
internal sealed class Bzip2ReadStream(Stream compressed, bool leaveOpen) : ReadOnlyStream
{
    private const ulong BlockMagic = 0x314159265359;
    private const ulong EndMagic = 0x177245385090;
    private const int BlockUnit = 100_000;
    private const int MaxPooled = 8;

    // A block has buffers of several megabytes.
    private static readonly ConcurrentQueue<Bzip2DecodedBlock> Pool = new();

    private readonly Bzip2BitReader _bits = new(compressed);
    private readonly Queue<(Bzip2DecodedBlock Block, Task Expanded)> _ahead = new();
    private Bzip2DecodedBlock? _present;
    private int _position;
    private int _window = 1;
    private int _maxBlock;
    private uint _combined;
    private bool _hasBegun;
    private bool _isAtEnd;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        while (_present is null || _position == _present.Content.Length)
        {
            if (!NextBlock())
                return 0;
        }
        var count = Math.Min(buffer.Length, _present.Content.Length - _position);
        _present.Content.Span.Slice(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    private bool NextBlock()
    {
        Recycle(ref _present);
        while (!_isAtEnd && _ahead.Count < _window)
            TakeBlocks();
        _window = Math.Min(_window * 2, 2 * Environment.ProcessorCount);
        if (!_ahead.TryDequeue(out var next))
            return false;
        // An exception that Expand threw is thrown again here.
        next.Expanded.GetAwaiter().GetResult();
        _present = next.Block;
        _position = 0;
        return true;
    }

    private void TakeBlocks()
    {
        if (TakeBlock() is not { } first)
            return;
        if (_window == 1)
        {
            first.Expand();
            _ahead.Enqueue((first, Task.CompletedTask));
        }
        else if (TakeBlock() is { } second)
        {
            var expanded = Task.Run(() => Bzip2DecodedBlock.ExpandBoth(first, second));
            _ahead.Enqueue((first, expanded));
            _ahead.Enqueue((second, expanded));
        }
        else
        {
            _ahead.Enqueue((first, Task.Run(first.Expand)));
        }
    }

    // The next block, or null at the end of the data.
    private Bzip2DecodedBlock? TakeBlock()
    {
        while (_maxBlock > 0 || TryBegin())
        {
            var magic = ((ulong)_bits.Read(24) << 24) | _bits.Read(24);
            if (magic == BlockMagic)
            {
                var block = Pool.TryDequeue(out var pooled) ? pooled : new Bzip2DecodedBlock();
                block.ReadFrom(_bits, _maxBlock);
                _combined = ((_combined << 1) | (_combined >> 31)) ^ block.Crc;
                return block;
            }
            if (magic != EndMagic)
                throw new InvalidDataException("The bzip2 data is damaged: no block begins where one should.");
            if (_bits.Read(32) != _combined)
                throw new InvalidDataException("The checksum of the bzip2 data is wrong.");
            _maxBlock = 0;
        }
        return null;
    }

    // Several streams may follow each other, as parallel compressors write them.
    private bool TryBegin()
    {
        if (!_bits.AlignAndTryContinue())
        {
            _isAtEnd = true;
            return _hasBegun ? false : throw new InvalidDataException("The bzip2 data is empty.");
        }
        if (_bits.Read(24) != 0x425a68 || _bits.Read(8) is var level && level is < '1' or > '9')
            throw new InvalidDataException("The data is not compressed with bzip2, or something else follows it.");
        _maxBlock = (int)(level - '0') * BlockUnit;
        _combined = 0;
        _hasBegun = true;
        return true;
    }

    private static void Recycle(ref Bzip2DecodedBlock? block)
    {
        if (block is not null && Pool.Count < MaxPooled)
            Pool.Enqueue(block);
        block = null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Blocks that are still being expanded are left to the collector.
            _ahead.Clear();
            Recycle(ref _present);
            if (!leaveOpen)
                compressed.Dispose();
        }
        base.Dispose(disposing);
    }
}
