using Hearth.Foundation.Hashing;

namespace Hearth.Recipes.Generation.Upstream;

/// <summary>One file of a release.</summary>
/// <param name="FileName">Its name.</param>
/// <param name="Address">Where it lies.</param>
/// <param name="Sha256">Its digest, if the index says.</param>
public sealed record ReleaseFile(string FileName, Uri Address, Sha256? Sha256)
{
    /// <summary>Whether it is a source archive and not a wheel or an installer.</summary>
    public bool IsSource => ((string[])[".tar.gz", ".tgz", ".zip"]).Any(ending => FileName.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    public bool IsWheel => FileName.EndsWith(".whl", StringComparison.OrdinalIgnoreCase);
}
