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
        Assert.Contains("does not list", Assert.Single(Check()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_listed_package_that_is_not_there_is_found()
    {
        File.Delete(_channel.PathTo("noarch", "a-1.0-0.conda"));
        Assert.Contains("not there", Assert.Single(Check()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_with_other_bytes_is_found_even_at_the_same_size()
    {
        var path = _channel.PathTo("noarch", "a-1.0-0.conda");
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("SHA-256", Assert.Single(Check()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_shard_that_is_missing_or_damaged_is_found()
    {
        var shard = _channel.PathTo("noarch", "shards", _channel.ShardIndex().Shards["a"] + ".msgpack.zst");
        File.AppendAllText(shard, "x");
        Assert.Contains(Check(), message => message.Contains("digest", StringComparison.Ordinal));
        File.Delete(shard);
        Assert.Contains(Check(), message => message.Contains("missing", StringComparison.Ordinal));
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

    private List<string> Check() =>
        [.. new FolderCheck(new IndexOptions { Folder = _channel.Path }).Run().Select(difference => difference.Message)];
}
