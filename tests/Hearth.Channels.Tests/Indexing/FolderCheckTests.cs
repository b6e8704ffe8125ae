using Hearth.Channels.Indexing;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Indexing;

public sealed class FolderCheckTests : IDisposable
{
    private readonly IndexedFolder _channel = new();

    public FolderCheckTests()
    {
        _channel.Add(new TinyPackage("a"));
        _channel.Add(new TinyPackage("b") { Index = { ["schema_version"] = 3 } });
        _channel.Index();
    }

    public void Dispose() => _channel.Dispose();

    [Fact]
    public void A_folder_just_indexed_agrees_with_its_index() => Assert.Empty(Check());

    [Fact]
    public void A_package_that_the_index_does_not_list_is_found()
    {
        _channel.Add(new TinyPackage("c"));
        Assert.Contains("noarch/c-1.0-0.conda: the index does not list it", Check());
    }

    [Fact]
    public void A_listed_package_that_is_not_there_is_found()
    {
        File.Delete(_channel.PathTo("noarch", "a-1.0-0.conda"));
        Assert.Contains("noarch/a-1.0-0.conda: the index lists it, but it is not there", Check());
    }

    [Fact]
    public void A_package_with_other_bytes_is_found_even_at_the_same_size()
    {
        var path = _channel.PathTo("noarch", "a-1.0-0.conda");
        var size = new FileInfo(path).Length;
        var other = new TinyPackage("a") { Index = { ["build_number"] = 1 } }.WriteTo(_channel.PathTo("noarch"));
        Assert.Equal(size, new FileInfo(other).Length);
        Assert.Contains("noarch/a-1.0-0.conda: the index says otherwise in build_number, md5, sha256", Check());
    }

    [Fact]
    public void A_package_that_was_damaged_is_found()
    {
        var path = _channel.PathTo("noarch", "a-1.0-0.conda");
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Contains(Check(), difference => difference.StartsWith("noarch/a-1.0-0.conda: it cannot be listed", StringComparison.Ordinal));
        Assert.DoesNotContain("noarch/a-1.0-0.conda: the index lists it, but it is not there", Check());
    }

    /// <summary>Every file that an index run writes, with something that it should not say.</summary>
    public static TheoryData<string, string> EveryFile => new()
    {
        { "channeldata.json", """{"channeldata_version":1,"packages":{},"subdirs":["noarch"]}""" },
        { "index.html", "<!doctype html>" },
        { "rss.xml", "<rss/>" },
        { "noarch/index.html", "<!doctype html>" },
        { "noarch/current_repodata.json", """{"packages":{},"packages.conda":{}}""" },
        { "noarch/current_repodata.json.zst", "" },
        { "noarch/repodata.json", """{"packages":{},"packages.conda":{},"v3":{}}""" },
        { "noarch/repodata.json.bz2", "" },
        { "noarch/repodata.json.zst", "" },
        { "noarch/repodata_from_packages.json", """{"packages":{}}""" },
        { "noarch/repodata_shards.msgpack.zst", "" },
        { "noarch/repodata_shards_daily.msgpack.zst", "" },
        { "noarch/repodata_shards_weekly.msgpack.zst", "" },
        { "noarch/run_exports.json", """{"info":{},"packages":{},"packages.conda":{"a-1.0-0.conda":{"run_exports":{"weak":["a"]}}}}""" },
        { "noarch/run_exports.json.zst", "" },
    };

    [Theory]
    [MemberData(nameof(EveryFile))]
    public void A_channel_file_that_says_something_else_or_is_missing_is_found(string file, string content)
    {
        _channel.Index(options => options with { Bzip2 = true });
        Assert.Empty(Check(bzip2: true));
        var path = _channel.PathTo(file.Split('/'));
        File.WriteAllText(path, content);
        Assert.Contains(Check(bzip2: true), difference => difference.StartsWith(file == "noarch/repodata.json" ? "noarch/a-1.0-0.conda: " : $"{file}: ", StringComparison.Ordinal));
        File.Delete(path);
        Assert.Contains($"{file}: it is missing", Check(bzip2: true));
    }

