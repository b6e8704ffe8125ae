using Hearth.Channels.Live;
using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Publish;

/// <summary>Artifacts whose names a channel does not have yet, taken as the publisher takes one, by a few statements for all of them.</summary>
internal static class FreshArtifacts
{
    // From so many on it costs less to read what is listed between the first and the last than to look for each.
    private const int Many = 200;

    private const int AtOnce = 512;

    /// <summary>The artifacts that a channel refuses whatever their names are.</summary>
    public static async Task<HashSet<Sha256>> BlockedAsync(ChannelTransaction transaction) => (await transaction.Session.QueryAsync(
        $"SELECT sha256 FROM artifact WHERE channel = {transaction.Channel.Id} AND blocked = 1", row => row.Digest(0), transaction.Cancellation)).ToHashSet();

    /// <summary>Those of some files that the channel has, and perhaps others.</summary>
    public static async Task<HashSet<(string Subdir, string File)>> ListedAmongAsync(ChannelTransaction transaction, IEnumerable<(string Subdir, string File)> artifacts)
    {
        var (session, channel) = (transaction.Session, transaction.Channel.Id);
        var listed = new HashSet<(string Subdir, string File)>();
        foreach (var subdir in artifacts.GroupBy(artifact => artifact.Subdir, artifact => artifact.File, StringComparer.Ordinal))
        {
            var files = subdir.ToList();
            var ranges = files.Count < Many ? files.Select(file => (First: file, Last: file)) : [(files.Min(StringComparer.Ordinal)!, files.Max(StringComparer.Ordinal)!)];
            foreach (var (first, last) in ranges)
            {
                listed.UnionWith(await session.QueryAsync(
                    $"SELECT file FROM artifact WHERE channel = {channel} AND subdir = {subdir.Key} AND file >= {first} AND file <= {last} AND removed IS NULL",
                    row => (subdir.Key, row.Text(0)),
                    transaction.Cancellation));
            }
        }
        return listed;
    }

    /// <summary>Adds them to the log, and lists them under <c>main</c>. Whether their bytes are there is the caller's to know.</summary>
    /// <returns>The revision of the first; the others follow in order.</returns>
    public static async Task<long> AddAsync(ChannelTransaction transaction, IReadOnlyList<DatedArtifact> artifacts, PatchesInForce patches)
    {
        if (artifacts.Count == 0)
            return 0;
        long first = 0, bytes = 0;
        // What is made of a part is forgotten before the next, and costs no room.
        foreach (var part in artifacts.Chunk(AtOnce))
        {
            var changes = await transaction.AppendAsync(Array.ConvertAll(part, artifact => artifact.Addition));
            first = first > 0 ? first : changes[0].Revision;
            bytes += await StoredArtifact.InsertAsync(transaction, part, changes, patches);
        }
        await transaction.ListAddedAsync(Label.Main.ToString(), first, first + artifacts.Count - 1);
        await transaction.Session.ExecuteAsync($"UPDATE channel SET bytes = bytes + {bytes} WHERE id = {transaction.Channel.Id}", transaction.Cancellation);
        return first;
    }
}
