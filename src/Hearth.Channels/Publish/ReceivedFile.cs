using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Publish;

/// <summary>An upload that lies on disk and is not accepted yet.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="FileName">The file name that the uploader gave it.</param>
/// <param name="Digests">What was counted while it arrived.</param>
public sealed record ReceivedFile(string Path, string FileName, ContentDigests Digests) : IDisposable
{
    /// <summary>Deletes what the store did not take over.</summary>
    public void Dispose() => File.Delete(Path);
}
