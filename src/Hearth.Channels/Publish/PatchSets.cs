using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Conda.Patches;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Publish;

/// <summary>The patch sets of a channel: each has a name, and instructions for some subdirs; all in force apply in the order in which they were applied.</summary>
public sealed class PatchSets(ChannelStore store)
{
    /// <summary>Applies a set; one of the same name is withdrawn by it.</summary>
    /// <returns>The revision that says so; null if there is no such channel.</returns>
    public Task<long?> ApplyAsync(ChannelName channel, string name, IReadOnlyDictionary<string, PatchInstructions> bySubdir, string actor, CancellationToken cancellation) =>
        store.ChangeAsync<long?>(
            channel,
            actor,
            async transaction => await ApplyAsync(transaction, name, bySubdir),
            cancellation);

    /// <summary>Withdraws a set: the records are shown as if it had never been, and the past still shows it.</summary>
    /// <returns>The revision that says so; null if no set of that name is in force.</returns>
    public Task<long?> WithdrawAsync(ChannelName channel, string name, string actor, CancellationToken cancellation) =>
        store.ChangeAsync<long?>(
            channel,
            actor,
            transaction => WithdrawAsync(transaction, name),
            cancellation);

    /// <summary>Every set that the channel ever had, oldest first.</summary>
    public Task<List<PatchSet>> ListAsync(long channel, CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.QueryAsync(
            $"SELECT name, subdir, applied, withdrawn, CAST(length(instructions) AS BIGINT) FROM patch_set WHERE channel = {channel} ORDER BY applied, name, subdir",
            row => new PatchSet(row.Text(0), row.Text(1), row.Integer(2), row.IntegerOrNull(3), row.Integer(4)),
            cancellation),
        cancellation);

    /// <summary>What a set says for each subdir, if it is in force.</summary>
    internal Task<Dictionary<string, Sha256>> InForceAsync(long channel, string name, CancellationToken cancellation) => store.Database.ReadAsync(
        async session => (await session.QueryAsync(
            $"SELECT subdir, instructions FROM patch_set WHERE channel = {channel} AND name = {name} AND withdrawn IS NULL", row => (Subdir: row.Text(0), Digest: Sha256.Of(row.Bytes(1))), cancellation))
            .ToDictionary(row => row.Subdir, row => row.Digest, StringComparer.Ordinal),
        cancellation);

    /// <summary>The instructions of a set for each subdir, if it is in force.</summary>
    internal Task<Dictionary<string, PatchInstructions>> InstructionsAsync(long channel, string name, CancellationToken cancellation) => store.Database.ReadAsync(
        async session => (await session.QueryAsync(
            $"SELECT subdir, instructions FROM patch_set WHERE channel = {channel} AND name = {name} AND withdrawn IS NULL", row => (Subdir: row.Text(0), Instructions: PatchInstructions.Parse(row.Bytes(1), name)), cancellation))
            .ToDictionary(row => row.Subdir, row => row.Instructions, StringComparer.Ordinal),
        cancellation);

    /// <inheritdoc cref="ApplyAsync(ChannelName, string, IReadOnlyDictionary{string, PatchInstructions}, string, CancellationToken)"/>
    internal static async Task<long> ApplyAsync(ChannelTransaction transaction, string name, IReadOnlyDictionary<string, PatchInstructions> bySubdir)
    {
        var body = new JsonObjectBuilder();
        var digests = new JsonObjectBuilder();
        foreach (var (subdir, instructions) in bySubdir)
            digests.Set(System.Text.Encoding.UTF8.GetBytes(subdir), instructions.Digest.ToString());
        var change = await transaction.AppendAsync(ChangeKind.PatchApplied, name, body.SetRaw("subdirs"u8, digests.Build()));
        await EndAsync(transaction, name, change.Revision);
        foreach (var (subdir, instructions) in bySubdir)
        {
            await transaction.Session.ExecuteAsync(
                $"INSERT INTO patch_set(channel, name, subdir, applied, instructions) VALUES ({transaction.Channel.Id}, {name}, {subdir}, {change.Revision}, {instructions.Json.ToArray()})",
                transaction.Cancellation);
            await RepatchAsync(transaction, subdir, change.Revision);
        }
        return change.Revision;
    }

    /// <inheritdoc cref="WithdrawAsync(ChannelName, string, string, CancellationToken)"/>
    internal static async Task<long?> WithdrawAsync(ChannelTransaction transaction, string name)
    {
        var inForce = await transaction.Session.NumberAsync(
            $"SELECT count(*) FROM patch_set WHERE channel = {transaction.Channel.Id} AND name = {name} AND withdrawn IS NULL", transaction.Cancellation);
        if (inForce == 0)
            return null;
        var change = await transaction.AppendAsync(ChangeKind.PatchWithdrawn, name, new JsonObjectBuilder());
        await EndAsync(transaction, name, change.Revision);
        return change.Revision;
    }

    private static async Task EndAsync(ChannelTransaction transaction, string name, long revision)
    {
        var subdirs = await transaction.Session.QueryAsync(
            $"UPDATE patch_set SET withdrawn = {revision} WHERE channel = {transaction.Channel.Id} AND name = {name} AND withdrawn IS NULL RETURNING subdir",
            row => row.Text(0),
            transaction.Cancellation);
        foreach (var subdir in subdirs)
            await RepatchAsync(transaction, subdir, revision);
    }

    private static Task<int> RepatchAsync(ChannelTransaction transaction, string subdir, long revision) => transaction.Session.ExecuteAsync(
        $"INSERT INTO repatch(channel, subdir, revision) VALUES ({transaction.Channel.Id}, {subdir}, {revision}) ON CONFLICT DO NOTHING", transaction.Cancellation);
}
