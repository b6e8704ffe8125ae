using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Generation.Upstream;

/// <summary>The one way to everything upstream: indexes, archives, release lists. Over the network, or from files recorded before.</summary>
public interface IUpstream
{
    /// <summary>The bytes at an address, seekable, at most <paramref name="mostBytes"/>; null if there is nothing.</summary>
    /// <param name="address">Absolute, http or https.</param>
    /// <param name="mostBytes">What is larger is refused.</param>
    /// <param name="accept">The media type wanted, where the address has several.</param>
    /// <param name="cancellation">Stops the transfer.</param>
    /// <exception cref="BadInputException">The other side is away, answers with an error, or its answer is too large.</exception>
    Task<Stream?> OpenAsync(Uri address, long mostBytes, string? accept = null, CancellationToken cancellation = default);
}
