using System.Text.Json.Nodes;
using Hearth.Channels.Patches;
using Hearth.Channels.Patches.Yaml;
using Hearth.Channels.Tests.Indexing;
using Hearth.Foundation.Diagnostics;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Patches;

public sealed class PatchSourcesTests : IDisposable
{
    private const string Instructions = """{"packages.conda":{"a-1.0-0.conda":{"license":"FROM"}}}""";

    private readonly IndexedFolder _channel = new();
    private readonly TemporaryFolder _folder = new();

    public PatchSourcesTests() => _channel.Add(new TinyPackage("a") { Index = { ["license"] = "MIT", ["depends"] = new JsonArray("b") } });

    public void Dispose()
    {
        _channel.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_file_is_for_the_subdir_that_its_folder_is_called()
    {
        Assert.Equal("FROM", LicenseBy(Write("noarch/patch_instructions.json", Instructions)));
        Assert.Equal("MIT", LicenseBy(Write("linux-64/patch_instructions.json", Instructions)));
    }

    [Fact]
    public void A_subdir_can_be_named_before_the_file() => Assert.Equal("FROM", LicenseBy($"noarch={Write("x.json", Instructions)}"));

    [Fact]
    public void A_file_whose_subdir_cannot_be_told_is_refused() => Assert.Throws<BadInputException>(() => LicenseBy(Write("x.json", Instructions)));

    [Fact]
    public void A_folder_has_a_document_for_each_subdir()
    {
        Write("noarch/patch_instructions.json", Instructions);
        Assert.Equal("FROM", LicenseBy(_folder.Path));
    }

    [Theory]
    [InlineData(".conda")]
    [InlineData(".tar.bz2")]
    public void A_package_carries_a_document_for_each_subdir(string extension)
    {
        var package = new TinyPackage("x-repodata-patches") { Files = { ["noarch/patch_instructions.json"] = Instructions, ["other"] = "" } };
        Assert.Equal("FROM", LicenseBy(package.WriteTo(_folder.Path, extension)));
    }

    [Fact]
    public void A_package_without_instructions_is_refused() =>
        Assert.Throws<BadInputException>(() => PatchSources.Open(new TinyPackage("x").WriteTo(_folder.Path)));

    [Fact]
    public void A_folder_of_YAML_is_read_in_the_order_of_its_names()
    {
        Write("b.yml", "if: {has_depends: first}\nthen: [{add_depends: second}]\n");
        Write("a.yaml", "if: {name: a}\nthen: [{add_depends: first}]\n");
        _channel.Index(options => options with { Patches = [PatchSources.Open(_folder.Path)] });
        Assert.Equal(["b", "first", "second"], _channel.Record("a-1.0-0.conda")!["depends"]!.AsArray().Select(spec => (string?)spec));
    }

    [Fact]
    public void Problems_of_all_YAML_files_are_named_at_once()
    {
        Write("a.yaml", "if: {nonsense: a}\nthen: [{add_depends: first}]\n");
        Write("b.yaml", "if: {name: a}\nthen: [{nonsense: first}]\n");
        Assert.Equal(2, Assert.Throws<BadInputException>(() => PatchSources.Open(_folder.Path)).Diagnostics.Count);
    }

    [Theory]
    [InlineData("absent.yaml")]
    [InlineData("x.txt")]
    [InlineData("empty")]
    public void What_names_no_patches_is_refused(string name)
    {
        Write("x.txt", "");
        Directory.CreateDirectory(_folder.PathTo("empty"));
        Assert.Throws<BadInputException>(() => PatchSources.Open(_folder.PathTo(name)));
    }

    [Fact]
    public void A_source_sees_what_the_sources_before_it_left()
    {
        var yaml = PatchYaml.Parse("if: {license: FROM}\nthen: [{add_depends: c}]\n", "p.yaml");
        _channel.Index(options => options with { Patches = [PatchSources.Open(Write("noarch/patch_instructions.json", Instructions)), yaml] });
        Assert.Equal(2, _channel.Record("a-1.0-0.conda")!["depends"]!.AsArray().Count);
        Assert.Equal("FROM", (string?)_channel.Record("a-1.0-0.conda")!["license"]);
    }

    [Fact]
    public void The_instructions_that_came_of_YAML_lie_in_the_channel_and_do_the_same_without_it()
    {
        _channel.Index(options => options with { Patches = [PatchYaml.Parse("if: {name: a}\nthen: [{add_depends: c}]\n", "p.yaml")] });
        var snapshot = _channel.Snapshot();
        _channel.Index();
        Assert.Equal(snapshot, _channel.Snapshot());
    }

    [Fact]
    public void YAML_that_names_the_tar_bz2_alone_leaves_its_conda_twin_as_it_is()
    {
        _channel.Add(new TinyPackage("a") { Index = { ["license"] = "MIT", ["depends"] = new JsonArray("b") } }, extension: ".tar.bz2");
        _channel.Index(options => options with { Patches = [PatchYaml.Parse("if: {artifact_in: a-1.0-0.tar.bz2}\nthen: [{add_depends: c}]\n", "p.yaml")] });
        Assert.Equal(2, _channel.Record("a-1.0-0.tar.bz2")!["depends"]!.AsArray().Count);
        Assert.Single(_channel.Record("a-1.0-0.conda")!["depends"]!.AsArray());
    }

    [Fact]
    public void Patches_that_are_withdrawn_are_gone_from_every_file()
    {
        var before = LicenseBy(Write("noarch/patch_instructions.json", """{"packages.conda":{}}"""));
        Assert.Equal("FROM", LicenseBy(Write("noarch/patch_instructions.json", Instructions)));
        Assert.Equal(before, LicenseBy(Write("noarch/patch_instructions.json", "{}")));
        Assert.Equal(before, (string?)_channel.Shard("a")["packages.conda"]!["a-1.0-0.conda"]!["license"]);
    }

    private string? LicenseBy(string path)
    {
        _channel.Index(options => options with { Patches = [PatchSources.Open(path)] });
        return (string?)_channel.Record("a-1.0-0.conda")!["license"];
    }

    private string Write(string name, string content)
    {
        var path = _folder.PathTo(name.Split('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }
}
