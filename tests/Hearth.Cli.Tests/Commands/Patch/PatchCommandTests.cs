using System.Text.Json.Nodes;
using Hearth.Testing;

namespace Hearth.Cli.Tests.Commands.Patch;

public sealed class PatchCommandTests : IDisposable
{
    private const string Yaml = "if:\n  name: a\nthen:\n  - add_depends: c\n";

    private readonly TemporaryFolder _folder = new();

    public PatchCommandTests()
    {
        Write("channel/noarch/repodata.json", """{"packages.conda":{"a-1.0-0.conda":{"name":"a","version":"1.0","depends":["b"]},"z-1.0-0.conda":{"name":"z"}}}""");
        Write("fix.yaml", Yaml);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Compile_writes_instructions_into_the_channel_that_show_then_explains()
    {
        var (code, output, _) = await CommandRun.Of("patch", "compile", _folder.PathTo("fix.yaml"), "--channel", Channel);
        Assert.Equal(0, code);
        Assert.Contains("noarch: 1 records patched", output, StringComparison.Ordinal);
        Assert.Equal(
            """{"packages.conda":{"a-1.0-0.conda":{"depends":["b","c"]}},"patch_instructions_version":1}""",
            File.ReadAllText(_folder.PathTo("channel", "noarch", "patch_instructions.json")));
        (code, output, _) = await CommandRun.Of("patch", "show", "noarch/a-1.0-0.conda", "--channel", Channel);
        Assert.Equal(0, code);
        Assert.Equal(["  depends", "      b", "    + c"], output.Split(Environment.NewLine)[1..4]);
    }

    [Fact]
    public async Task Show_names_the_document_and_its_line()
    {
        Write("fix.yaml", "# why\n---\n" + Yaml);
        var (_, output, _) = await CommandRun.Of("patch", "show", "noarch/a-1.0-0.conda", "--channel", Channel, "--patch", _folder.PathTo("fix.yaml"));
        Assert.StartsWith(_folder.PathTo("fix.yaml") + ":3", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_says_when_nothing_changes()
    {
        var (code, output, _) = await CommandRun.Of("patch", "show", "noarch/z-1.0-0.conda", "--channel", Channel, "--patch", _folder.PathTo("fix.yaml"));
        Assert.Equal((0, "no patch changes this record"), (code, output.Trim()));
    }

    [Fact]
    public async Task Documents_of_json_have_the_record_before_and_after_and_the_steps()
    {
        var (_, output, _) = await CommandRun.Of("patch", "show", "noarch/a-1.0-0.conda", "--channel", Channel, "--patch", _folder.PathTo("fix.yaml"), "--json");
        var document = JsonNode.Parse(output)!;
        Assert.Equal("hearth.patch-show.1", (string?)document["schema"]);
        Assert.Equal((1, 2), (document["before"]!["depends"]!.AsArray().Count, document["after"]!["depends"]!.AsArray().Count));
        Assert.Equal("depends", (string?)document["steps"]![0]!["changes"]![0]!["field"]);
    }

    [Fact]
    public async Task A_dry_run_writes_nothing()
    {
        var (_, output, _) = await CommandRun.Of("patch", "compile", _folder.PathTo("fix.yaml"), "--channel", Channel, "--dry-run", "--json");
        Assert.Equal(1, (int?)JsonNode.Parse(output)!["files"]![0]!["patched"]);
        Assert.False(File.Exists(_folder.PathTo("channel", "noarch", "patch_instructions.json")));
    }

    [Fact]
    public async Task One_subdir_goes_into_one_file_and_two_do_not()
    {
        Write("channel/linux-64/repodata.json", "{}");
        var target = _folder.PathTo("out", "noarch.json");
        Assert.Equal(2, (await CommandRun.Of("patch", "compile", _folder.PathTo("fix.yaml"), "--channel", Channel, "-o", target)).Code);
        Assert.Equal(0, (await CommandRun.Of("patch", "compile", _folder.PathTo("fix.yaml"), "--channel", Channel, "-o", target, "--subdir", "noarch")).Code);
        Assert.True(File.Exists(target));
    }

    [Fact]
    public async Task What_is_wrong_with_the_YAML_is_told_with_its_place()
    {
        Write("fix.yaml", "if:\n  nonsense: a\nthen:\n  - add_depends: c\n");
        var (code, _, error) = await CommandRun.Of("patch", "compile", _folder.PathTo("fix.yaml"), "--channel", Channel);
        Assert.Equal(1, code);
        Assert.Contains("fix.yaml:2:3: there is no condition 'nonsense'", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("noarch/absent-1-0.conda", 1)]
    [InlineData("win-64/a-1.0-0.conda", 1)]
    [InlineData("a-1.0-0.conda", 2)]
    public async Task A_record_that_is_not_there_is_told(string record, int code) =>
        Assert.Equal(code, (await CommandRun.Of("patch", "show", record, "--channel", Channel)).Code);

    private string Channel => _folder.PathTo("channel");

    private void Write(string name, string content)
    {
        var path = _folder.PathTo(name.Split('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
