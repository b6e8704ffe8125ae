using System.Runtime.InteropServices;
using System.Text.Json;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Compression;

namespace Hearth.Mirrors.Upstream;

/// <summary>A subdir whose repodata.json was read as a whole.</summary>
internal sealed class WholeSubdir : IUpstreamSubdir
{
    private readonly Dictionary<string, List<UpstreamRecord>> _byName = new(StringComparer.Ordinal);
    private readonly string _document;
    private IReadOnlyList<string>? _names;

    private WholeSubdir(string subdir, string document) => (Subdir, Packages, _document) = (subdir, subdir + "/", document);

    public string Subdir { get; }

    public string Packages { get; private set; }

    public ChannelRelations? Relations { get; private set; }

    public IReadOnlyList<string> Names => _names ??= [.. _byName.Keys.Order(StringComparer.Ordinal)];

    public ValueTask<IReadOnlyList<UpstreamRecord>> RecordsOfAsync(string name, CancellationToken cancellation) =>
        new(_byName.TryGetValue(name, out var records) ? records : []);

    public IEnumerable<Stream> OpenDocuments() => [Open(_document)];

    // A document has its groups one after the other, each in order of files. Read side by side, they give the records of a name together.
    public IEnumerable<RepodataReader> ReadRecords(IReadOnlyCollection<RecordGroup> groups)
    {
        var readers = new List<RepodataReader>();
        try
        {
            foreach (var group in groups)
            {
                var reader = new RepodataReader(Open(_document), group);
                readers.Add(reader);
                Advance(readers, reader);
            }
            while (readers.Count > 0)
            {
                var first = readers[0];
                foreach (var reader in readers)
                    first = string.CompareOrdinal(reader.Key, first.Key) < 0 ? reader : first;
                yield return first;
                Advance(readers, first);
            }
        }
        finally
        {
            foreach (var reader in readers)
                reader.Dispose();
        }
    }

    /// <summary>Reads a document.</summary>
    /// <param name="subdir">The subdir.</param>
    /// <param name="document">A file repodata.json or repodata.json.zst, which stays.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="JsonException">It is no repodata.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static async Task<WholeSubdir> ReadAsync(string subdir, string document, CancellationToken cancellation)
    {
        var whole = new WholeSubdir(subdir, document);
        var words = new WordPool();
        await foreach (var batch in RepodataAhead.ReadAsync(Open(document), cancellation))
        {
            for (var i = 0; i < batch.Count; i++)
                whole.Add(batch[i], batch.ValueOf(i), words);
        }
        foreach (var ofName in whole._byName.Values)
            UpstreamRecord.SortByFile(ofName);
        return whole;
    }

    /// <summary>The run exports of some artifacts in a file run_exports.json or run_exports.json.zst (CEP 12).</summary>
    /// <inheritdoc cref="ReadAsync" path="/exception"/>
    public static IReadOnlyDictionary<string, byte[]> RunExportsIn(string document, Func<string, bool> isWanted, CancellationToken cancellation)
    {
        var found = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        using var reader = new RepodataReader(Open(document));
        while (reader.ReadRecord())
        {
            cancellation.ThrowIfCancellationRequested();
            var file = reader.Group.FileOf(reader.Key);
            if (isWanted(file) && UpstreamRecord.RunExportsIn(reader.Value) is { } exports)
                found[file] = exports;
        }
        return found;
    }

    private static Stream Open(string document) =>
        document.EndsWith(".zst", StringComparison.Ordinal) ? Zstd.OpenRead(File.OpenRead(document)) : File.OpenRead(document);

    private static void Advance(List<RepodataReader> readers, RepodataReader reader)
    {
        if (reader.ReadRecord())
            return;
        reader.Dispose();
        readers.Remove(reader);
    }

    private void Add((RepodataEntry Entry, RecordGroup Group, string Key) entry, ReadOnlySpan<byte> json, WordPool words)
    {
        if (entry is { Entry: RepodataEntry.Member, Key: "info" })
            (Packages, Relations) = (BaseUrl.In(Subdir, json), ChannelRelations.In(json));
        else if (entry.Entry == RepodataEntry.Record && UpstreamRecord.Read(Subdir, entry.Group, entry.Key, json, words) is { } record)
            Add(record);
    }

    private void Add(UpstreamRecord record)
    {
        ref var records = ref CollectionsMarshal.GetValueRefOrAddDefault(_byName, record.Name, out _);
        (records ??= []).Add(record);
    }
}
