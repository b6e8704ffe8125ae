using System.IO.Hashing;
using Hearth.Foundation.Streams;

namespace Hearth.Packages.Archives.Zip;

/// <summary>The data of a member, read once from front to back; its checksum is verified with the last byte.</summary>
internal sealed class ZipMemberStream(IByteRangeSource source, ZipMember member) : ReadOnlyStream
{
    private readonly Crc32 _crc = new();
    private long _position;

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, member.Size - _position);
        if (count == 0)
            return 0;
        source.Read(member.Offset + _position, buffer[..count]);
        _crc.Append(buffer[..count]);
        _position += count;
        if (_position == member.Size && _crc.GetCurrentHashAsUInt32() != member.Crc32)
            throw PackagesDiagnostics.Damaged.Refuse(source.Name, $"the checksum of ZIP member {member.Name} does not match");
        return count;
    }
}
