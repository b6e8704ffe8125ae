using System.Globalization;

namespace Hearth.Server.Folders;

/// <summary>A run of bytes of a representation.</summary>
/// <param name="First">The position of the first byte.</param>
/// <param name="Length">The number of bytes.</param>
internal readonly record struct ByteRange(long First, long Length)
{
    /// <summary>The value of <c>Content-Range</c>.</summary>
    public string ToContentRange(long size) =>
        string.Create(CultureInfo.InvariantCulture, $"bytes {First}-{First + Length - 1}/{size}");

    /// <summary>The value of <c>Content-Range</c> that goes with 416.</summary>
    public static string NoneOf(long size) => string.Create(CultureInfo.InvariantCulture, $"bytes */{size}");
}
