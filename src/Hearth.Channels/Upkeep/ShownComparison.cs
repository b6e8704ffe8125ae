using Hearth.Conda.Records;
using Hearth.Conda.Repodata;

namespace Hearth.Channels.Upkeep;

/// <summary>Compares the records that a channel shows with those of another.</summary>
public sealed class ShownComparison(ChannelStore store)
{
    /// <summary>The files of a subdir that both list with the same bytes, and show differently; sorted.</summary>
    /// <param name="channel">The channel's number.</param>
    /// <param name="subdir">The subdir.</param>
    /// <param name="documents">What the other channel shows of it, in the shape of repodata.json.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<List<string>> DifferingAsync(long channel, string subdir, IEnumerable<Stream> documents, CancellationToken cancellation)
    {
        var own = await store.Database.ReadAsync(
            session =>
            {
                var shown = new Dictionary<string, (byte[] Json, bool IsHidden)>(StringComparer.Ordinal);
                session.Visit(
                    $"SELECT file, coalesce(shown, record), hidden FROM artifact WHERE channel = {channel} AND subdir = {subdir} AND removed IS NULL",
                    row => shown[row.Text(0)] = (row.Bytes(1), row.Flag(2)));
                return Task.FromResult(shown);
            },
            cancellation);
        var differing = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var document in documents)
        {
            using var reader = new RepodataReader(document);
            while (reader.ReadRecord())
            {
                cancellation.ThrowIfCancellationRequested();
                var file = reader.Group.FileOf(reader.Key);
                if (own.TryGetValue(file, out var mine) && Differs(mine.Json, mine.IsHidden, reader.Value))
                    differing.Add(file);
            }
        }
        return [.. differing];
    }

    private static bool Differs(byte[] own, bool isHidden, ReadOnlySpan<byte> other)
    {
        var (record, shown) = (PackageRecord.FromCanonical(own), PackageRecord.Parse(other));
        return shown.Text(RecordField.Sha256) == record.Text(RecordField.Sha256) && (isHidden || !ImportedPatches.ShowsTheSame(record, shown));
    }
}
