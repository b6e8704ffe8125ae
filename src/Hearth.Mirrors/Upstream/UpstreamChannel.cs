using System.Text.Json;
using Hearth.Channels.Indexing;
using Hearth.Conda.Names;
using Hearth.Conda.Platforms;
using Hearth.Conda.Shards;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Json;

namespace Hearth.Mirrors.Upstream;

/// <summary>Reads the indexes of a channel elsewhere.</summary>
/// <param name="upstream">Where its files come from.</param>
/// <param name="work">A folder of the caller's for the documents, which are as large as the channel's; they stay as long as the subdirs are used.</param>
public sealed class UpstreamChannel(IUpstream upstream, string work)
{
    // Twenty times what conda-forge's largest subdir has now.
    private const long MostDocumentBytes = 10L << 30;

    private const int MostChannelDataBytes = 1 << 28;

    private const int MostNoticesBytes = 1 << 20;

    private static readonly string[] RunExportsDocuments = ["run_exports.json.zst", "run_exports.json"];

    // In place of a tag, which stands in quotes: what was asked for in vain.
    private const string NotThere = "absent";

    private readonly Dictionary<string, string> _tags = new(StringComparer.Ordinal);

    public string Name => upstream.Name;

    /// <summary>The tag of each index file that was read; empty text where the upstream gave none. Of a subdir that is not there it says just that, so that one that appears is seen. For <see cref="IsUnchangedAsync"/>, another time.</summary>
    public IReadOnlyDictionary<string, string> Tags => _tags;

    /// <summary>Where the changes of the channel can be followed, once one of its files that came with that was read.</summary>
    public string? Feed { get; private set; }

    /// <summary>The changes of the channel, at an address that one of its files came with.</summary>
    internal UpstreamFeed FeedAt(string reference) => new(upstream, reference);

    /// <summary>Whether all index files are as they were. One conditional request for each, until one is not.</summary>
    /// <param name="tags">What they were.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<bool> IsUnchangedAsync(IReadOnlyDictionary<string, string> tags, CancellationToken cancellation)
    {
        if (tags.Count == 0 || tags.Values.Any(tag => tag.Length == 0))
            return false;
        foreach (var (path, tag) in tags)
        {
            if (!await IsAsItWasAsync(path, tag, cancellation))
                return false;
        }
        return true;
    }

    private async Task<bool> IsAsItWasAsync(string path, string tag, CancellationToken cancellation)
    {
        try
        {
            var file = await upstream.OpenAsync(path, tag == NotThere ? null : tag, cancellation);
            if (file is UpstreamFile.Opened changed)
                await changed.DisposeAsync();
            return tag == NotThere ? file is UpstreamFile.Absent : file is UpstreamFile.Unchanged;
        }
        catch (BadInputException) when (path == NoticesFile.Name)
        {
            return true;
        }
    }

    /// <summary>Whether the channel had notices when its files had such tags.</summary>
    public static bool HadNotices(IReadOnlyDictionary<string, string> tags) => tags.TryGetValue(NoticesFile.Name, out var tag) && tag != NotThere;

    /// <summary>What the channel tells its users (CEP 6), as canonical JSON; empty where it has no such file, null where it cannot be told: that keeps nobody from its packages.</summary>
    public async Task<byte[]?> NoticesAsync(CancellationToken cancellation)
    {
        try
        {
            if (await upstream.OpenAsync(NoticesFile.Name, etag: null, cancellation) is not UpstreamFile.Opened opened)
            {
                _tags[NoticesFile.Name] = NotThere;
                return [];
            }
            await using (opened)
            {
                if (opened.ETag is { } tag)
                    _tags[NoticesFile.Name] = tag;
                var file = $"{Name}/{NoticesFile.Name}";
                var json = CanonicalJson.RewriteFile(await Bounded.ReadAsync(opened.Content, MostNoticesBytes, file, cancellation), file);
                return NoticesFile.Problems(json, file).Count == 0 ? json : null;
            }
        }
        catch (BadInputException)
        {
            return null;
        }
    }

    /// <summary>The subdirs that the channel says it has; where it does not say, all that clients know.</summary>
    public async Task<IReadOnlyList<string>> SubdirsAsync(CancellationToken cancellation)
    {
        if (await ReadAsync("channeldata.json", cancellation) is { } opened)
        {
            await using (opened)
            {
                var json = await Bounded.ReadAsync(opened.Content, MostChannelDataBytes, $"{Name}/channeldata.json", cancellation);
                if (SubdirsIn(json) is { Count: > 0 } named)
                    return named;
            }
        }
        return [Subdir.NoArch.ToString(), .. Platform.All.Select(platform => platform.SubdirText)];
    }

    /// <summary>Opens a subdir.</summary>
    /// <param name="subdir">The subdir.</param>
    /// <param name="fewNames">Whether so few names will be asked for that their shards cost less than the whole document.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null if the channel has no such subdir.</returns>
    /// <exception cref="BadInputException">What it has is not what it says.</exception>
    public async Task<IUpstreamSubdir?> OpenAsync(string subdir, bool fewNames, CancellationToken cancellation)
    {
        var opened = fewNames
            ? await OpenShardsAsync(subdir, atLeast: 0, cancellation) ?? await OpenDocumentAsync(subdir, cancellation)
            : await OpenDocumentAsync(subdir, cancellation) ?? await OpenShardsAsync(subdir, atLeast: 0, cancellation);
        if (opened is null)
            _tags[$"{subdir}/repodata.json"] = NotThere;
        return opened;
    }

