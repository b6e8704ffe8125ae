using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Hearth.Conda.Repodata;

namespace Hearth.Mirrors.Upstream;

/// <summary>Reads repodata on two threads: what comes next is decompressed and told apart while the caller looks at what came before.</summary>
internal static class RepodataAhead
{
    private const int BatchesAhead = 2;

    /// <summary>The entries of a document, in its order.</summary>
    /// <param name="document">The document, which is disposed at the end.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="System.Text.Json.JsonException">It is no repodata.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static async IAsyncEnumerable<RepodataBatch> ReadAsync(Stream document, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var batches = Channel.CreateBounded<RepodataBatch>(new BoundedChannelOptions(BatchesAhead) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = Task.Run(() => ReadAsync(document, batches.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(cancellation))
            {
                using (batch)
                    yield return batch;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    private static async Task ReadAsync(Stream document, ChannelWriter<RepodataBatch> batches, CancellationToken cancellation)
    {
        try
        {
            using var reader = new RepodataReader(document);
            var batch = new RepodataBatch();
            while (reader.Read())
            {
                if (batch.TryAdd(reader))
                    continue;
                await batches.WriteAsync(batch, cancellation);
                batch = new RepodataBatch();
                batch.TryAdd(reader);
            }
            await batches.WriteAsync(batch, cancellation);
            batches.Complete();
        }
        // Whoever looks at the entries is told.
        catch (Exception e)
        {
            batches.Complete(e);
        }
    }
}
