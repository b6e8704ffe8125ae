using Microsoft.Win32.SafeHandles;

namespace Hearth.Packages.Archives;

/// <summary>The bytes of a local file.</summary>
public sealed class FileByteRangeSource : IByteRangeSource
{
    private readonly SafeFileHandle _file;

    public FileByteRangeSource(string path)
    {
        Name = path;
        _file = File.OpenHandle(path);
        Length = RandomAccess.GetLength(_file);
    }

    public string Name { get; }

    public long Length { get; }

    /// <summary>The open file; positioned reads on several threads do not disturb each other.</summary>
    public SafeFileHandle Handle => _file;

    public void Read(long offset, Span<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var read = RandomAccess.Read(_file, buffer, offset);
            if (read == 0)
                throw new EndOfStreamException($"{Name} ends at byte {offset}.");
            offset += read;
            buffer = buffer[read..];
        }
    }

    public void Dispose() => _file.Dispose();
}
