using System.Text;
using Hearth.Channels.Databases;
using Hearth.Channels.Indexing;
using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Hearth.Conda.Patches;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Upkeep;

/// <summary>
/// What a channel that is imported shows differently from what its artifacts say, as a patch set. So the managed channel shows what
/// its clients were shown before, whoever patched it and however.
/// </summary>
/// <param name="store">Where the channel lives.</param>
/// <param name="channel">The managed channel.</param>
/// <param name="actor">Who asks, for the log.</param>
/// <param name="set">The name of the patch set.</param>
/// <param name="hides">Whether artifacts that the other channel lists as removed are hidden.</param>
public sealed class ImportedPatches(ChannelStore store, ChannelName channel, string actor, string set = ImportedPatches.DefaultSet, bool hides = true)
{
    /// <summary>The name of the patch set of an import.</summary>
    public const string DefaultSet = "imported";

    // What this channel says whatever the other shows.
    private static readonly byte[][] OwnFields = [.. ((string[])["indexed_timestamp", "size", "md5", "sha256", "subdir", "name", "version", "build"]).Select(Encoding.UTF8.GetBytes)];

    // What no channel shows of a record.
    private static readonly byte[][] LeftOut = [[.. RecordField.RunExports], .. ArtifactReader.BuildMachineNoise];

    private readonly Dictionary<string, PatchInstructions> _bySubdir = new(StringComparer.Ordinal);

    // Looked at by some of their names alone.
    private readonly HashSet<string> _inPart = new(StringComparer.Ordinal);

    /// <summary>Compares the records of a subdir, after its artifacts were imported.</summary>
    /// <param name="subdir">The subdir.</param>
    /// <param name="documents">What the other channel shows of it, in the shape of repodata.json, each name in one document.</param>
    /// <param name="asShown">Files whose records were taken from the documents as they are, which need no look; null if there are none.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task CompareAsync(string subdir, IEnumerable<Stream> documents, IReadOnlySet<string>? asShown, CancellationToken cancellation)
    {
        // It may have been deleted meanwhile.
        if (await store.Catalog.FindAsync(channel, cancellation) is not { Id: var id })
            return;
        var own = await store.Database.ReadAsync(session => OwnAsync(session, id, subdir, asShown, cancellation), cancellation);
        if (own.Count == 0)
            return;
        var builder = new PatchInstructionsBuilder();
        foreach (var document in documents)
            Compare(document, own, builder);
        if (builder.Build() is { IsEmpty: false } instructions)
            _bySubdir[subdir] = instructions;
    }

    /// <summary>Compares the records of some names of a subdir. What the set says of others stays as it is, of other subdirs as well.</summary>
    /// <param name="subdir">The subdir.</param>
    /// <param name="names">The names.</param>
    /// <param name="documents">What the other channel shows of them.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task CompareNamesAsync(string subdir, IReadOnlySet<string> names, IEnumerable<Stream> documents, CancellationToken cancellation)
    {
        // It may have been deleted meanwhile.
        if (await store.Catalog.FindAsync(channel, cancellation) is not { Id: var id })
            return;
        var own = await store.Database.ReadAsync(
            session =>
            {
                var records = new Dictionary<string, byte[]>(StringComparer.Ordinal);
                foreach (var name in names)
                    session.Visit($"SELECT file, record FROM artifact WHERE channel = {id} AND name = {name} AND subdir = {subdir} AND removed IS NULL", row => records[row.Text(0)] = row.Bytes(1));
                return Task.FromResult(records);
            },
            cancellation);
        var builder = new PatchInstructionsBuilder();
        if ((await new PatchSets(store).InstructionsAsync(id, set, cancellation)).TryGetValue(subdir, out var inForce))
            builder.SetAll(inForce, file => !own.ContainsKey(file));
        foreach (var document in documents)
            Compare(document, own, builder);
        _inPart.Add(subdir);
        if (builder.Build() is { IsEmpty: false } instructions)
            _bySubdir[subdir] = instructions;
    }

    /// <summary>Applies what was found, unless that is in force already.</summary>
    /// <returns>Whether the channel changed.</returns>
    public async Task<bool> ApplyAsync(CancellationToken cancellation)
    {
        var sets = new PatchSets(store);
        // It may have been deleted meanwhile.
        if (await store.Catalog.FindAsync(channel, cancellation) is not { Id: var id })
            return false;
        if (_inPart.Count > 0)
        {
            foreach (var (subdir, instructions) in (await sets.InstructionsAsync(id, set, cancellation)).Where(pair => !_inPart.Contains(pair.Key)))
                _bySubdir[subdir] = instructions;
        }
        var inForce = await sets.InForceAsync(id, set, cancellation);
        if (inForce.Count == _bySubdir.Count && _bySubdir.All(own => inForce.TryGetValue(own.Key, out var digest) && digest == own.Value.Digest))
            return false;
        if (_bySubdir.Count > 0)
            await sets.ApplyAsync(channel, set, _bySubdir, actor, cancellation);
        else
            await sets.WithdrawAsync(channel, set, actor, cancellation);
        return true;
    }

