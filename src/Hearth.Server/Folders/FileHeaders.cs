namespace Hearth.Server.Folders;

/// <summary>The header values of an answer that do not depend on its bytes.</summary>
/// <param name="ContentType">The media type of the file, whatever coding it is sent in.</param>
/// <param name="Caching">How long the answer may be used.</param>
/// <param name="LastModified">An HTTP date, or null for what is not a file.</param>
internal sealed record FileHeaders(string ContentType, CachePolicy Caching, string? LastModified)
{
    /// <summary>Whether a client that accepts other codings may get another answer.</summary>
    public bool VariesByCoding { get; } = ContentType == ContentTypes.Json;
}
