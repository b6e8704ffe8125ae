using System.Security.Cryptography;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.History;

/// <summary>
/// Exports to a folder. Files that are there and right stay, so an export that was cut off goes on where it stopped, and one into the
/// folder of another state writes what differs.
/// </summary>
public sealed class ExportFolder(string root) : IExportTarget
{
    private const string Unfinished = ".unfinished";

    public int ParallelFiles => 1;

    public async Task<bool> HasAsync(ExportedFile file, CancellationToken cancellation)
    {
        if (new FileInfo(At(file.Path)) is not { Exists: true } there || (file.Size is { } size && there.Length != size))
            return false;
        if (file.IsSameInAllStates)
            return true;
        if (file.Digest is not { } digest)
            return false;
        await using var content = there.OpenRead();
        return new Sha256(await SHA256.HashDataAsync(content, cancellation)) == digest;
    }

    public async Task WriteAsync(ExportedFile file, Stream content, CancellationToken cancellation)
    {
        var place = At(file.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        await using (var output = new FileStream(place + Unfinished, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            await content.CopyToAsync(output, cancellation);
        File.Move(place + Unfinished, place, overwrite: true);
    }

    public Task CompleteAsync(CancellationToken cancellation) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string At(string path) => Path.Combine(root, path);
}
