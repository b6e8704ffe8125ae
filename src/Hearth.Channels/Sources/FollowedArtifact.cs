using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Sources;

/// <summary>An artifact whose recipe is to be read.</summary>
/// <param name="Revision">The change that added it.</param>
/// <param name="Subdir">Its subdir.</param>
/// <param name="File">Its file name.</param>
/// <param name="Sha256">Its digest.</param>
/// <param name="Name">The name of its package.</param>
/// <param name="HasManifest">Whether its recipe was read before, for this channel or another.</param>
public sealed record FollowedArtifact(long Revision, string Subdir, string File, Sha256 Sha256, string Name, bool HasManifest)
{
    public override string ToString() => $"{Subdir}/{File}";
}
