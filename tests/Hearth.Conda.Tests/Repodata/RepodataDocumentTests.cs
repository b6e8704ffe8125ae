using System.Text;
using System.Text.Json;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Json;
using Hearth.Testing;

namespace Hearth.Conda.Tests.Repodata;

public sealed class RepodataDocumentTests
{
    private static readonly RepodataInfo Info = new() { Subdir = "noarch" };

    [Fact]
    public void An_empty_document_has_both_maps_the_removed_list_and_the_version() => Assert.Equal(
        """{"info":{"subdir":"noarch"},"packages":{},"packages.conda":{},"removed":[],"repodata_version":1}""" + "\n",
        Write(Info, [], []));

    [Theory]
    [InlineData(RecordGroup.Packages)]
    [InlineData(RecordGroup.PackagesConda)]
    [InlineData(RecordGroup.V3Conda)]
    [InlineData(RecordGroup.V3TarBz2)]
    [InlineData(RecordGroup.V3Wheel)]
    public void A_record_of_any_group_stands_in_canonical_JSON_and_reads_back(RecordGroup group)
    {
        var json = Write(Info, ["gone-1-0.conda"], [(group, "a-1-0", "{}")]);
        Assert.Equal(json.TrimEnd(), Encoding.UTF8.GetString(CanonicalJson.Rewrite(Encoding.UTF8.GetBytes(json))));
        Assert.Equal([(group, "a-1-0", "{}")], Records(json));
    }

    [Fact]
    public void Records_of_all_groups_together_stand_in_canonical_JSON()
    {
        var records = RecordGroups.All.SelectMany(group => new[] { (group, "a", "1"), (group, "b", "[2]") }).ToList();
        var json = Write(Info with { BaseUrl = "https://example.org/" }, ["x"], records);
        Assert.Equal(json.TrimEnd(), Encoding.UTF8.GetString(CanonicalJson.Rewrite(Encoding.UTF8.GetBytes(json))));
        Assert.Equal(records, Records(json));
    }

    // A hundred kilobytes that decompress to gigabytes of blanks took as much memory.
    [Theory]
    [InlineData("{\"packages\":{\"a-1-0.conda\":{\"name\":\"", 'a')]
    [InlineData("{", ' ')]
    public void An_entry_that_never_ends_is_refused(string start, char rest)
    {
        using var reader = new RepodataReader(new Endless(Encoding.ASCII.GetBytes(start), (byte)rest));
        Assert.Throws<JsonException>(() => reader.Read());
    }

    // Such a text was taken and made into no shard and no document ever after.
    [Theory]
    [InlineData("""{"packages":{"a-1-0.conda":{"summary":"\ud83d"}}}""")]
    [InlineData("""{"packages":{"a\udc00-1-0.conda":{}}}""")]
    [InlineData("""{"\ud83d":{}}""")]
    [InlineData("""{"packages":{"a-1-0.conda":{"summary":"~"}}}""")]
    [InlineData("""{"packages":{"a~-1-0.conda":{}}}""")]
    public void A_text_that_is_no_text_is_refused(string json)
    {
        using var reader = new RepodataReader(new MemoryStream([.. Encoding.ASCII.GetBytes(json).Select(each => each == (byte)'~' ? (byte)0xFF : each)]));
        Assert.Throws<JsonException>(() =>
        {
            while (reader.Read())
            {
            }
        });
    }

    [Fact]
    public void A_base_url_makes_it_version_2() =>
        Assert.Contains("\"repodata_version\":2", Write(Info with { BaseUrl = "../x/" }, [], []), StringComparison.Ordinal);

    [Fact]
    public void Info_carries_relations_and_revisions()
    {
        var info = Info with { Relations = new("../conda-forge", null), Revision3 = new(2, 5, 7, "hello") };
        Assert.Equal(
            """{"channel_relations":{"base":"../conda-forge"},"repodata_revisions":{"v3":{"message":"hello","n_packages":2,"newest":7,"oldest":5}},"subdir":"noarch"}""",
            Encoding.UTF8.GetString(info.ToJson()));
    }