    /// <summary>The run exports (CEP 12) of some artifacts of a subdir, as canonical JSON, by file name; those that have none, or of which the channel says nothing, are not there.</summary>
    /// <exception cref="BadInputException">What the channel has is not what it says.</exception>
    public async Task<IReadOnlyDictionary<string, byte[]>> RunExportsAsync(string subdir, Func<string, bool> isWanted, CancellationToken cancellation)
    {
        foreach (var document in RunExportsDocuments)
        {
            var path = $"{subdir}/{document}";
            // No tag is kept: they change together with the records, whose tags are.
            if (await upstream.OpenAsync(path, etag: null, cancellation) is UpstreamFile.Opened opened)
                return await ReadRunExportsAsync(opened, path, Path.Combine(work, $"{subdir}-{document}"), isWanted, cancellation);
        }
        return new Dictionary<string, byte[]>();
    }

    private async Task<IReadOnlyDictionary<string, byte[]>> ReadRunExportsAsync(UpstreamFile.Opened opened, string path, string file, Func<string, bool> isWanted, CancellationToken cancellation)
    {
        try
        {
            await using (opened)
            await using (var output = File.Create(file))
                await Bounded.CopyAsync(opened.Content, output, MostDocumentBytes, $"{Name}/{path}", cancellation);
            return WholeSubdir.RunExportsIn(file, isWanted, cancellation);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            throw MirrorDiagnostics.NotWhatItSays.Refuse($"{Name}/{path}", PageOr(StartOf(file), e.Message));
        }
    }

    /// <summary>Opens a subdir by its shards.</summary>
    /// <param name="subdir">The subdir.</param>
    /// <param name="atLeast">The change of its log that they must show, where the channel says what they show.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null if the channel has no shards of it, or none so new.</returns>
    /// <exception cref="BadInputException">What it has is not what it says.</exception>
    public async Task<IUpstreamSubdir?> OpenShardsAsync(string subdir, long atLeast, CancellationToken cancellation)
    {
        var path = $"{subdir}/repodata_shards.msgpack.zst";
        if (await ReadAsync(path, cancellation) is not { } opened)
            return null;
        await using (opened)
        {
            if (opened.Revision < atLeast)
                return null;
            var bytes = await Bounded.ReadAsync(opened.Content, ShardIndex.MaxSize, $"{Name}/{path}", cancellation);
            try
            {
                var index = ShardIndexFormat.Read(Zstd.Decompress(bytes, ShardIndex.MaxSize));
                return new ShardedSubdir(subdir, index, BaseUrl.Of(subdir, index.ShardsUrl), upstream);
            }
            catch (InvalidDataException e)
            {
                throw MirrorDiagnostics.NotWhatItSays.Refuse($"{Name}/{path}", PageOr(bytes, e.Message));
            }
        }
    }

    private async Task<IUpstreamSubdir?> OpenDocumentAsync(string subdir, CancellationToken cancellation) =>
        await ReadDocumentAsync(subdir, "repodata.json.zst", cancellation) ?? await ReadDocumentAsync(subdir, "repodata.json", cancellation);

    private async Task<IUpstreamSubdir?> ReadDocumentAsync(string subdir, string document, CancellationToken cancellation)
    {
        var path = $"{subdir}/{document}";
        if (await ReadAsync(path, cancellation) is not { } opened)
            return null;
        var file = Path.Combine(work, $"{subdir}-{document}");
        try
        {
            await using (opened)
            await using (var output = File.Create(file))
                await Bounded.CopyAsync(opened.Content, output, MostDocumentBytes, $"{Name}/{path}", cancellation);
            return await WholeSubdir.ReadAsync(subdir, file, cancellation);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            var start = StartOf(file);
            File.Delete(file);
            throw MirrorDiagnostics.NotWhatItSays.Refuse($"{Name}/{path}", PageOr(start, e.Message));
        }
    }

    private async Task<UpstreamFile.Opened?> ReadAsync(string path, CancellationToken cancellation)
    {
        if (await upstream.OpenAsync(path, etag: null, cancellation) is not UpstreamFile.Opened opened)
            return null;
        _tags[path] = opened.ETag ?? "";
        Feed ??= opened.Feed;
        return opened;
    }

    private static IReadOnlyList<string>? SubdirsIn(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("subdirs"u8, out var subdirs) && subdirs.ValueKind == JsonValueKind.Array
                ? [.. subdirs.EnumerateArray().Where(subdir => subdir.ValueKind == JsonValueKind.String).Select(subdir => subdir.GetString()!).Where(subdir => Subdir.TryParse(subdir, null, out _))]
                : null;
        }
        catch (JsonException)
        {
            // A channel without it, or with a page in its place, is read by asking for every subdir.
            return null;
        }
    }

    private static byte[] StartOf(string file)
    {
        using var handle = File.OpenHandle(file);
        var start = new byte[64];
        return start[..RandomAccess.Read(handle, start, 0)];
    }

    private static string PageOr(ReadOnlySpan<byte> start, string otherwise) =>
        start.TrimStart(" \t\r\n"u8).StartsWith("<"u8) ? "it is a web page" : otherwise;
}
