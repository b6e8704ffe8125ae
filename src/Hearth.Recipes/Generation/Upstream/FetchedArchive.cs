using System.Security.Cryptography;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Recipes.Generation.Sources;

namespace Hearth.Recipes.Generation.Upstream;

/// <summary>An archive that was fetched, its digest computed and its files listed.</summary>
/// <param name="Sha256">The digest of its bytes.</param>
/// <param name="Tree">Its files.</param>
public sealed record FetchedArchive(Sha256 Sha256, SourceTree Tree)
{
    private const long MostBytes = 2L * 1024 * 1024 * 1024;

    /// <summary>Fetches a file of a release; null if it is not there.</summary>
    /// <exception cref="BadInputException">The bytes are not those that the index promised, or no archive.</exception>
    public static async Task<FetchedArchive?> OfAsync(IUpstream upstream, ReleaseFile file, CancellationToken cancellation)
    {
        await using var content = await upstream.OpenAsync(file.Address, MostBytes, null, cancellation);
        if (content is null)
            return null;
        var digest = new Sha256(await SHA256.HashDataAsync(content, cancellation));
        if (file.Sha256 is { } promised && promised != digest)
        {
            var problem = GenerationDiagnostics.BadArchive.In(file.FileName, "its digest is not the one that the index promises");
            throw new BadInputException(problem with { Expected = promised.ToString(), Actual = digest.ToString() });
        }
        content.Position = 0;
        return new FetchedArchive(digest, SourceTree.OfArchive(content, file.FileName, cancellation));
    }
}
