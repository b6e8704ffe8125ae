using Hearth.Conda.Jlap;
using Hearth.Server.Conformance.Http;

namespace Hearth.Server.Conformance.Subjects;

/// <summary>One subdir that cases look at. What several cases need is fetched once, and only if one needs it.</summary>
internal sealed class SubdirUnderTest
{
    public const string ShardIndexName = "repodata_shards.msgpack.zst";

    private readonly Lazy<Task<Fact<ReadRepodata>>> _repodata;
    private readonly Lazy<Task<Fact<ReadRepodata>>> _current;
    private readonly Lazy<Task<Fact<ReadRepodata>>> _unpatched;
    private readonly Lazy<Task<Fact<ReadTwin>>> _zstd;
    private readonly Lazy<Task<Fact<ReadTwin>>> _bzip2;
    private readonly Lazy<Task<Fact<ReadTwin>>> _runExportsZstd;
    private readonly Lazy<Task<Fact<ReadShardIndex>>> _index;
    private readonly Lazy<Task<Fact<ReadShardIndex>>> _daily;
    private readonly Lazy<Task<Fact<ReadShardIndex>>> _weekly;
    private readonly Lazy<Task<Fact<IReadOnlyList<ReadShard>>>> _shards;
    private readonly Lazy<Task<Fact<ReadRunExports>>> _runExports;
    private readonly Lazy<Task<Fact<JsonFile>>> _patches;
    private readonly Lazy<Task<Fact<JlapFile>>> _jlap;
    private readonly Lazy<Task<Fact<IReadOnlyList<ReadArtifact>>>> _artifacts;
    private readonly Lazy<Task<Fact<IReadOnlyList<KeyFile>>>> _keyFiles;

    public SubdirUnderTest(ChannelUnderTest channel, string name)
    {
        (Channel, Name) = (channel, name);
        _repodata = Fact<ReadRepodata>.Once(() => StreamAsync("repodata.json", ReadRepodataFrom));
        _current = Fact<ReadRepodata>.Once(() => StreamAsync("current_repodata.json", ReadRepodataFrom));
        _unpatched = Fact<ReadRepodata>.Once(() => StreamAsync("repodata_from_packages.json", ReadRepodataFrom));
        _zstd = Fact<ReadTwin>.Once(() => StreamAsync("repodata.json.zst", ReadTwin.Read));
        _bzip2 = Fact<ReadTwin>.Once(() => StreamAsync("repodata.json.bz2", ReadTwin.Read));
        _runExportsZstd = Fact<ReadTwin>.Once(() => StreamAsync("run_exports.json.zst", ReadTwin.Read));
        _runExports = Fact<ReadRunExports>.Once(() => StreamAsync("run_exports.json", ReadRunExports.Read));
        _index = Fact<ReadShardIndex>.Once(() => SmallAsync(ShardIndexName, reply => ReadShardIndex.Read(reply.Request, reply.Body)));
        _daily = Fact<ReadShardIndex>.Once(() => SmallAsync("repodata_shards_daily.msgpack.zst", reply => ReadShardIndex.Read(reply.Request, reply.Body)));
        _weekly = Fact<ReadShardIndex>.Once(() => SmallAsync("repodata_shards_weekly.msgpack.zst", reply => ReadShardIndex.Read(reply.Request, reply.Body)));
        _jlap = Fact<JlapFile>.Once(() => SmallAsync("repodata.jlap", reply => JlapFile.Parse(reply.Body)));
        _patches = Fact<JsonFile>.Once(() => Channel.ReadJsonAsync(PathTo("patch_instructions.json")));
        _shards = Fact<IReadOnlyList<ReadShard>>.Once(FetchShardsAsync);
        _artifacts = Fact<IReadOnlyList<ReadArtifact>>.Once(FetchArtifactsAsync);
        _keyFiles = Fact<IReadOnlyList<KeyFile>>.Once(FindKeyFilesAsync);
    }

    public ChannelUnderTest Channel { get; }

    public string Name { get; }

    public ChannelClient Client => Channel.Client;

    public Task<Fact<ReadRepodata>> Repodata => _repodata.Value;

    public Task<Fact<ReadRepodata>> CurrentRepodata => _current.Value;

    public Task<Fact<ReadRepodata>> UnpatchedRepodata => _unpatched.Value;

    public Task<Fact<ReadTwin>> Zstd => _zstd.Value;

    public Task<Fact<ReadTwin>> Bzip2 => _bzip2.Value;

    public Task<Fact<ReadRunExports>> RunExports => _runExports.Value;

    public Task<Fact<ReadTwin>> RunExportsZstd => _runExportsZstd.Value;

    public Task<Fact<ReadShardIndex>> ShardIndex => _index.Value;

    public Task<Fact<ReadShardIndex>> DailyIndex => _daily.Value;

    public Task<Fact<ReadShardIndex>> WeeklyIndex => _weekly.Value;

    /// <summary>The sampled shards that could be fetched and read.</summary>
    public Task<Fact<IReadOnlyList<ReadShard>>> Shards => _shards.Value;

    public Task<Fact<JsonFile>> PatchInstructions => _patches.Value;

    public Task<Fact<JlapFile>> Jlap => _jlap.Value;

    /// <summary>The sampled packages that could be fetched.</summary>
    public Task<Fact<IReadOnlyList<ReadArtifact>>> Artifacts => _artifacts.Value;

