using System.Buffers.Binary;

namespace Hearth.Foundation.MsgPack;

/// <summary>
/// Reads MessagePack from memory, value by value. Lengths are checked against what is left before anything is taken,
/// so that a hostile document cannot make the reader allocate.
/// </summary>
/// <remarks>Every method throws <see cref="InvalidDataException"/> where the document is damaged or holds another kind of value.</remarks>
public ref struct MsgPackReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _at;

    public readonly bool AtEnd => _at == _data.Length;

    /// <summary>The number of bytes read.</summary>
    public readonly int Position => _at;

    public readonly MsgPackKind Peek() => At(_at) switch
    {
        <= 0x7F or >= 0xE0 or (>= 0xCC and <= 0xD3) => MsgPackKind.Integer,
        <= 0x8F or 0xDE or 0xDF => MsgPackKind.Map,
        <= 0x9F or 0xDC or 0xDD => MsgPackKind.Array,
        <= 0xBF or (>= 0xD9 and <= 0xDB) => MsgPackKind.Text,
        0xC0 => MsgPackKind.Nil,
        0xC2 or 0xC3 => MsgPackKind.Boolean,
        <= 0xC6 and >= 0xC4 => MsgPackKind.Binary,
        0xCA or 0xCB => MsgPackKind.Float,
        0xC1 => throw Damaged("the byte C1 has no meaning"),
        _ => MsgPackKind.Extension,
    };

    public void Nil() => Expect(MsgPackKind.Nil, 1);

    public bool Boolean()
    {
        Expect(MsgPackKind.Boolean, 1);
        return _data[_at - 1] == 0xC3;
    }

    /// <summary>Reads an integer; those above <see cref="long.MaxValue"/> are refused.</summary>
    public long Integer()
    {
        Require(MsgPackKind.Integer);
        var tag = Take(1)[0];
        return tag switch
        {
            <= 0x7F => tag,
            >= 0xE0 => (sbyte)tag,
            0xCC => Take(1)[0],
            0xCD => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            0xCE => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
            0xCF => BinaryPrimitives.ReadUInt64BigEndian(Take(8)) is var big && big <= long.MaxValue ? (long)big : throw Damaged("an integer is too large"),
            0xD0 => (sbyte)Take(1)[0],
            0xD1 => BinaryPrimitives.ReadInt16BigEndian(Take(2)),
            0xD2 => BinaryPrimitives.ReadInt32BigEndian(Take(4)),
            _ => BinaryPrimitives.ReadInt64BigEndian(Take(8)),
        };
    }

    public double Float()
    {
        Require(MsgPackKind.Float);
        return Take(1)[0] == 0xCA ? BinaryPrimitives.ReadSingleBigEndian(Take(4)) : BinaryPrimitives.ReadDoubleBigEndian(Take(8));
    }

    /// <summary>The UTF-8 bytes of a text value.</summary>
    public ReadOnlySpan<byte> Text()
    {
        Require(MsgPackKind.Text);
        var tag = Take(1)[0];
        return Take(tag < 0xC0 ? tag & 0x1F : Length(tag - 0xD9));
    }

    public ReadOnlySpan<byte> Binary()
    {
        Require(MsgPackKind.Binary);
        return Take(Length(Take(1)[0] - 0xC4));
    }

    /// <summary>The number of elements of an array, which follow.</summary>
    public int ArrayHeader()
    {
        Require(MsgPackKind.Array);
        var tag = Take(1)[0];
        return Counted(tag < 0xC0 ? tag & 0x0F : Length(tag - 0xDC + 1), bytesEach: 1);
    }

    /// <summary>The number of pairs of a map, which follow: key, value, key, value.</summary>
    public int MapHeader()
    {
        Require(MsgPackKind.Map);
        var tag = Take(1)[0];
        return Counted(tag < 0xC0 ? tag & 0x0F : Length(tag - 0xDE + 1), bytesEach: 2);
    }

    /// <summary>Passes over one value with all it holds.</summary>
    public void Skip()
    {
        for (long left = 1; left > 0; left--)
        {
            switch (Peek())
            {
                case MsgPackKind.Nil or MsgPackKind.Boolean: Take(1); break;
                case MsgPackKind.Integer: SkipInteger(); break;
                case MsgPackKind.Float: Float(); break;
                case MsgPackKind.Text: Text(); break;
                case MsgPackKind.Binary: Binary(); break;
                case MsgPackKind.Array: left += ArrayHeader(); break;
                case MsgPackKind.Map: left += 2L * MapHeader(); break;
                default: SkipExtension(); break;
            }
        }
    }

    /// <summary>The error of a reader that finds something else than it needs.</summary>
    public readonly InvalidDataException Damaged(string what) => new($"The MessagePack data is damaged at byte {_at}: {what}.");

    private void SkipInteger() => Take(At(_at) switch
    {
        0xCC or 0xD0 => 2,
        0xCD or 0xD1 => 3,
        0xCE or 0xD2 => 5,
        0xCF or 0xD3 => 9,
        _ => 1,
    });

    private void SkipExtension()
    {
        var tag = Take(1)[0];
        var length = tag >= 0xD4 ? 1 << (tag - 0xD4) : Length(tag - 0xC7);
        Take(length + 1);
    }

    private readonly byte At(int index) => index < _data.Length ? _data[index] : throw Damaged("it ends too early");

    private readonly void Require(MsgPackKind kind)
    {
        if (Peek() is var found && found != kind)
            throw Damaged($"{kind} is expected, {found} was found");
    }

    private void Expect(MsgPackKind kind, int length)
    {
        Require(kind);
        Take(length);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _data.Length - _at)
            throw Damaged("it ends too early");
        _at += count;
        return _data.Slice(_at - count, count);
    }

    private readonly int Counted(int count, int bytesEach) =>
        (long)count * bytesEach <= _data.Length - _at ? count : throw Damaged("it promises more elements than it has bytes");

    // A big-endian length of 1, 2 or 4 bytes: power 0, 1 or 2.
    private int Length(int power) => power switch
    {
        0 => Take(1)[0],
        1 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
        _ => BinaryPrimitives.ReadUInt32BigEndian(Take(4)) is var length && length <= int.MaxValue ? (int)length : throw Damaged("a length is too large"),
    };
}
