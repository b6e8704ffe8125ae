using System.Diagnostics.CodeAnalysis;
using Hearth.Foundation.Files;

namespace Hearth.Packages.Archives;

/// <summary>Opens a package wherever it lies: a path, or an http or https address, of which only the parts asked for are transferred.</summary>
public static class PackageFile
{
    // A stream that cannot seek is copied to a scratch file first when it is larger than this.
    private const int LargestInMemory = 16 << 20;

    /// <summary>Opens a path or address.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">The server does not answer range requests.</exception>
    public static IByteRangeSource Open(string pathOrUrl, HttpClient http, CancellationToken cancellation = default) =>
        IsUrl(pathOrUrl, out var url) ? HttpByteRangeSource.Open(http, url, cancellation) : new FileByteRangeSource(pathOrUrl);

    /// <summary>Takes over a stream: its end, where a ZIP container has its directory, must be reachable before its beginning is read.</summary>
    /// <param name="name">For messages; its extension tells the format.</param>
    /// <param name="stream">Read to its end here, unless it is short.</param>
    /// <param name="limits">Bounds the size.</param>
    public static IByteRangeSource Take(string name, Stream stream, ArchiveLimits? limits = null)
    {
        var max = (limits ?? ArchiveLimits.Default).MaxUnpackedSize;
        var memory = new MemoryStream();
        var buffer = new byte[1 << 16];
        Stream copy = memory;
        var size = 0L;
        while (stream.Read(buffer) is var read && read > 0)
        {
            size += read;
            if (size > max)
                throw PackagesDiagnostics.LimitExceeded.Refuse(name, $"the archive is larger than {max} bytes");
            if (ReferenceEquals(copy, memory) && size > LargestInMemory)
            {
                copy = ScratchFile();
                memory.WriteTo(copy);
                memory.SetLength(0);
            }
            copy.Write(buffer.AsSpan(0, read));
        }
        return copy is FileStream file
            ? new StreamByteRangeSource(name, file)
            : new MemoryByteRangeSource(name, memory.GetBuffer().AsMemory(0, (int)memory.Length));
    }

    /// <summary>Whether the text is an address rather than a path.</summary>
    public static bool IsUrl(string pathOrUrl, [NotNullWhen(true)] out Uri? url) =>
        Uri.TryCreate(pathOrUrl, UriKind.Absolute, out url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);

    private static FileStream ScratchFile() => new(
        AtomicFile.TemporaryPathFor(Path.Combine(Path.GetTempPath(), "archive")),
        new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose });
}
