using System.Collections.Concurrent;
using Hearth.Channels.Databases;
using Hearth.Conda.Patches;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Live;

/// <summary>
/// The patch instructions that the shown records of a subdir are made with. Parsed once per process: those of a large channel
/// take a second to read.
/// </summary>
internal sealed class PatchesInForce
{
    // One per subdir that is written to; older instructions are not asked for again.
    private const int Most = 64;

    private readonly ConcurrentDictionary<Sha256, RecordPatcher> _byDigest = new();

    /// <summary>The patcher that new records of a subdir go through.</summary>
    public async Task<RecordPatcher> OfAsync(SqlSession session, long channel, string subdir, CancellationToken cancellation)
    {
        var digest = await session.FirstAsync(
            $"SELECT digest FROM patched WHERE channel = {channel} AND subdir = {subdir}", row => row.DigestOrNull(0), cancellation);
        if (digest is not { } inForce || inForce == PatchInstructions.None.Digest)
            return new RecordPatcher(PatchInstructions.None);
        if (_byDigest.TryGetValue(inForce, out var known))
            return known;
        var instructions = await session.FirstAsync(
            $"SELECT instructions FROM patched WHERE channel = {channel} AND subdir = {subdir}", row => PatchInstructions.Parse(row.Bytes(0), $"{subdir}: patches"), cancellation);
        if (_byDigest.Count >= Most)
            _byDigest.Clear();
        return _byDigest[inForce] = new RecordPatcher(instructions!);
    }

    /// <summary>What the applied patch sets of a subdir amount to, in the order in which they were applied.</summary>
    public static async Task<PatchInstructions> WantedAsync(SqlSession session, long channel, string subdir, CancellationToken cancellation)
    {
        var sets = await session.QueryAsync(
            $"SELECT name, instructions FROM patch_set WHERE channel = {channel} AND subdir = {subdir} AND withdrawn IS NULL ORDER BY applied, name",
            row => PatchInstructions.Parse(row.Bytes(1), row.Text(0)),
            cancellation);
        return sets.Aggregate(PatchInstructions.None, PatchInstructions.Combine);
    }

    /// <summary>What the patch sets of a subdir amounted to at a revision.</summary>
    public static async Task<PatchInstructions> AtAsync(SqlSession session, long channel, string subdir, long revision, CancellationToken cancellation)
    {
        var sets = await session.QueryAsync(
            $"""
            SELECT name, instructions FROM patch_set WHERE channel = {channel} AND subdir = {subdir} AND applied <= {revision} AND (withdrawn IS NULL OR withdrawn > {revision})
            ORDER BY applied, name
            """,
            row => PatchInstructions.Parse(row.Bytes(1), row.Text(0)),
            cancellation);
        return sets.Aggregate(PatchInstructions.None, PatchInstructions.Combine);
    }
}
