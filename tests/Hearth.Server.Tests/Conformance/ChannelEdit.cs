using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.Conda.Jlap;
using Hearth.Conda.Shards;
using Hearth.Foundation.Buffers;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.MsgPack;
using Hearth.Packages.Compression;
using Hearth.Testing;

namespace Hearth.Server.Tests.Conformance;

/// <summary>Spoils files of a channel, so that nothing else is wrong with it: copies, checksums and digests are made to fit again.</summary>
internal sealed class ChannelEdit(TemporaryFolder folder)
{
    private const string Subdir = "linux-64";

    /// <summary>A record whose file is too large to be fetched, so that it may say anything.</summary>
    public const string FakeFile = "fake-1.0-0.conda";

    public string PathTo(string file) => folder.PathTo(Subdir, file);

    public void Write(string file, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathTo(file))!);
        File.WriteAllBytes(PathTo(file), content);
    }

    public void Write(string file, string content) => Write(file, System.Text.Encoding.UTF8.GetBytes(content));

    public void WriteAtRoot(string file, string content) => File.WriteAllText(folder.PathTo(file), content);

    public void Json(string file, Action<JsonNode> edit)
    {
        var json = JsonNode.Parse(File.ReadAllBytes(PathTo(file)))!;
        edit(json);
        Write(file, json.ToJsonString());
    }

    public void JsonAtRoot(string file, Action<JsonNode> edit)
    {
        var json = JsonNode.Parse(File.ReadAllBytes(folder.PathTo(file)))!;
        edit(json);
        WriteAtRoot(file, json.ToJsonString());
    }

    /// <summary>Leaves the subdir no index but repodata.json, and edits that.</summary>
    public void OnlyRepodata(Action<JsonNode> edit)
    {
        foreach (var file in (string[])["current_repodata.json", "repodata_from_packages.json", "run_exports.json", "run_exports.json.zst", "patch_instructions.json"])
            File.Delete(PathTo(file));
        foreach (var file in Directory.EnumerateFiles(folder.PathTo(Subdir), "repodata_shards*"))
            File.Delete(file);
        File.Delete(folder.PathTo("channeldata.json"));
        Repodata(edit);
    }

    /// <summary>Edits repodata.json and its copies.</summary>
    public void Repodata(Action<JsonNode> edit)
    {
        Json("repodata.json", edit);
        Repodata(File.ReadAllBytes(PathTo("repodata.json")));
    }

    public void Repodata(byte[] content)
    {
        Write("repodata.json", content);
        Write("repodata.json.zst", Zstd.Compress(content));
        Write("repodata.json.bz2", Bzip2Of(content));
        using var repodata = new MemoryStream(content);
        Write("repodata.jlap", JlapFile.Fresh(Blake2b256.Of(repodata)).ToBytes());
    }

    /// <summary>Adds a record that is right but for what the edit does.</summary>
    public void Record(Action<JsonObject> edit, string key = FakeFile, string group = "packages.conda") => OnlyRepodata(repodata =>
    {
        var record = JsonNode.Parse($$"""
            {"name":"fake","version":"1.0","build":"0","build_number":0,"depends":[],"md5":"{{new string('a', 32)}}","sha256":"{{new string('a', 64)}}","size":99000000,"subdir":"linux-64"}
            """)!.AsObject();
        edit(record);
        repodata[group]![key] = record;
    });

    /// <summary>Rewrites the shard index; delta indexes go.</summary>
    public void Index(Action<JsonObject>? info = null, Action<List<KeyValuePair<string, byte[]>>>? shards = null, int version = 1, bool asText = false)
    {
        foreach (var delta in (string[])["repodata_shards_daily.msgpack.zst", "repodata_shards_weekly.msgpack.zst"])
            File.Delete(PathTo(delta));
        WriteIndex("repodata_shards.msgpack.zst", info, shards, version, asText);
    }

    public void WriteIndex(string file, Action<JsonObject>? info = null, Action<List<KeyValuePair<string, byte[]>>>? shards = null, int version = 1, bool asText = false)
    {
        var index = ShardIndexFormat.Read(Zstd.Decompress(File.ReadAllBytes(PathTo("repodata_shards.msgpack.zst")), 1 << 20));
        var entries = index.Shards.Select(shard => KeyValuePair.Create(shard.Key, shard.Value!.Value.AsSpan().ToArray())).ToList();
        shards?.Invoke(entries);
        var about = new JsonObject
        {
            ["base_url"] = "./",
            ["created_at"] = index.CreatedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["shards_base_url"] = "./shards/",
            ["subdir"] = "linux-64",
        };
        info?.Invoke(about);
        var output = new ByteBuffer();
        var writer = new MsgPackWriter(output);
        writer.MapHeader(3);
        writer.Text("info");
        WriteNode(about, output, asText: true);
        writer.Text("shards");
        writer.MapHeader(entries.Count);
        foreach (var (name, digest) in entries)
        {
            writer.Text(name);
            if (asText)
                writer.Text(Convert.ToHexStringLower(digest));
            else
                writer.Binary(digest);
        }
        writer.Text("version");
        writer.Integer(version);
        Write(file, Zstd.Compress(output.Span));
    }

    /// <summary>Replaces the shard of zlib, and what the index says of it.</summary>
    public void Shard(Action<JsonObject> edit, bool asText = false, Func<byte[], byte[]>? compressed = null)
    {
        var shard = JsonNode.Parse(ShardReader.ToJson(Zstd.Decompress(File.ReadAllBytes(PathOfShard("zlib")), 1 << 20)))!.AsObject();
        edit(shard);
        var output = new ByteBuffer();
        WriteNode(shard, output, asText);
        var bytes = compressed?.Invoke(Zstd.Compress(output.Span)) ?? Zstd.Compress(output.Span);
        var digest = Sha256.Of(bytes);
        Write($"shards/{digest}.msgpack.zst", bytes);
        Index(shards: entries => entries[entries.FindIndex(entry => entry.Key == "zlib")] = KeyValuePair.Create("zlib", digest.AsSpan().ToArray()));
    }

    public string PathOfShard(string name)
    {
        var index = ShardIndexFormat.Read(Zstd.Decompress(File.ReadAllBytes(PathTo("repodata_shards.msgpack.zst")), 1 << 20));
        return PathTo($"shards/{index.Shards[name]}.msgpack.zst");
    }

    public static byte[] Bzip2Of(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var bzip2 = Bzip2.OpenWrite(compressed, leaveOpen: true))
            bzip2.Write(content);
        return compressed.ToArray();
    }

    private static void WriteNode(JsonNode? node, ByteBuffer output, bool asText, string key = "")
    {
        var writer = new MsgPackWriter(output);
        switch (node)
        {
            case null:
                writer.Nil();
                break;
            case JsonObject map:
                writer.MapHeader(map.Count);
                foreach (var (name, value) in map)
                {
                    writer.Text(name);
                    WriteNode(value, output, asText, name);
                }
                break;
            case JsonArray list:
                writer.ArrayHeader(list.Count);
                foreach (var item in list)
                    WriteNode(item, output, asText);
                break;
            case JsonValue text when text.TryGetValue<string>(out var value):
                if (!asText && key is "md5" or "sha256")
                    writer.Binary(Convert.FromHexString(value));
                else
                    writer.Text(value);
                break;
            default:
                writer.Integer(long.Parse(node.ToJsonString(), CultureInfo.InvariantCulture));
                break;
        }
    }
}
