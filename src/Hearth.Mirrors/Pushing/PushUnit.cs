using System.Security.Cryptography;
using System.Text;
using Hearth.Channels.History;
using Hearth.Foundation.Hashing;

namespace Hearth.Mirrors.Pushing;

/// <summary>Files of a channel that a target takes together.</summary>
/// <param name="Key">What the target calls them.</param>
/// <param name="Files">The files.</param>
public sealed record PushUnit(string Key, IReadOnlyList<ExportedFile> Files)
{
    /// <summary>The same for the same bytes, without reading them; null where that cannot be said.</summary>
    public Sha256? Content
    {
        get
        {
            if (Files is [{ Digest: { } single }])
                return single;
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var file in Files)
            {
                if ((file.Digest ?? file.Tag) is not { } digest)
                    return null;
                hash.AppendData(Encoding.UTF8.GetBytes(file.Path));
                hash.AppendData(digest.AsSpan());
            }
            return new Sha256(hash.GetHashAndReset());
        }
    }
}
