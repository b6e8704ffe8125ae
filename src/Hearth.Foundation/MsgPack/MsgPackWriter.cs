using System.Buffers.Binary;
using System.Text;
using Hearth.Foundation.Buffers;

namespace Hearth.Foundation.MsgPack;

/// <summary>Writes MessagePack, always in the shortest form, so that equal content gives equal bytes.</summary>
public readonly struct MsgPackWriter(ByteBuffer output)
{
    public void Nil() => output.Append(0xC0);

    public void Boolean(bool value) => output.Append(value ? (byte)0xC3 : (byte)0xC2);

    public void Integer(long value)
    {
        if (value >= 0)
            Unsigned((ulong)value);
        else if (value >= -32)
            output.Append((byte)value);
        else if (value >= sbyte.MinValue)
            Tagged(0xD0, (byte)value);
        else if (value >= short.MinValue)
            Tagged(0xD1, (ushort)value);
        else if (value >= int.MinValue)
            Tagged(0xD2, (uint)value);
        else
            Tagged(0xD3, (ulong)value);
    }

    public void Unsigned(ulong value)
    {
        if (value < 128)
            output.Append((byte)value);
        else if (value <= byte.MaxValue)
            Tagged(0xCC, (byte)value);
        else if (value <= ushort.MaxValue)
            Tagged(0xCD, (ushort)value);
        else if (value <= uint.MaxValue)
            Tagged(0xCE, (uint)value);
        else
            Tagged(0xCF, value);
    }

    public void Double(double value) => Tagged(0xCB, BitConverter.DoubleToUInt64Bits(value));

    public void Text(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length < 32)
            output.Append((byte)(0xA0 | utf8.Length));
        else
            Header(utf8.Length, 0xD9, 0xDA, 0xDB);
        output.Append(utf8);
    }

    public void Text(string text)
    {
        Span<byte> small = stackalloc byte[256];
        Text(Encoding.UTF8.TryGetBytes(text, small, out var written) ? small[..written] : Encoding.UTF8.GetBytes(text));
    }

    public void Binary(ReadOnlySpan<byte> data)
    {
        Header(data.Length, 0xC4, 0xC5, 0xC6);
        output.Append(data);
    }

    public void ArrayHeader(int count) => Collection(count, 0x90, 0xDC);

    public void MapHeader(int count) => Collection(count, 0x80, 0xDE);

    private void Collection(int count, byte small, byte tag16)
    {
        if (count < 16)
            output.Append((byte)(small | count));
        else if (count <= ushort.MaxValue)
            Tagged(tag16, (ushort)count);
        else
            Tagged((byte)(tag16 + 1), (uint)count);
    }

    private void Header(int length, byte tag8, byte tag16, byte tag32)
    {
        if (length <= byte.MaxValue)
            Tagged(tag8, (byte)length);
        else if (length <= ushort.MaxValue)
            Tagged(tag16, (ushort)length);
        else
            Tagged(tag32, (uint)length);
    }

    private void Tagged(byte tag, byte value)
    {
        output.Append(tag);
        output.Append(value);
    }

    private void Tagged(byte tag, ushort value)
    {
        output.Append(tag);
        BinaryPrimitives.WriteUInt16BigEndian(output.GetSpan(2), value);
        output.Advance(2);
    }

    private void Tagged(byte tag, uint value)
    {
        output.Append(tag);
        BinaryPrimitives.WriteUInt32BigEndian(output.GetSpan(4), value);
        output.Advance(4);
    }

    private void Tagged(byte tag, ulong value)
    {
        output.Append(tag);
        BinaryPrimitives.WriteUInt64BigEndian(output.GetSpan(8), value);
        output.Advance(8);
    }
}
