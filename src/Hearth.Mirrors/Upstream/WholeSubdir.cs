using System.Text.Json;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Compression;

namespace Hearth.Mirrors.Upstream;

/// <summary>A subdir whose repodata.json was read as a whole.</summary>
internal sealed class WholeSubdir : IUpstreamSubdir
{
    private readonly SortedDictionary<string, List<UpstreamRecord>> _byName = new(StringComparer.Ordinal);
    private readonly string _document;
    private IReadOnlyList<string>? _names;

    private WholeSubdir(string subdir, string document) => (Subdir, Packages, _document) = (subdir, subdir + "/", document);

    public string Subdir { get; }

    public string Packages { get; private set; }

    public IReadOnlyList<string> Names => _names ??= [.. _byName.Keys];

    public ValueTask<IReadOnlyList<UpstreamRecord>> RecordsOfAsync(string name, CancellationToken cancellation) =>
        new(_byName.TryGetValue(name, out var records) ? records : []);

    public IEnumerable<Stream> OpenDocuments() => [Open(_document)];

    /// <summary>Reads a document.</summary>
    /// <param name="subdir">The subdir.</param>
    /// <param name="document">A file repodata.json or repodata.json.zst, which stays.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="JsonException">It is no repodata.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static WholeSubdir Read(string subdir, string document, CancellationToken cancellation)
    {
        var whole = new WholeSubdir(subdir, document);
        var words = new WordPool();
        using var reader = new RepodataReader(Open(document));
        while (reader.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (reader is { Entry: RepodataEntry.Member, Key: "info" })
                whole.Packages = BaseUrl.In(subdir, reader.Value);
            else if (reader.Entry == RepodataEntry.Record && UpstreamRecord.Read(subdir, reader.Group, reader.Key, reader.Value, words) is { } record)
                whole.Add(record);
        }
        return whole;
    }

    /// <summary>The run exports of some artifacts in a file run_exports.json or run_exports.json.zst (CEP 12).</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static IReadOnlyDictionary<string, byte[]> RunExportsIn(string document, Func<string, bool> isWanted, CancellationToken cancellation)
    {
        var found = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        using var reader = new RepodataReader(Open(document));
        while (reader.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (reader.Entry != RepodataEntry.Record || !isWanted(reader.Group.FileOf(reader.Key)))
                continue;
            var exports = PackageRecord.Parse(reader.Value).Raw(RecordField.RunExports);
            if (exports is [(byte)'{', _, _, ..])
                found[reader.Group.FileOf(reader.Key)] = exports.ToArray();
        }
        return found;
    }

    private static Stream Open(string document) =>
        document.EndsWith(".zst", StringComparison.Ordinal) ? Zstd.OpenRead(File.OpenRead(document)) : File.OpenRead(document);

    private void Add(UpstreamRecord record)
    {
        if (!_byName.TryGetValue(record.Name, out var records))
            _byName[record.Name] = records = [];
        records.Add(record);
    }
}
