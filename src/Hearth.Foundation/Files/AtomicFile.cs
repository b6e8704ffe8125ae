namespace Hearth.Foundation.Files;

/// <summary>Replaces whole files so that a reader sees the old content or the new, never a part of it.</summary>
public static class AtomicFile
{
    /// <summary>What unfinished files are called; whoever lists a folder passes over them.</summary>
    public const string TemporaryMark = ".hearth-tmp-";

    /// <summary>Whether <paramref name="fileName"/> names an unfinished file of a writer that died or still runs.</summary>
    public static bool IsTemporary(ReadOnlySpan<char> fileName) => fileName.StartsWith(TemporaryMark, StringComparison.Ordinal);

    /// <summary>Writes <paramref name="path"/> through <paramref name="write"/>, then renames it into place.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        using var staged = new StagedFile(path);
        staged.Write(write).Replace();
    }

    /// <summary>Replaces <paramref name="path"/> by <paramref name="content"/>.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = TemporaryPathFor(path);
        try
        {
            using (var handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write))
                RandomAccess.Write(handle, content, 0);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            Discard(temporary);
            throw;
        }
    }

    /// <summary>Replaces <paramref name="path"/> by <paramref name="content"/>, unless that is what it holds.</summary>
    /// <returns>Whether the file changed.</returns>
    public static bool WriteIfChanged(string path, ReadOnlySpan<byte> content)
    {
        var existing = new FileInfo(path);
        if (existing.Exists && existing.Length == content.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
            return false;
        Write(path, content);
        return true;
    }

    /// <summary>Deletes an unfinished file, if it and its folder are there: the error that left it must not be hidden by another.</summary>
    internal static void Discard(string temporary)
    {
        if (File.Exists(temporary))
            File.Delete(temporary);
    }

    /// <summary>A fresh name beside <paramref name="path"/>, on the same file system.</summary>
    public static string TemporaryPathFor(string path) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $"{TemporaryMark}{Guid.NewGuid():n}-{Path.GetFileName(path)}");
}
