using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Hearth.Recipes.Maintenance;

/// <summary>The digest that old recipes still carry.</summary>
internal static class Legacy
{
    [SuppressMessage("Security", "CA5351", Justification = "Recipes that carry an MD5 keep it right; nothing relies on it.")]
    public static ValueTask<byte[]> Md5Async(Stream content, CancellationToken cancellation) => MD5.HashDataAsync(content, cancellation);
}
