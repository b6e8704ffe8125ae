namespace Hearth.Server.Folders;

/// <summary>A file that an answer was made from, and the state that it had.</summary>
internal readonly record struct FileSource(string Path, FileStamp Stamp)
{
    public bool IsUnchanged() => FileStamp.Of(Path) == Stamp;

    /// <summary>
    /// Whether the stamp was old enough at <paramref name="readAt"/> to prove anything: file clocks tick in milliseconds, and two
    /// writes within one tick leave the same stamp.
    /// </summary>
    public bool IsSettled(DateTimeOffset readAt) => Stamp.Changed < readAt - TimeSpan.FromMilliseconds(100);
}
