using System.Text.Json;
using Hearth.Conda.Repodata;
using Hearth.Conda.Shards;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Hashing;

namespace Hearth.Mirrors.Upstream;

/// <summary>A subdir of which only the shards asked for are fetched (CEP 16). Each is held to the digest in the index.</summary>
internal sealed class ShardedSubdir(string subdir, ShardIndex index, string shards, IUpstream upstream) : IUpstreamSubdir
{
    private readonly Dictionary<string, IReadOnlyList<UpstreamRecord>> _byName = new(StringComparer.Ordinal);
    private readonly List<byte[]> _documents = [];
    private readonly WordPool _words = new();

    public string Subdir => subdir;

    public string Packages { get; } = BaseUrl.Of(subdir, index.Info.BaseUrl);

    public ChannelRelations? Relations => index.Info.Relations;

    public IReadOnlyList<string> Names { get; } = [.. index.Shards.Keys.Order(StringComparer.Ordinal)];

    public async ValueTask<IReadOnlyList<UpstreamRecord>> RecordsOfAsync(string name, CancellationToken cancellation)
    {
        if (_byName.TryGetValue(name, out var known))
            return known;
        if (!index.Shards.TryGetValue(name, out var digest) || digest is not { } sha256)
            return [];
        var document = await FetchAsync(sha256, cancellation);
        _byName[name] = Read(name, document);
        _documents.Add(document);
        return _byName[name];
    }

    public IEnumerable<Stream> OpenDocuments() => _documents.Select(document => new MemoryStream(document, writable: false));

    public IEnumerable<RepodataReader> ReadRecords(IReadOnlyCollection<RecordGroup> groups)
    {
        foreach (var document in OpenDocuments())
        {
            using var reader = new RepodataReader(document);
            while (reader.ReadRecord())
            {
                if (groups.Contains(reader.Group))
                    yield return reader;
            }
        }
    }

    private List<UpstreamRecord> Read(string name, byte[] json)
    {
        var records = new List<UpstreamRecord>();
        try
        {
            using var reader = new RepodataReader(new MemoryStream(json));
            while (reader.ReadRecord())
            {
                if (UpstreamRecord.Read(subdir, reader.Group, reader.Key, reader.Value, _words) is { } record && record.Name == name)
                    records.Add(record);
            }
        }
        catch (JsonException e)
        {
            throw MirrorDiagnostics.NotWhatItSays.Refuse($"{upstream.Name}/{subdir}", $"the shard of '{name}' is no shard: {e.Message}");
        }
        UpstreamRecord.SortByFile(records);
        return records;
    }

    private async Task<byte[]> FetchAsync(Sha256 digest, CancellationToken cancellation)
    {
        var path = $"{shards}{digest}.msgpack.zst";
        if (await upstream.OpenAsync(path, etag: null, cancellation) is not UpstreamFile.Opened opened)
            throw MirrorDiagnostics.NotWhatItSays.Refuse($"{upstream.Name}/{path}", "the index lists the shard, and the channel does not have it");
        await using (opened)
        {
            var bytes = await Bounded.ReadAsync(opened.Content, ShardIndex.MaxShardSize, $"{upstream.Name}/{path}", cancellation);
            if (Sha256.Of(bytes) is var actual && actual != digest)
                throw MirrorDiagnostics.NotWhatItSays.Refuse($"{upstream.Name}/{path}", $"its SHA-256 is {actual}");
            try
            {
                return ShardReader.ToJson(Zstd.Decompress(bytes, ShardIndex.MaxShardSize));
            }
            catch (InvalidDataException e)
            {
                throw MirrorDiagnostics.NotWhatItSays.Refuse($"{upstream.Name}/{path}", e.Message);
            }
        }
    }
}
