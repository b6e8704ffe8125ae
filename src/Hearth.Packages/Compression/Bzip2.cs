namespace Hearth.Packages.Compression;

/// <summary>bzip2, the compression of <c>.tar.bz2</c> packages and of <c>repodata.json.bz2</c>.</summary>
public static class Bzip2
{
    /// <summary>Wraps a stream of compressed data; several bzip2 streams one after the other read as one.</summary>
    public static Stream OpenRead(Stream compressed, bool leaveOpen = false) =>
        new Bzip2ReadStream(compressed, leaveOpen);

    /// <summary>Wraps a stream to compress into; disposing ends the bzip2 stream.</summary>
    public static Stream OpenWrite(Stream destination, bool leaveOpen = false) =>
        new Bzip2WriteStream(destination, leaveOpen);
}
