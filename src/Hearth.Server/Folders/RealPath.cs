namespace Hearth.Server.Folders;

/// <summary>Where a path leads once every symbolic link on the way is followed.</summary>
internal static class RealPath
{
    // What Linux allows on one way.
    private const int MostLinks = 40;

    /// <summary>The absolute path without links; null if the links go in circles or cannot be read.</summary>
    public static string? Of(string path)
    {
        var links = 0;
        var full = Path.GetFullPath(path);
        var done = Path.GetPathRoot(full)!;
        var rest = new Stack<string>(PartsOf(full[done.Length..]));
        while (rest.TryPop(out var part))
        {
            if (part is "..")
            {
                done = Path.GetDirectoryName(done) ?? done;
                continue;
            }
            var next = Path.Combine(done, part);
            if (LinkTargetOf(next) is not { } target)
            {
                done = next;
                continue;
            }
            if (++links > MostLinks)
                return null;
            if (Path.IsPathRooted(target))
                done = Path.GetPathRoot(target)!;
            foreach (var piece in PartsOf(target))
                rest.Push(piece);
        }
        return done;
    }

    // Last part first, so that a stack gives them in order; single dots and empty parts say nothing.
    private static IEnumerable<string> PartsOf(string path) =>
        path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Reverse();

    private static string? LinkTargetOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
