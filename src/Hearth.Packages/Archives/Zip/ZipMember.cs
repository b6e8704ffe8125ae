namespace Hearth.Packages.Archives.Zip;

/// <summary>A stored member of a ZIP container.</summary>
/// <param name="Name">As written in both headers.</param>
/// <param name="Offset">Place of its first data byte in the container.</param>
/// <param name="Size">Bytes of data.</param>
/// <param name="Crc32">Checksum of the data.</param>
internal readonly record struct ZipMember(string Name, long Offset, long Size, uint Crc32);
