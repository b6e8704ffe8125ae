namespace Hearth.Server.Folders;

/// <summary>The media types of channel files (wire-formats §1).</summary>
internal static class ContentTypes
{
    public const string Html = "text/html; charset=utf-8";
    public const string Json = "application/json";

    private const string Bytes = "application/octet-stream";

    // The first suffix that fits wins, so the longer stands before the shorter.
    private static readonly (string Suffix, string Type)[] BySuffix =
    [
        (".json", Json),
        (".conda", Bytes),
        (".tar.bz2", Bytes),
        (".msgpack.zst", Bytes),
        (".zst", "application/zstd"),
        (".bz2", "application/x-bzip2"),
        (".gz", "application/gzip"),
        (".jlap", Bytes),
        (".html", Html),
        (".xml", "application/xml"),
        (".txt", "text/plain; charset=utf-8"),
        (".md", "text/plain; charset=utf-8"),
        (".yaml", "text/plain; charset=utf-8"),
        (".css", "text/css; charset=utf-8"),
        (".svg", "image/svg+xml"),
        (".png", "image/png"),
        (".ico", "image/x-icon"),
    ];

    /// <summary>The type of a file by its name; names that say nothing are bytes.</summary>
    public static string Of(string path)
    {
        foreach (var (suffix, type) in BySuffix)
        {
            if (path.EndsWith(suffix, StringComparison.Ordinal))
                return type;
        }
        return Bytes;
    }
}
