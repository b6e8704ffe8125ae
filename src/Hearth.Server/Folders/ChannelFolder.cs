using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Hearth.Server.Folders;

/// <summary>
/// The served tree on disk: a channel, or a folder of channels. Nothing outside it is opened, whatever links lie in it,
/// and every reason for which a file cannot be read means that it is absent.
/// </summary>
internal sealed class ChannelFolder(string root, bool artifactsNeverChange, TimeProvider clock)
{
    /// <summary>The largest file that is read whole into memory; larger ones are read while they are sent.</summary>
    public const int MostBytesInMemory = 4 << 20;

    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    /// <summary>Opens a file; null if there is none, or no twin in that coding that fits it.</summary>
    /// <param name="path">A safe path, see <see cref="ServedPath.IsSafe"/>.</param>
    /// <param name="coding">The coding to send the file in; null for the file as it is.</param>
    public OpenedFile? Open(string path, ContentCoding? coding)
    {
        if (Locate(path, FileKind.File) is not { } plain)
            return null;
        if (coding is null)
            return Open(plain, plain.Path, path, null, []);
        return Locate(path + coding.Suffix, FileKind.File) is { } twin ? Open(plain, twin.Path, path, coding, [plain]) : null;
    }

    /// <summary>The place on disk of a folder; null if there is none.</summary>
    public string? FindFolder(string path) => Locate(path, FileKind.Folder)?.Path;

    private OpenedFile? Open(FileSource plain, string file, string path, ContentCoding? coding, FileSource[] alsoFrom)
    {
        var handle = TryOpen(file);
        if (handle is null || FileStamp.Of(handle) is not { } stamp || (coding is not null && !coding.Fits(handle, stamp, plain.Stamp)))
        {
            handle?.Dispose();
            return null;
        }
        // Last-Modified must not lie in the future (RFC 9110 §8.8.2.1), but archives carry any date.
        var now = clock.GetUtcNow();
        var modified = stamp.Modified < now ? stamp.Modified : now;
        var headers = new FileHeaders(
            ContentTypes.Of(path), CachePolicy.Of(path, artifactsNeverChange), modified.ToString("R", CultureInfo.InvariantCulture));
        return new(
            TryReadWhole(handle, stamp) is { } bytes ? new Representation(headers, bytes, coding) : new Representation(headers, handle, stamp, coding),
            [new FileSource(file, stamp), .. alsoFrom]);
    }

    // Null if the file is large, or changes while it is read: then what is sent is decided by what the handle gives.
    private static byte[]? TryReadWhole(SafeFileHandle handle, FileStamp stamp)
    {
        if (stamp.Length > MostBytesInMemory)
            return null;
        var bytes = new byte[stamp.Length];
        for (var done = 0; done < bytes.Length;)
        {
            var read = RandomAccess.Read(handle, bytes.AsSpan(done), done);
            if (read == 0)
                return null;
            done += read;
        }
        if (FileStamp.Of(handle) is { } after && after.IsOtherContentThan(stamp))
            return null;
        handle.Dispose();
        return bytes;
    }

    private FileSource? Locate(string path, FileKind kind)
    {
        var full = Path.TrimEndingDirectorySeparator(_root + path);
        if (FileStamp.Of(full) is not { } stamp || stamp.Kind != kind)
            return null;
        return RealPath.Of(full) is { } real && RealPath.Of(_root) is { } home && IsWithin(real, home) ? new(full, stamp) : null;
    }

    private static bool IsWithin(string path, string home) =>
        path.StartsWith(home, StringComparison.Ordinal)
        && (path.Length == home.Length || Path.EndsInDirectorySeparator(home) || path[home.Length] == Path.DirectorySeparatorChar);

    private static SafeFileHandle? TryOpen(string path)
    {
        try
        {
            return File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete, options: FileOptions.Asynchronous);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
