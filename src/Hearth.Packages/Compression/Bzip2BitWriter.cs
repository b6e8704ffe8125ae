namespace Hearth.Packages.Compression;

/// <summary>Gathers bits, most significant first.</summary>
internal sealed class Bzip2BitWriter
{
    private byte[] _bytes = new byte[1 << 16];
    private int _length;
    private ulong _bits;
    private int _count;

    /// <summary>The whole bytes written so far.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>The bits after the last whole byte, and how many they are.</summary>
    public (uint Bits, int Count) Rest => ((uint)(_bits & ((1UL << _count) - 1)), _count);

    /// <summary>Writes the lowest <paramref name="count"/> bits of a value, 1 to 32.</summary>
    public void Write(int count, uint value)
    {
        _bits = (_bits << count) | value;
        _count += count;
        if (_length + 8 > _bytes.Length)
            Array.Resize(ref _bytes, _bytes.Length * 2);
        while (_count >= 8)
        {
            _count -= 8;
            _bytes[_length++] = (byte)(_bits >> _count);
        }
    }

    /// <summary>Writes all that another writer holds.</summary>
    public void Append(Bzip2BitWriter other)
    {
        foreach (var b in other.Bytes)
            Write(8, b);
        if (other.Rest is { Count: > 0 } rest)
            Write(rest.Count, rest.Bits);
    }

    /// <summary>Fills the last byte with zeros.</summary>
    public void Align()
    {
        if (_count > 0)
            Write(8 - _count, 0);
    }

    /// <summary>Forgets the whole bytes, once they are stored elsewhere, but keeps the bits that follow.</summary>
    public void DropBytes() => _length = 0;

    public void Clear() => (_length, _bits, _count) = (0, 0, 0);
}
