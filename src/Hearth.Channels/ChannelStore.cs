using Hearth.Channels.Blobs;
using Hearth.Channels.Databases;
using Hearth.Channels.Live;
using Hearth.Channels.Log;
using Hearth.Channels.Telemetry;
using Hearth.Conda.Names;

namespace Hearth.Channels;

/// <summary>Where managed channels live: their logs in a database, their bytes in a blob store.</summary>
/// <param name="Database">Logs and what they amount to.</param>
/// <param name="Blobs">Artifacts, shards, documents.</param>
/// <param name="Clock">Dates every change.</param>
/// <param name="Incoming">A folder for uploads that are not accepted yet; best on the file system of the blobs.</param>
public sealed record ChannelStore(Database Database, IBlobStore Blobs, TimeProvider Clock, string Incoming)
{
    public ChannelCatalog Catalog { get; } = new(Database, Clock);

    public ChangeLog Log { get; } = new(Database);

    public ChannelMetrics Metrics { get; } = new();

    internal PatchesInForce Patches { get; } = new();

    internal CondemnedBlobs Condemned { get; } = new(Database, Blobs, Clock);

    /// <summary>Deletes what came in, or was made there, before an instant, and that nobody who still runs waits for.</summary>
    /// <returns>How many files and folders those are.</returns>
    internal long CollectIncoming(DateTimeOffset before, bool isDryRun)
    {
        var left = new DirectoryInfo(Incoming).EnumerateFileSystemInfos().Where(left => left.LastWriteTimeUtc < before.UtcDateTime).ToList();
        foreach (var one in isDryRun ? [] : left)
        {
            if (one is DirectoryInfo folder)
                folder.Delete(recursive: true);
            else
                one.Delete();
        }
        return left.Count;
    }

    /// <summary>Runs one change of a channel; the channel belongs to it until it ends.</summary>
    /// <returns>What the work returns; the default value if the channel is not there.</returns>
    internal Task<T?> ChangeAsync<T>(ChannelName name, string actor, Func<ChannelTransaction, Task<T>> work, CancellationToken cancellation) =>
        ChangeAsync(name, actor, work, Database.WriteAsync<T?>, cancellation);

    /// <summary>The same for changes by the thousand: see <see cref="Database.WriteManyAsync{T}"/>.</summary>
    internal Task<T?> ChangeManyAsync<T>(ChannelName name, string actor, Func<ChannelTransaction, Task<T>> work, CancellationToken cancellation) =>
        ChangeAsync(name, actor, work, Database.WriteManyAsync<T?>, cancellation);

    private async Task<T?> ChangeAsync<T>(
        ChannelName name, string actor, Func<ChannelTransaction, Task<T>> work, Func<Func<SqlSession, Task<T?>>, CancellationToken, Task<T?>> write, CancellationToken cancellation)
    {
        using var span = Spans.Start("transaction");
        span?.SetTag("hearth.channel", name.ToString());
        var now = Clock.GetUtcNow();
        return await write(
            async session =>
            {
                if (await ChannelCatalog.HoldAsync(session, name, cancellation) is not { } channel)
                    return default;
                var transaction = new ChannelTransaction(session, channel, actor, now, cancellation);
                var result = await work(transaction);
                if (transaction.HasChanged)
                    await Catalog.SignalAsync(session, channel.Id, cancellation);
                return result;
            },
            cancellation);
    }
}
