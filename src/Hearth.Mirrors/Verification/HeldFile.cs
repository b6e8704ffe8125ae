using Hearth.Foundation.Hashing;

namespace Hearth.Mirrors.Verification;

/// <summary>An artifact whose bytes a mirror holds, or should.</summary>
/// <param name="Id">The number of its row.</param>
/// <param name="Path"><c>subdir/file</c>.</param>
/// <param name="Sha256">Its digest.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="CanBeFetched">Whether it is listed by the word of a source, and need not be held.</param>
internal sealed record HeldFile(long Id, string Path, Sha256 Sha256, long Size, bool CanBeFetched);