    /// <summary>One file of each kind that the subdir has.</summary>
    public Task<Fact<IReadOnlyList<KeyFile>>> KeyFiles => _keyFiles.Value;

    public string PathTo(string file) => $"{Name}/{file}";

    /// <summary>The names whose shards are looked at: all if all are asked for, else always the same few.</summary>
    public IReadOnlyList<ShardEntry> SampleOf(ReadShardIndex index)
    {
        var sample = new Sample<ShardEntry>(Channel.Options.Full ? int.MaxValue : Channel.Options.Limit);
        foreach (var entry in index.Shards.Where(entry => entry.Digest is not null))
            sample.Add(Fingerprint.Of(entry.Name), () => entry);
        return sample.Items;
    }

    /// <summary>Where a shard lies.</summary>
    public string PathOf(ReadShardIndex index, ShardEntry entry) =>
        Client.Resolve(PathTo(ShardIndexName), WithSlash(index.InfoText("shards_base_url") ?? "./shards/")) + $"{entry.Digest}.msgpack.zst";

    /// <summary>Where the packages lie, as the shard index says; ends with a slash unless it is beside the channel's root.</summary>
    public string ArtifactsOf(ReadShardIndex index) => Client.Resolve(PathTo(ShardIndexName), index.InfoText("base_url") ?? "");

    /// <summary>Where a package lies, as repodata.json says (CEP 15).</summary>
    public string PathOf(ReadRepodata? repodata, RecordInPlace listed) =>
        Client.Resolve(PathTo("repodata.json"), WithSlash(repodata?.InfoText("base_url") ?? "./")) + ChannelClient.Escape(listed.File);

    private static string WithSlash(string url) => url.Length == 0 || url.EndsWith('/') ? url : url + "/";

    private async Task<Fact<T>> StreamAsync<T>(string file, Func<string, Stream, T> read)
        where T : class
    {
        var path = PathTo(file);
        return await Client.OpenAsync(path) is { } body
            ? await Task.Run(() => read($"GET {path}", body), Client.Cancellation)
            : Fact<T>.Absent($"the subdir has no {file}");
    }

    private async Task<Fact<T>> SmallAsync<T>(string file, Func<Reply, T> read)
        where T : class
    {
        var reply = await Client.GetAsync(PathTo(file));
        if (!reply.IsOk)
            return Fact<T>.Absent($"the subdir has no {file} ({reply.StatusText})");
        return reply.IsWhole ? read(reply) : Fact<T>.Broken($"{file} is larger than the {ChannelClient.MostBytes} bytes that clients read");
    }

    private ReadRepodata ReadRepodataFrom(string request, Stream body) => ReadRepodata.Read(request, Name, body, Channel.Options.Limit, Channel.Now);

    private async Task<Fact<IReadOnlyList<ReadShard>>> FetchShardsAsync()
    {
        var index = await ShardIndex;
        if (index.Value is not { } known)
            return Fact<IReadOnlyList<ReadShard>>.Absent(index.Reason!);
        var shards = new List<ReadShard>();
        foreach (var entry in SampleOf(known))
        {
            if (await Client.GetAsync(PathOf(known, entry)) is { IsOk: true } reply)
                shards.Add(ReadShard.Read(reply.Request, entry, Name, reply.Body));
        }
        return shards.Count > 0 ? shards : Fact<IReadOnlyList<ReadShard>>.Absent("no shard could be fetched");
    }

    private async Task<Fact<IReadOnlyList<ReadArtifact>>> FetchArtifactsAsync()
    {
        var repodata = await Repodata;
        var listed = repodata.Value?.Sampled ?? [];
        if (repodata.Value is null && (await Shards).Value is { } shards)
            listed = [.. shards.SelectMany(shard => shard.Records).Take(Channel.Options.Limit)];
        var artifacts = new List<ReadArtifact>();
        foreach (var record in listed)
        {
            var reply = await Client.GetAsync(PathOf(repodata.Value, record));
            artifacts.Add(new(record, reply));
        }
        return artifacts.Count > 0 ? artifacts : Fact<IReadOnlyList<ReadArtifact>>.Absent("the subdir lists no package that is small enough to fetch");
    }

    private async Task<Fact<IReadOnlyList<KeyFile>>> FindKeyFilesAsync()
    {
        var files = new List<KeyFile>();
        await AddAsync(KeyFileKind.Repodata, PathTo("repodata.json"));
        await AddAsync(KeyFileKind.CompressedRepodata, PathTo("repodata.json.zst"));
        await AddAsync(KeyFileKind.ShardIndex, PathTo(ShardIndexName));
        if ((await ShardIndex).Value is { } index && SampleOf(index) is [var entry, ..])
            await AddAsync(KeyFileKind.Shard, PathOf(index, entry));
        if ((await Repodata).Value is { Sampled: [var listed, ..] } repodata)
            await AddAsync(KeyFileKind.Artifact, PathOf(repodata, listed));
        return files.Count > 0 ? files : Fact<IReadOnlyList<KeyFile>>.Absent("the subdir has no index");

        async Task AddAsync(KeyFileKind kind, string path)
        {
            if (await Client.PeekAsync(path) is { IsOk: true } reply)
                files.Add(new(kind, path, reply));
        }
    }
}
