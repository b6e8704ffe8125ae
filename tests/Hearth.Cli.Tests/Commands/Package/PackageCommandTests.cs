using Hearth.Testing;

namespace Hearth.Cli.Tests.Commands.Package;

public sealed class PackageCommandTests : IDisposable
{
    private static readonly string[] OneMember = ["bin/a"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Inspect_shows_the_metadata_and_what_installing_does()
    {
        var package = new TinyPackage("a")
        {
            Index = { ["depends"] = new System.Text.Json.Nodes.JsonArray("b >=1"), ["license"] = "MIT" },
            Files = { ["etc/conda/activate.d/a.sh"] = "", ["info/about.json"] = """{"summary":"does a"}""", ["info/run_exports.json"] = """{"weak":["a >=1"]}""" },
        }.WriteTo(_folder.Path);
        var run = await CommandRun.Of("package", "inspect", package, "--files");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.All(
            ["MIT", "does a", "b >=1", "a >=1", "runs scripts when an environment is activated", "files: 1,", "etc/conda/activate.d/a.sh"],
            text => Assert.Contains(text, run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Inspect_as_JSON_has_the_files_of_info_as_they_are()
    {
        var document = JsonDocuments.Of(await CommandRun.Of("package", "inspect", Write("a", "1.0", "x"), "--json"), "package-inspect");
        Assert.Equal("1.0", document.GetProperty("index").GetProperty("version").GetString());
        Assert.Equal(OneMember, document.GetProperty("paths").EnumerateArray().Select(path => path.GetProperty("path").GetString()));
    }

    [Theory]
    [InlineData(".conda")]
    [InlineData(".tar.bz2")]
    public async Task List_names_the_members_in_the_order_of_the_archive(string extension)
    {
        var run = await CommandRun.Of("package", "list", Write("a", "1.0", "echo", extension));
        Assert.Equal((0, "info/index.json\ninfo/paths.json\nbin/a\n"), (run.Code, run.Output.ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task A_long_list_has_modes_sizes_and_times()
    {
        var run = await CommandRun.Of("package", "list", "--long", Write("a", "1.0", "echo"));
        Assert.EndsWith("            4 2026-01-02 03:04:06 bin/a", run.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_makes_a_package_that_verify_finds_good()
    {
        Fill("1.0");
        var package = _folder.PathTo("a-1.0-0.conda");
        var made = await CommandRun.Of("package", "create", _folder.PathTo("root"), package);
        Assert.Equal((0, package, ""), (made.Code, made.Output.TrimEnd(), made.Error));
        var verified = await CommandRun.Of("package", "verify", package);
        Assert.Equal((0, $"{package}: good", ""), (verified.Code, verified.Output.TrimEnd(), verified.Error));
    }

    [Fact]
    public async Task Create_replaces_a_file_only_when_told_to()
    {
        Fill("1.0");
        var package = Write("a", "1.0", "older");
        var before = File.ReadAllBytes(package);
        Assert.Equal(1, (await CommandRun.Of("package", "create", _folder.PathTo("root"), package)).Code);
        Assert.Equal(0, (await CommandRun.Of("package", "create", _folder.PathTo("root"), package, "--force", "--dry-run")).Code);
        Assert.Equal(before, File.ReadAllBytes(package));
        Assert.Equal(0, (await CommandRun.Of("package", "create", _folder.PathTo("root"), package, "--force")).Code);
        Assert.NotEqual(before, File.ReadAllBytes(package));
    }

    [Fact]
    public async Task Create_takes_a_folder_with_an_index_and_a_file_named_like_a_package_only()
    {
        Directory.CreateDirectory(_folder.PathTo("root"));
        var run = await CommandRun.Of("package", "create", _folder.PathTo("root"), _folder.PathTo("a-1.0-0.conda"));
        Assert.Equal(1, run.Code);
        Assert.Contains("HRT2009", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await CommandRun.Of("package", "create", _folder.PathTo("root"), _folder.PathTo("a.zip"))).Code);
    }

    [Fact]
    public async Task Verify_names_every_package_and_what_is_wrong_with_it()
    {
        var good = Write("a", "1.0", "x");
        File.Move(Write("b", "1.0", "x"), _folder.PathTo("c-1.0-0.conda"));
        var run = await CommandRun.Of("package", "verify", _folder.PathTo("c-1.0-0.conda"), good, "--json");
        Assert.Equal(1, run.Code);
        var packages = JsonDocuments.Of(run, "package-verify").GetProperty("packages");
        Assert.Equal([false, true], packages.EnumerateArray().Select(package => package.GetProperty("is_good").GetBoolean()));
        Assert.Equal("HRT2041", packages[0].GetProperty("problems")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Every_package_of_the_demo_is_good_and_bellows_declares_its_prefix()
    {
        await CommandRun.Of("demo", "--no-serve", "--directory", _folder.Path);
        var packages = Directory.EnumerateFiles(_folder.Path, "*-*-*.*", SearchOption.AllDirectories).Where(file => file.EndsWith(".conda", StringComparison.Ordinal) || file.EndsWith(".tar.bz2", StringComparison.Ordinal)).ToList();
        Assert.Equal(6, packages.Count);
        var run = await CommandRun.Of(["package", "verify", .. packages]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        var bellows = await CommandRun.Of("package", "inspect", packages.Single(file => file.Contains("bellows", StringComparison.Ordinal)), "--files");
        Assert.Contains("lib/pkgconfig/bellows.pc  [text prefix]", bellows.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_of_the_same_content_in_both_formats_says_nothing()
    {
        var run = await CommandRun.Of("package", "diff", Write("a", "1.0", "x"), Write("a", "1.0", "x", ".tar.bz2"));
        Assert.Equal((0, "", ""), (run.Code, run.Output, run.Error));
    }

    [Fact]
    public async Task Diff_shows_the_members_and_lines_that_differ()
    {
        var (before, after) = (Write("a", "1.0", "one\ntwo\n"), Write("a", "2.0", "one\nthree\n"));
        var run = await CommandRun.Of("package", "diff", before, after);
        Assert.Equal(1, run.Code);
        var lines = run.Output.Split(Environment.NewLine);
        Assert.Equal(["changed: bin/a", "    @ line 2", "    - two", "    @ line 3", "    + three"], lines[..5]);
        var names = await CommandRun.Of("package", "diff", before, after, "--names-only");
        Assert.Equal(["changed: bin/a", "changed: info/index.json"], names.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("list")]
    [InlineData("verify")]
    public async Task A_file_that_is_no_package_is_refused_with_a_code(string verb)
    {
        File.WriteAllText(_folder.PathTo("a-1.0-0.conda"), "not a package");
        var run = await CommandRun.Of("package", verb, _folder.PathTo("a-1.0-0.conda"));
        Assert.Equal(1, run.Code);
        Assert.Contains("HRT2001", run.Error, StringComparison.Ordinal);
    }

    private string Write(string name, string version, string script, string extension = ".conda") =>
        new TinyPackage(name, version) { Files = { ["bin/a"] = script } }.WriteTo(_folder.Path, extension);

    private void Fill(string version)
    {
        foreach (var (file, content) in ((string, string)[])[("info/index.json", $$"""{"name":"a","version":"{{version}}","build":"0"}"""), ("bin/a", "echo")])
        {
            var path = _folder.PathTo(["root", .. file.Split('/')]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, content);
        }
    }
}
