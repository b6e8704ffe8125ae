using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Indexing;

/// <summary>What came of reading a package file: the artifact, or why it cannot be listed.</summary>
internal sealed record ArtifactReading(FolderFile File, IndexedArtifact? Artifact, string? Problem)
{
    public static ArtifactReading Of(string folder, string subdir, FolderFile file, CancellationToken cancellation)
    {
        try
        {
            return new(file, ArtifactReader.Read(folder, subdir, file, cancellation), null);
        }
        catch (BadInputException e)
        {
            return new(file, null, string.Join("; ", e.Diagnostics.Select(diagnostic => diagnostic.Message)));
        }
        catch (IOException e)
        {
            return new(file, null, e.Message);
        }
        catch (UnauthorizedAccessException e)
        {
            return new(file, null, e.Message);
        }
    }
}
