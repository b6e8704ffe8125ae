using System.Data.Common;
using Hearth.Channels.Blobs;
using Hearth.Foundation.Hashing;

namespace Hearth.Server.Telemetry;

/// <summary>
/// Whether a server can do all of its work, publishing included. A server that is not ready goes on to serve what it holds. Asking
/// often costs nothing: an answer is good for a second.
/// </summary>
internal sealed class Readiness(ManagedInstance instance) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostAgeOfMemory = TimeSpan.FromSeconds(15);

    // A drawer of its own: nothing else is ever put there.
    private static readonly BlobSpace ProbeSpace = BlobSpace.Named("probe");

    private readonly SemaphoreSlim _asking = new(1);
    private (DateTimeOffset Until, IReadOnlyList<ReadyCheck> Checks) _last;

    /// <summary>Every check, those that failed among them.</summary>
    public async Task<IReadOnlyList<ReadyCheck>> AskAsync(CancellationToken cancellation)
    {
        var clock = instance.Store.Clock;
        await _asking.WaitAsync(cancellation);
        try
        {
            if (_last.Until > clock.GetUtcNow())
                return _last.Checks;
            var checks = await Task.WhenAll(TryAsync("database", AskDatabaseAsync, cancellation), TryAsync("blobs", AskBlobsAsync, cancellation));
            _last = (clock.GetUtcNow() + GoodFor, [.. checks, Views(), Memory(clock.GetUtcNow())]);
            return _last.Checks;
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();

    private Task AskDatabaseAsync(CancellationToken cancellation) =>
        instance.Store.Database.ReadAsync(session => session.NumberAsync($"SELECT count(*) FROM migration", cancellation), cancellation);

    // Each server has bytes of its own, so that none deletes what another has just put.
    private async Task AskBlobsAsync(CancellationToken cancellation)
    {
        var bytes = Guid.NewGuid().ToByteArray();
        var digest = Sha256.Of(bytes);
        await instance.Store.Blobs.PutAsync(ProbeSpace, digest, bytes, cancellation);
        await instance.Store.Blobs.DeleteAsync(ProbeSpace, digest, cancellation);
    }

    private ReadyCheck Views() => instance.Keeper.Trouble is { } trouble
        ? new ReadyCheck("views", Ok: false, $"views are not kept up since {trouble.At:u}; the log says why")
        : new ReadyCheck("views", Ok: true);

    private ReadyCheck Memory(DateTimeOffset now) => now - instance.Live.UpToDateAt is var age && age > MostAgeOfMemory
        ? new ReadyCheck("memory", Ok: false, $"what is served is {age.TotalSeconds:f0} s behind the database")
        : new ReadyCheck("memory", Ok: true);

    private static async Task<ReadyCheck> TryAsync(string name, Func<CancellationToken, Task> ask, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await ask(patience.Token).WaitAsync(patience.Token);
            return new ReadyCheck(name, Ok: true);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ReadyCheck(name, Ok: false, $"no answer within {Patience.TotalSeconds:f0} s");
        }
        catch (Exception e) when (e is DbException or IOException or UnauthorizedAccessException or TimeoutException or HttpRequestException)
        {
            return new ReadyCheck(name, Ok: false, "it cannot be reached or written to; 'hearth doctor' says why");
        }
    }
}
