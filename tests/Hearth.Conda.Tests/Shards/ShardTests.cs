using System.Text;
using System.Text.Json;
using Hearth.Conda.Repodata;
using Hearth.Conda.Shards;
using Hearth.Foundation.Buffers;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.MsgPack;
using Hearth.Testing;

namespace Hearth.Conda.Tests.Shards;

public sealed class ShardTests
{
    private const string Md5Hex = "900150983cd24fb0d6963f7d28e17f72";
    private static readonly string Sha256Hex = Sha256.Of("abc"u8).ToString();

    [Fact]
    public void Hashes_are_binary_and_both_maps_are_there()
    {
        var shard = Write([Record(RecordGroup.PackagesConda, "a-1-0.conda", $$"""{"md5":"{{Md5Hex}}","sha256":"{{Sha256Hex}}"}""")]);
        var reader = new MsgPackReader(shard);
        Assert.Equal(3, reader.MapHeader());
        Assert.Equal("packages", Encoding.UTF8.GetString(reader.Text()));
        Assert.Equal(0, reader.MapHeader());
        Assert.Equal("packages.conda", Encoding.UTF8.GetString(reader.Text()));
        Assert.Equal(1, reader.MapHeader());
        reader.Text();
        Assert.Equal(2, reader.MapHeader());
        reader.Text();
        Assert.Equal(16, reader.Binary().Length);
        reader.Text();
        Assert.Equal(32, reader.Binary().Length);
    }

    [Fact]
    public void Text_that_is_no_digest_stays_text() =>
        Assert.Contains("\"md5\":\"?\"", ToJson(Write([Record(RecordGroup.Packages, "a", """{"md5":"?"}""")])), StringComparison.Ordinal);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":"a"}""")]
    [InlineData("""{"name":"a","version":"1"}""")]
    [InlineData("""{"name":"a","run_exports":{"weak":["stale"]},"version":"1"}""")]
    public void Run_exports_stand_in_the_record_in_sorted_place(string json)
    {
        var shard = ToJson(Write([new ShardRecord(RecordGroup.PackagesConda, "a", Encoding.UTF8.GetBytes(json), """{"weak":["a >=1"]}"""u8.ToArray())]));
        using var document = JsonDocument.Parse(shard);
        var record = document.RootElement.GetProperty("packages.conda").GetProperty("a");
        Assert.Equal("a >=1", record.GetProperty("run_exports").GetProperty("weak")[0].GetString());
        var names = record.EnumerateObject().Select(member => member.Name).ToList();
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal(names.Distinct(), names);
    }

    [Fact]
    public void Revision_3_records_stand_under_v3()
    {
        var json = ToJson(Write([Record(RecordGroup.V3Conda, "a-1-0", "{}"), Record(RecordGroup.V3TarBz2, "b-1-0", "{}")]));
        Assert.Equal("""{"packages":{},"packages.conda":{},"removed":["gone"],"v3":{"conda":{"a-1-0":{}},"tar.bz2":{"b-1-0":{}}}}""", json);
    }

    [Fact]
    public void Run_exports_that_are_not_known_are_absent_and_those_known_to_be_none_are_empty()
    {
        var shard = ToJson(Write(
        [
            new ShardRecord(RecordGroup.PackagesConda, "none", "{}"u8.ToArray(), "{}"u8.ToArray()),
            new ShardRecord(RecordGroup.PackagesConda, "unknown", "{}"u8.ToArray(), default),
        ]));
        Assert.Contains("""{"none":{"run_exports":{}},"unknown":{}}""", shard, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hash_in_an_index_is_bin_8()
    {
        var digest = Sha256.Of("x"u8);
        var output = new ByteBuffer();
        ShardIndexFormat.Write(
            new ShardIndex { Info = new RepodataInfo { Subdir = "noarch" }, CreatedAt = DateTimeOffset.UnixEpoch, Shards = new Dictionary<string, Sha256?> { ["a"] = digest } },
            output);
        Assert.True(output.Span.IndexOf((byte[])[0xA1, (byte)'a', 0xC4, 32, .. digest.AsSpan()]) > 0);
    }

    [Fact]
    public void An_index_reads_back()
    {
        var index = new ShardIndex
        {
            Info = new RepodataInfo { Subdir = "linux-64", Relations = new("../x", null) },
            CreatedAt = new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero),
            DeltaUrls = ["./d"],
            Shards = new Dictionary<string, Sha256?> { ["b"] = Sha256.Of("b"u8), ["a"] = Sha256.Of("a"u8), ["gone"] = null },
        };
        var output = new ByteBuffer();
        ShardIndexFormat.Write(index, output);
        var back = ShardIndexFormat.Read(output.Span);
        Assert.Equal(index.Shards.OrderBy(shard => shard.Key), back.Shards.OrderBy(shard => shard.Key));
        Assert.Equal(("linux-64", index.CreatedAt), (back.Info.Subdir, back.CreatedAt));
        Assert.Equal(index.DeltaUrls, back.DeltaUrls);
        Assert.Equal(index.Info.Relations, back.Info.Relations);
    }

    [Fact]
    public void Every_index_says_what_any_client_needs()
    {
        var output = new ByteBuffer();
        ShardIndexFormat.Write(new ShardIndex { Info = new RepodataInfo { Subdir = "noarch" }, CreatedAt = DateTimeOffset.UnixEpoch, Shards = new Dictionary<string, Sha256?>() }, output);
        Assert.Equal(
            """{"info":{"base_url":"./","created_at":"1970-01-01T00:00:00Z","shards_base_url":"./shards/","subdir":"noarch"},"shards":{},"version":1}""",
            ToJson(output.ToArray()));
    }

    [Theory]
    [InlineData("c420")]
    [InlineData("dc0020")]
    [InlineData("d940")]
    public void Hashes_are_read_in_every_form_that_a_client_accepts(string header)
    {
        var digest = Sha256.Of("x"u8);
        var output = new ByteBuffer();
        var writer = new MsgPackWriter(output);
        writer.MapHeader(2);
        writer.Text("info");
        writer.MapHeader(0);
        writer.Text("shards");
        writer.MapHeader(1);
        writer.Text("a");
        output.Append(Convert.FromHexString(header));
        switch (header)
        {
            case "c420": output.Append(digest.AsSpan()); break;
            case "d940": output.Append(Encoding.ASCII.GetBytes(digest.ToString())); break;
            default:
                foreach (var value in digest.AsSpan())
                    writer.Integer(value);
                break;
        }
        Assert.Equal(digest, ShardIndexFormat.Read(output.Span).Shards["a"]);
    }

    [Fact]
    public void A_shard_index_that_conda_index_wrote_is_read()
    {
        var file = SharedData.PathTo("data", "packages", "conda-format-repo", "linux-64", "repodata_shards.msgpack.zst");
        var index = ShardIndexFormat.Read(Zstd.Decompress(File.ReadAllBytes(file), ShardIndex.MaxSize));
        Assert.True(index.Shards.ContainsKey("zlib"));
    }

    private static ShardRecord Record(RecordGroup group, string key, string json) => new(group, key, Encoding.UTF8.GetBytes(json), default);

    private static byte[] Write(IReadOnlyList<ShardRecord> records)
    {
        var output = new ByteBuffer();
        ShardWriter.Write(records, ["gone"], output);
        return output.ToArray();
    }

    private static string ToJson(byte[] msgpack) => Encoding.UTF8.GetString(ShardReader.ToJson(msgpack));
}