    private static async Task<Dictionary<string, byte[]>> OwnAsync(SqlSession session, long id, string subdir, IReadOnlySet<string>? asShown, CancellationToken cancellation)
    {
        var own = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        if (asShown is { Count: > 0 } && asShown.Count == await session.NumberAsync($"SELECT count(*) FROM artifact WHERE channel = {id} AND subdir = {subdir} AND removed IS NULL", cancellation))
            return own;
        session.Visit($"SELECT file, record FROM artifact WHERE channel = {id} AND subdir = {subdir} AND removed IS NULL", row =>
        {
            cancellation.ThrowIfCancellationRequested();
            if (asShown is null || !asShown.Contains(row.Text(0)))
                own[row.Text(0)] = row.Bytes(1);
        });
        return own;
    }

    private void Compare(Stream document, Dictionary<string, byte[]> own, PatchInstructionsBuilder builder)
    {
        using var reader = new RepodataReader(document);
        while (reader.Read())
        {
            // A patch may hide what is there.
            if (hides && reader is { Entry: RepodataEntry.Member, Key: "removed" })
                builder.Remove.UnionWith(JsonText.ReadList(reader.Value).Where(own.ContainsKey));
            if (reader.Entry != RepodataEntry.Record || !own.TryGetValue(reader.Group.FileOf(reader.Key), out var json))
                continue;
            var record = PackageRecord.FromCanonical(json);
            var shown = PackageRecord.Parse(reader.Value);
            if (IsOfTheSameBytes(record, shown) && !ShowsTheSame(record, shown))
                builder.Turn(reader.Group, reader.Group.FileOf(reader.Key), record, Wanted(record, shown));
        }
    }

    // Old channels say an MD5 alone, or nothing at all.
    private static bool IsOfTheSameBytes(PackageRecord record, PackageRecord shown) =>
        shown.Text(RecordField.Sha256) is { } sha256 ? string.Equals(sha256, record.Text(RecordField.Sha256), StringComparison.OrdinalIgnoreCase)
        : shown.Text(RecordField.Md5) is not { } md5 || string.Equals(md5, record.Text(RecordField.Md5), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether another channel shows a record as it is, but for what is no patch; seen without making what is <see cref="Wanted"/>.</summary>
    internal static bool ShowsTheSame(PackageRecord record, PackageRecord shown)
    {
        // Every record of this channel has the list.
        if (!record.Has(RecordField.Depends))
            return false;
        var own = record.Json.Span;
        var other = shown.Json.Span;
        var (ownMembers, otherMembers) = (CanonicalMembers.FindIn(own), CanonicalMembers.FindIn(other));
        for (int i = 0, j = 0; ;)
        {
            while (i < ownMembers.Length && IsAmong(OwnFields, Name(own, ownMembers[i])))
                i++;
            while (j < otherMembers.Length && Name(other, otherMembers[j]) is var name && (IsAmong(OwnFields, name) || IsAmong(LeftOut, name)))
                j++;
            if (i < ownMembers.Length && Name(own, ownMembers[i]).SequenceEqual(RecordField.Depends) && Value(own, ownMembers[i]).SequenceEqual("[]"u8)
                && (j == otherMembers.Length || !Name(other, otherMembers[j]).SequenceEqual(RecordField.Depends)))
                i++;
            else if (i == ownMembers.Length || j == otherMembers.Length)
                return i == ownMembers.Length && j == otherMembers.Length;
            else if (Name(own, ownMembers[i]).SequenceEqual(Name(other, otherMembers[j])) && Value(own, ownMembers[i++]).SequenceEqual(Value(other, otherMembers[j++])))
                continue;
            else
                return false;
        }

        static ReadOnlySpan<byte> Name(ReadOnlySpan<byte> json, JsonMember member) => json.Slice(member.NameStart, member.NameLength);

        static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> json, JsonMember member) => json.Slice(member.ValueStart, member.ValueLength);
    }

    // What no channel shows, and what this one decides itself, is no patch.
    internal static PackageRecord Wanted(PackageRecord record, PackageRecord shown)
    {
        var wanted = shown.ToBuilder();
        foreach (var name in LeftOut)
            wanted.Remove(name);
        foreach (var name in OwnFields)
        {
            if (record.Raw(name) is { IsEmpty: false } own)
                wanted.SetRaw(name, own.ToArray());
            else
                wanted.Remove(name);
        }
        // Older channels leave the list out where it is empty.
        if (wanted.Raw(RecordField.Depends).IsEmpty)
            wanted.Set(RecordField.Depends, []);
        return PackageRecord.From(wanted);
    }

    private static bool IsAmong(byte[][] names, ReadOnlySpan<byte> name)
    {
        foreach (var each in names)
        {
            if (name.SequenceEqual(each))
                return true;
        }
        return false;
    }
}
