namespace Hearth.Channels.History;

/// <summary>Exports to a folder. Files that are there stay, so an export that was cut off goes on where it stopped.</summary>
public sealed class ExportFolder(string root) : IExportTarget
{
    private const string Unfinished = ".unfinished";

    public bool Has(string path, long? size) => new FileInfo(At(path)) is { Exists: true } file && (size is null || file.Length == size);

    public async Task WriteAsync(string path, Func<Stream, Task> write, CancellationToken cancellation)
    {
        var file = At(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await using (var output = new FileStream(file + Unfinished, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            await write(output);
        File.Move(file + Unfinished, file, overwrite: true);
    }

    public Task CompleteAsync(CancellationToken cancellation) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string At(string path) => Path.Combine(root, path);
}
