using System.Text.Json.Nodes;
using Hearth.Channels.Tests.Indexing;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Views;

public sealed class CurrentRepodataTests : IDisposable
{
    private readonly IndexedFolder _channel = new();

    public void Dispose() => _channel.Dispose();

    [Fact]
    public void It_keeps_all_builds_of_the_newest_version()
    {
        Add("a", "1.9");
        Add("a", "1.10", "0");
        Add("a", "1.10", "1");
        Assert.Equal(["a-1.10-0.conda", "a-1.10-1.conda"], Kept());
    }

    [Fact]
    public void It_keeps_the_newest_version_that_satisfies_what_the_kept_need_and_what_those_need_in_turn()
    {
        Add("a", "1.0", depends: "b <3");
        Add("b", "1.0");
        Add("b", "2.0", depends: "c <2");
        Add("b", "3.0");
        Add("c", "1.0");
        Add("c", "2.0");
        Assert.Equal(["a-1.0-0.conda", "b-2.0-0.conda", "b-3.0-0.conda", "c-1.0-0.conda", "c-2.0-0.conda"], Kept());
    }

    [Fact]
    public void What_no_record_satisfies_adds_nothing()
    {
        Add("a", "1.0", depends: "b >5");
        Add("b", "1.0");
        Add("b", "2.0");
        Assert.Equal(["a-1.0-0.conda", "b-2.0-0.conda"], Kept());
    }

    [Fact]
    public void Where_the_newest_tracks_features_the_newest_that_does_not_stays_too()
    {
        Add("a", "1.0");
        Add("a", "2.0");
        _channel.Add(new TinyPackage("a", "3.0") { Index = { ["track_features"] = "debug" } });
        Assert.Equal(["a-2.0-0.conda", "a-3.0-0.conda"], Kept());
    }

    [Fact]
    public void Pinned_versions_stay()
    {
        foreach (var version in (string[])["2.7.1", "2.7.18", "3.8", "3.9"])
            Add("python", version);
        _channel.Index(options => options with { CurrentPins = new Dictionary<string, IReadOnlyList<string>> { ["python"] = ["2.7"] } });
        Assert.Equal(["python-2.7.18-0.conda", "python-3.9-0.conda"], Names());
    }

    [Fact]
    public void Of_two_archives_of_one_build_the_conda_is_kept_and_tells_of_the_other()
    {
        _channel.Add(new TinyPackage("a"), extension: ".conda");
        var old = _channel.Add(new TinyPackage("a"), extension: ".tar.bz2");
        Assert.Equal(["a-1.0-0.conda"], Kept());
        Assert.Equal(new FileInfo(old).Length, (long)_channel.Json("noarch", "current_repodata.json")["packages.conda"]!["a-1.0-0.conda"]!["legacy_bz2_size"]!);
    }

    [Fact]
    public void What_a_patch_removes_is_not_kept()
    {
        Add("a", "1.0");
        Add("a", "2.0");
        _channel.Patch("""{"patch_instructions_version":1,"remove":["a-2.0-0.conda"]}""");
        Assert.Equal(["a-1.0-0.conda"], Kept());
    }

    private void Add(string name, string version, string build = "0", string? depends = null) => _channel.Add(
        new TinyPackage(name, version, build) { Index = { ["depends"] = depends is null ? new JsonArray() : new JsonArray(depends) } });

    private List<string> Kept()
    {
        _channel.Index();
        return Names();
    }

    private List<string> Names()
    {
        var document = _channel.Json("noarch", "current_repodata.json");
        return [.. document["packages"]!.AsObject().Concat(document["packages.conda"]!.AsObject()).Select(record => record.Key)];
    }
}