    [Fact]
    public void Every_file_that_an_index_run_writes_is_among_those_tested()
    {
        _channel.Index(options => options with { Bzip2 = true });
        Assert.Equal(
            EveryFile.Select(row => row.Data.Item1).Order(StringComparer.Ordinal),
            _channel.Snapshot().Keys.Where(file => !file.Contains("/shards/", StringComparison.Ordinal) && !file.EndsWith("0.conda", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_delta_index_with_an_old_shard_or_without_a_name_that_changed_is_found()
    {
        var daily = _channel.PathTo("noarch", "repodata_shards_daily.msgpack.zst");
        var before = File.ReadAllBytes(daily);
        _channel.Add(new TinyPackage("a", "2.0"));
        _channel.Add(new TinyPackage("c"));
        _channel.Index();
        Assert.Empty(Check());
        File.WriteAllBytes(daily, before);
        Assert.Equal(
            ["noarch/repodata_shards_daily.msgpack.zst: it does not name c", "noarch/repodata_shards_daily.msgpack.zst: it names an old shard of a"],
            Check().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_delta_index_that_grew_old_is_right()
    {
        _channel.Clock.Advance(TimeSpan.FromDays(5));
        Assert.Empty(Check());
    }

    [Fact]
    public void Patches_of_the_folder_are_applied_before_anything_is_compared()
    {
        _channel.Patch("""{"packages.conda":{"a-1.0-0.conda":{"license":"MIT"}},"patch_instructions_version":1}""");
        Assert.Contains("noarch/a-1.0-0.conda: the index says otherwise in license", Check());
        _channel.Index();
        Assert.Empty(Check());
    }

    [Fact]
    public void A_shard_that_is_missing_or_damaged_is_found()
    {
        var shard = _channel.PathTo("noarch", "shards", _channel.ShardIndex().Shards["a"] + ".msgpack.zst");
        File.AppendAllText(shard, "x");
        Assert.Contains(Check(), difference => difference.Contains("digest", StringComparison.Ordinal));
        File.Delete(shard);
        Assert.Contains(Check(), difference => difference.Contains("the shard of a is missing", StringComparison.Ordinal));
    }

    [Fact]
    public void A_compressed_twin_that_holds_something_else_is_found()
    {
        File.WriteAllBytes(_channel.PathTo("noarch", "repodata.json.zst"), Foundation.Compression.Zstd.Compress("{}"u8));
        Assert.Contains("repodata.json holds", Assert.Single(Check()), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_written()
    {
        var before = _channel.Snapshot();
        Check();
        Assert.Equal(before, _channel.Snapshot());
    }

    [Fact]
    public void A_JLAP_file_that_leads_elsewhere_is_reported()
    {
        _channel.Add(new TinyPackage("a"));
        _channel.Index(options => options with { Jlap = true });
        Assert.Empty(CheckWithJlap());
        File.WriteAllBytes(_channel.PathTo("noarch", "repodata.jlap"), Conda.Jlap.JlapFile.Fresh(default).ToBytes());
        Assert.Contains("noarch/repodata.jlap: it does not lead to the repodata.json that is there", CheckWithJlap());
        File.WriteAllText(_channel.PathTo("noarch", "repodata.jlap"), "no chain");
        Assert.Contains(CheckWithJlap(), difference => difference.StartsWith("noarch/repodata.jlap: it is damaged", StringComparison.Ordinal));

        List<string> CheckWithJlap() => [.. new FolderCheck(new IndexOptions { Folder = _channel.Path, Jlap = true }, _channel.Clock).Run().Select(TextOf)];
    }

    private List<string> Check(bool bzip2 = false) =>
        [.. new FolderCheck(new IndexOptions { Folder = _channel.Path, Bzip2 = bzip2 }, _channel.Clock).Run().Select(TextOf)];

    private string TextOf(Foundation.Diagnostics.Diagnostic difference) =>
        $"{Path.GetRelativePath(_channel.Path, difference.File!).Replace('\\', '/')}: {difference.Message}";
}