    [Theory]
    [InlineData("../a", "../b", true)]
    [InlineData("../..", null, true)]
    [InlineData("../a", "../a/", false)]
    [InlineData("https://example.org/a", null, false)]
    [InlineData(null, "a", false)]
    public void Relations_are_relative_and_differ(string? @base, string? overrides, bool valid) =>
        Assert.Equal(valid, new ChannelRelations(@base, overrides).Problem() is null);

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("{}")]
    [InlineData("""{"packages":null,"packages.conda":{}}""")]
    public void Documents_without_records_read_as_empty(string json) => Assert.Empty(Records(json));

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"packages":[]}""")]
    [InlineData("""{"packages":{"a":{}""")]
    [InlineData("""{"packages":{"a":}}""")]
    public void Damaged_documents_are_refused(string json) => Assert.ThrowsAny<JsonException>(() => Records(json));

    [Fact]
    public void Members_that_are_not_known_are_handed_over_whole()
    {
        using var reader = Reader("""{"signatures":{"a":[1]},"v3":{"zip":{"x":{}},"conda":{"y":{}}}}""", bufferOf: 3);
        Assert.True(reader.Read());
        Assert.Equal((RepodataEntry.Member, "signatures", """{"a":[1]}"""), (reader.Entry, reader.Key, Encoding.UTF8.GetString(reader.Value)));
        Assert.True(reader.Read());
        Assert.Equal("v3.zip", reader.Key);
        Assert.True(reader.Read());
        Assert.Equal((RepodataEntry.Record, RecordGroup.V3Conda, "y"), (reader.Entry, reader.Group, reader.Key));
        Assert.False(reader.Read());
    }

    [Fact]
    public void Records_are_found_however_the_stream_is_cut_into_pieces()
    {
        var json = Write(Info, ["x-1-0.conda"], [(RecordGroup.Packages, "a-1-0.tar.bz2", """{"depends":["b >=1","c"],"name":"a"}"""), (RecordGroup.PackagesConda, "b-1-0.conda", """{"name":"b"}""")]);
        for (var piece = 1; piece < 40; piece++)
            Assert.Equal(2, Records(json, piece).Count);
    }

    [Fact]
    public void A_reader_of_one_group_finds_its_records_and_no_others()
    {
        // More than is read at once.
        var records = RecordGroups.All.SelectMany(group => Enumerable.Range(1000, 999).Select(number => (group, $"n{number}", $$"""{"size":{{number}},"text":"{{new string('x', 100)}}"}"""))).ToList();
        var json = Write(Info, ["gone"], records);
        foreach (var group in RecordGroups.All)
        {
            using var reader = new RepodataReader(new MemoryStream(Encoding.UTF8.GetBytes(json)), group);
            var found = new List<(RecordGroup, string, string)>();
            while (reader.ReadRecord())
                found.Add((reader.Group, reader.Key, Encoding.UTF8.GetString(reader.Value)));
            Assert.Equal(records.Where(record => record.group == group), found);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"packages":{"a-1-0.tar.bz2":{}},"packages.conda":null,"v3":{"whl":{"a":{}}}}""")]
    public void A_reader_of_a_group_that_a_document_does_not_have_finds_none(string json)
    {
        using var reader = new RepodataReader(new MemoryStream(Encoding.UTF8.GetBytes(json)), RecordGroup.PackagesConda);
        Assert.False(reader.ReadRecord());
    }

    [Theory]
    [InlineData("repodata/conda-forge-subset/noarch/repodata.json")]
    [InlineData("repodata/pytorch/linux-64/repodata.json.zst")]
    [InlineData("repodata/conda-forge-subset/linux-64/repodata.json.zst")]
    public void Real_documents_read_record_for_record(string path)
    {
        var file = SharedData.PathTo(["data", .. path.Split('/')]);
        using var expected = JsonDocument.Parse(Open(file));
        using var reader = new RepodataReader(Open(file));
        var count = 0;
        while (reader.Read())
        {
            if (reader.Entry != RepodataEntry.Record)
                continue;
            count++;
            var real = expected.RootElement.GetProperty(Encoding.UTF8.GetString(reader.Group.Key())).GetProperty(reader.Key);
            Assert.True(JsonElement.DeepEquals(real, JsonDocument.Parse(reader.Value.ToArray()).RootElement));
        }
        Assert.Equal(
            new[] { "packages", "packages.conda" }.Sum(key => expected.RootElement.TryGetProperty(key, out var map) ? map.EnumerateObject().Count() : 0),
            count);
    }

    private static Stream Open(string file) => file.EndsWith(".zst", StringComparison.Ordinal) ? Zstd.OpenRead(File.OpenRead(file)) : File.OpenRead(file);

    private static string Write(RepodataInfo info, string[] removed, IEnumerable<(RecordGroup Group, string Key, string Json)> records)
    {
        using var output = new MemoryStream();
        var writer = new RepodataWriter(output, info, removed);
        foreach (var (group, key, json) in records)
            writer.Write(group, key, Encoding.UTF8.GetBytes(json));
        writer.Complete();
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static List<(RecordGroup, string, string)> Records(string json, int piece = 1000)
    {
        using var reader = Reader(json, piece);
        var records = new List<(RecordGroup, string, string)>();
        while (reader.Read())
        {
            if (reader.Entry == RepodataEntry.Record)
                records.Add((reader.Group, reader.Key, Encoding.UTF8.GetString(reader.Value)));
        }
        return records;
    }

    private static RepodataReader Reader(string json, int bufferOf) => new(new PieceByPiece(Encoding.UTF8.GetBytes(json), bufferOf));

    private sealed class PieceByPiece(byte[] data, int piece) : MemoryStream(data)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, piece));
    }

    private sealed class Endless(byte[] start, byte rest) : MemoryStream(start)
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            if (base.Read(buffer, offset, count) is > 0 and var read)
                return read;
            buffer.AsSpan(offset, count).Fill(rest);
            return count;
        }
    }
}
