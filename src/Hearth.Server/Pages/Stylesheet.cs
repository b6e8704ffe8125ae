using Hearth.Foundation.Hashing;
using Hearth.Server.Folders;

namespace Hearth.Server.Pages;

/// <summary>The one stylesheet of all pages. Its address holds its digest, so it may be kept for ever.</summary>
internal static class Stylesheet
{
    private const string Resource = "wwwroot/hearth.css";

    private static readonly byte[] Bytes = Read();

    /// <summary>The name of the file.</summary>
    public static string File { get; } = $"hearth.{Sha256.Of(Bytes).ToString()[..16]}.css";

    public static string Address { get; } = $"/-/style/{File}";

    public static Representation Representation { get; } = new(new FileHeaders(ContentTypes.Of(".css"), CachePolicy.Immutable, LastModified: null), Bytes);

    private static byte[] Read()
    {
        using var stream = typeof(Stylesheet).Assembly.GetManifestResourceStream(Resource)!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
