using Hearth.Channels.Blobs;

namespace Hearth.Mirrors.PullThrough;

/// <summary>An artifact on its way from a source, for any number of readers.</summary>
internal sealed class ArtifactFetch
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _folder;

    /// <param name="folder">A folder of its own, to be made.</param>
    /// <param name="size">How many bytes the artifact has.</param>
    /// <exception cref="IOException">The disk is full.</exception>
    public ArtifactFetch(string folder, long size)
    {
        (_folder, Size) = (folder, size);
        Path = System.IO.Path.Combine(Directory.CreateDirectory(folder).FullName, "artifact");
        File = new GrowingFile(Path, keepsName: true);
    }

    public long Size { get; }

    /// <summary>Where it is made; the file moves to the store once it is whole.</summary>
    public string Path { get; }

    public GrowingFile File { get; }

    /// <summary>Ends when the first bytes are there; fails where none came.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Ends when it is stored, or given up. Never fails.</summary>
    public Task Ended { get; set; } = Task.CompletedTask;

    public void Begin() => _begun.TrySetResult();

    /// <summary>Tells all who wait for it, and all who read it.</summary>
    public void Fail(Exception reason)
    {
        File.Fail(reason);
        _begun.TrySetException(reason);
        // Nobody need be waiting.
        _ = _begun.Task.Exception;
    }

    /// <summary>Takes away what is left on disk; readers that are at it go on.</summary>
    public void Leave()
    {
        File.Release();
        Directory.Delete(_folder, recursive: true);
    }
}
