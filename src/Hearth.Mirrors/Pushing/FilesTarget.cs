using Hearth.Channels.History;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.Syncing;

namespace Hearth.Mirrors.Pushing;

/// <summary>Pushes plain files, as an export does: to a folder that a web server gives out, or to a bucket. Each file is a unit.</summary>
/// <param name="name">The target, without secrets.</param>
/// <param name="files">Takes the files.</param>
/// <param name="throttle">Holds all of them to a rate; null for none.</param>
internal sealed class FilesTarget(string name, IExportTarget files, Throttle? throttle) : IPushTarget
{
    public string Name => name;

    public int Parallel => files.ParallelFiles;

    public IEnumerable<PushUnit> UnitsOf(IReadOnlyList<ExportedFile> files) => files.Select(file => new PushUnit(file.Path, [file]));

    public string? Problem(PushUnit unit) => null;

    public Task<bool> IsUnchangedAsync(string key, Sha256 proof, CancellationToken cancellation) =>
        files.HasAsync(new ExportedFile(key, null, proof, IsSameInAllStates: false, (_, _) => Task.FromResult<Stream?>(null)), cancellation);

    // A look at a file costs little beside sending it.
    public Task<bool> IsThereAsync(string key, CancellationToken cancellation) => Task.FromResult(true);

    public async Task<Sha256?> FindAsync(PushUnit unit, CancellationToken cancellation) =>
        unit.Files[0] is { Digest: { } digest } file && await files.HasAsync(file, cancellation) ? digest : null;

    public async Task<PutUnit> PutAsync(PushUnit unit, bool mayBeThere, CancellationToken cancellation)
    {
        var file = unit.Files[0];
        try
        {
            var bytes = 0L;
            await using var content = await file.OpenAsync(cancellation) ?? throw MirrorDiagnostics.NotHeldForPush.Refuse(file.Path, "its bytes are not here");
            await using var counted = new CountedStream(content, throttle, count => bytes += count);
            await using var hashed = new HashingStream(counted);
            await files.WriteAsync(file, hashed, cancellation);
            var digest = hashed.Digests().Sha256;
            return file.Digest is { } expected && expected != digest
                ? throw MirrorDiagnostics.NotHeldForPush.Refuse(file.Path, $"its bytes here have the SHA-256 {digest}, and not {expected}")
                : new PutUnit(digest, bytes);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or UnauthorizedAccessException)
        {
            throw MirrorDiagnostics.Unavailable.Refuse($"{name}/{file.Path}", e.Message);
        }
    }

    public ValueTask DisposeAsync() => files.DisposeAsync();
}
