namespace Hearth.Mirrors.Syncing;

/// <summary>A folder for the documents of a source while they are read.</summary>
internal sealed class WorkFolder(string parent) : IDisposable
{
    public string Path { get; } = Directory.CreateDirectory(System.IO.Path.Combine(parent, "mirror-" + Guid.NewGuid().ToString("n"))).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
