using System.Text;
using System.Text.Json.Nodes;
using Hearth.Conda.Jlap;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.Json;
using Hearth.Testing;

namespace Hearth.Conda.Tests.Jlap;

public sealed class JlapFileTests
{
    private const string First = """{"info":{"subdir":"noarch"},"packages":{"a-1-0.tar.bz2":{"name":"a"}},"packages.conda":{},"removed":[]}""";
    private const string Second = """{"info":{"subdir":"noarch"},"packages":{"a-1-0.tar.bz2":{"license":"MIT","name":"a"}},"packages.conda":{"b~c-1-0.conda":{"name":"b~c"}},"removed":["x"]}""";
    private const string Third = """{"info":{"subdir":"noarch"},"packages":{},"packages.conda":{"b~c-1-0.conda":{"name":"b~c"}},"removed":[],"v3":{"conda":{"d-1-0":{}}}}""";

    [Fact]
    public void A_file_reads_back_as_it_was_written()
    {
        var file = Chain(First, Second, Third);
        var bytes = file.ToBytes();
        Assert.Equal(bytes, JlapFile.Parse(bytes).ToBytes());
        Assert.NotEqual((byte)'\n', bytes[^1]);
    }

    [Fact]
    public void A_fresh_file_starts_with_zeros_and_names_repodata_json()
    {
        var lines = Encoding.UTF8.GetString(JlapFile.Fresh(Digest(First)).ToBytes()).Split('\n');
        Assert.Equal(new string('0', 64), lines[0]);
        Assert.Equal($$"""{"latest":"{{Digest(First)}}","url":"repodata.json"}""", lines[1]);
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public void Every_changed_byte_of_a_line_is_noticed()
    {
        var bytes = Chain(First, Second).ToBytes();
        for (var i = 0; i < bytes.Length; i += 7)
        {
            var damaged = bytes.ToArray();
            damaged[i] ^= 1;
            Assert.Throws<InvalidDataException>(() => JlapFile.Parse(damaged));
        }
    }

    [Fact]
    public void A_client_finds_the_patches_from_any_state_of_the_chain()
    {
        var file = Chain(First, Second, Third);
        Assert.Equal(2, file.PathFrom(Digest(First))!.Count);
        Assert.Single(file.PathFrom(Digest(Second))!);
        Assert.Empty(file.PathFrom(Digest(Third))!);
        Assert.Null(file.PathFrom(Digest("{}")));
    }

    [Fact]
    public void Trimming_drops_the_oldest_and_keeps_the_checksums_valid()
    {
        var file = Chain(First, Second, Third);
        var trimmed = JlapFile.Parse(file.Trim(file.ToBytes().Length - 1).ToBytes());
        Assert.Single(trimmed.Patches);
        Assert.NotEqual(Blake2b256.Zero, trimmed.Start);
        Assert.Null(trimmed.PathFrom(Digest(First)));
        Assert.Equal(file.ToBytes()[^64..], trimmed.ToBytes()[^64..]);
    }

    [Fact]
    public void A_patch_that_does_not_start_at_the_end_of_the_chain_is_refused() =>
        Assert.Throws<ArgumentException>(() => JlapFile.Fresh(Digest(First)).Append(Patch(Second, Third)));

    [Theory]
    [InlineData(First, Second)]
    [InlineData(Second, Third)]
    [InlineData(Third, First)]
    [InlineData(First, First)]
    public void Operations_applied_to_one_document_give_the_other(string before, string after)
    {
        var document = JsonNode.Parse(before)!;
        foreach (var operation in JsonNode.Parse(RepodataDiff.Between(Stream(before), Stream(after))!)!.AsArray())
            Apply(document, operation!);
        Assert.True(JsonNode.DeepEquals(Pruned(JsonNode.Parse(after)!), Pruned(document)));
    }

    [Fact]
    public void More_operations_than_allowed_give_none() => Assert.Null(RepodataDiff.Between(Stream(First), Stream(Third), maxOperations: 1));

    [Fact]
    public void Changes_of_more_than_8192_steps_are_left_out_and_the_file_is_kept_under_3_MiB()
    {
        Assert.NotNull(RepodataDiff.Between(Stream(Records(0)), Stream(Records(8192))));
        Assert.Null(RepodataDiff.Between(Stream(Records(0)), Stream(Records(8193))));
        var file = Chain([.. Enumerable.Range(0, 9).Select(state => Records(state % 2 == 0 ? 0 : 8000))]);
        Assert.InRange(file.ToBytes().Length, JlapFile.MostBytes, int.MaxValue);
        var trimmed = JlapFile.Parse(file.Trim().ToBytes());
        Assert.InRange(trimmed.ToBytes().Length, JlapFile.MostBytes / 2, JlapFile.MostBytes);
        Assert.Null(trimmed.PathFrom(Digest(Records(1))));

        static string Records(int count) =>
            "{\"packages\":{" + string.Join(',', Enumerable.Range(0, count).Select(i => $"\"a-1.0-{i:d6}.tar.bz2\":{{}}")) + "}}";
    }

    [Fact]
    public void Real_successive_states_turn_into_each_other()
    {
        var archive = SharedData.PathTo("data", "repodata", "series-main-aarch64-2021", "series.tar.zst");
        var states = new List<string>();
        using (var tar = new System.Formats.Tar.TarReader(Zstd.OpenRead(File.OpenRead(archive))))
        {
            while (states.Count < 4 && tar.GetNextEntry() is { } entry)
            {
                if (entry.DataStream is null)
                    continue;
                using var content = new MemoryStream();
                entry.DataStream.CopyTo(content);
                states.Add(Encoding.UTF8.GetString(CanonicalJson.Rewrite(content.ToArray())));
            }
        }
        Assert.Equal(4, states.Count);
        for (var i = 1; i < states.Count; i++)
            Operations_applied_to_one_document_give_the_other(states[i - 1], states[i]);
    }

    // A map that became empty may stay as an empty map: clients read it as absent.
    private static JsonNode Pruned(JsonNode document)
    {
        if (document["v3"] is JsonObject v3)
        {
            foreach (var empty in v3.Where(group => group.Value is JsonObject { Count: 0 }).Select(group => group.Key).ToList())
                v3.Remove(empty);
            if (v3.Count == 0)
                document.AsObject().Remove("v3");
        }
        return document;
    }

    private static void Apply(JsonNode document, JsonNode operation)
    {
        var path = ((string)operation["path"]!).Split('/')[1..].Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToList();
        var parent = document.AsObject();
        foreach (var part in path[..^1])
            parent = parent[part]!.AsObject();
        Assert.Equal((string?)operation["op"] != "add", parent.ContainsKey(path[^1]));
        if ((string?)operation["op"] == "remove")
            parent.Remove(path[^1]);
        else
            parent[path[^1]] = operation["value"]!.DeepClone();
    }

    private static JlapFile Chain(params string[] states)
    {
        var file = JlapFile.Fresh(Digest(states[0]));
        for (var i = 1; i < states.Length; i++)
            file = file.Append(Patch(states[i - 1], states[i]));
        return file;
    }

    private static JlapPatch Patch(string before, string after) =>
        new(Digest(before), Digest(after), RepodataDiff.Between(Stream(before), Stream(after))!);

    private static Blake2b256 Digest(string text) => Blake2b256.Of(Encoding.UTF8.GetBytes(text));

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
