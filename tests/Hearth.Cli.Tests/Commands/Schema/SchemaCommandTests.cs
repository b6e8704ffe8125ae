using Hearth.Cli.Commands.Schema;
using Hearth.Foundation.Compression;
using Hearth.Testing;

namespace Hearth.Cli.Tests.Commands.Schema;

public sealed class SchemaCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task List_names_every_schema()
    {
        var (code, output, _) = await CommandRun.Of("schema", "list");
        Assert.Equal(0, code);
        Assert.Equal(SchemaCatalog.All.Select(one => one.Name), output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task Show_prints_the_schema_as_it_is_in_the_repository()
    {
        var (code, output, _) = await CommandRun.Of("schema", "show", "repodata");
        Assert.Equal(0, code);
        Assert.Equal(File.ReadAllText(Repository.PathTo("schemas", "repodata.schema.json")).TrimEnd(), output.TrimEnd());
    }

    [Theory]
    [InlineData("schema", "show", "nonsense")]
    [InlineData("schema", "check", "--as", "nonsense", "x.json")]
    public async Task An_unknown_schema_is_a_usage_error(params string[] args)
    {
        var (code, _, error) = await CommandRun.Of(args);
        Assert.Equal(2, code);
        Assert.Contains("nonsense", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_right_file_is_ok()
    {
        var file = Write("repodata.json", "");
        var (code, output, error) = await CommandRun.Of("schema", "check", file);
        Assert.Equal((0, $"{file}: ok (repodata){Environment.NewLine}", ""), (code, output, error));
    }

    [Fact]
    public async Task A_wrong_file_is_told_with_every_problem_and_its_position()
    {
        var file = Write("notices.json", "{\n  \"notices\": [{\"id\": 1, \"message\": \"m\",\n  \"level\": \"loud\"}]\n}");
        var (code, output, error) = await CommandRun.Of("schema", "check", file);
        Assert.Equal(1, code);
        Assert.Equal($"{file}: 4 problem(s) (notices){Environment.NewLine}", output);
        Assert.Contains($"{file}:2:22: /notices/0/id: expected string, found 1 [HRT0120]", error, StringComparison.Ordinal);
        Assert.Contains($"{file}:3:12: /notices/0/level: expected \"info\" or \"warning\" or \"critical\", found \"loud\"", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_bad_file_does_not_keep_the_others_from_being_checked()
    {
        var good = Write("about.json", "{}");
        var (code, output, error) = await CommandRun.Of("schema", "check", _folder.PathTo("absent.json"), Write("x.json", "{}"), Write("y.json", "{"), good);
        Assert.Equal(1, code);
        Assert.Contains($"{good}: ok (about)", output, StringComparison.Ordinal);
        Assert.All(["HRT7102", "HRT7101", "HRT0101"], expected => Assert.Contains(expected, error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("about.json")]
    [InlineData("x.json")]
    public async Task Half_a_character_is_told(string name)
    {
        var (code, _, error) = await CommandRun.Of("schema", "check", Write(name, """{"a": "\ud800"}"""));
        Assert.Equal(1, code);
        Assert.Contains("half a character", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_names_the_schema_where_the_file_does_not()
    {
        var (code, _, error) = await CommandRun.Of("schema", "check", "--as", "index", Write("x.txt", """{"name": "a"}"""));
        Assert.Equal(1, code);
        Assert.Contains("the key 'build_number' is missing", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compressed_and_binary_files_are_read()
    {
        var zst = Write("repodata.json.zst", Zstd.Compress("{\"packages\": 1}"u8));
        // {"packages": {}, "packages.conda": {"x": b"\x01"}}
        var shard = Write(new string('a', 64) + ".msgpack.zst", Zstd.Compress([0x82, 0xA8, .. "packages"u8, 0x80, 0xAE, .. "packages.conda"u8, 0x81, 0xA1, (byte)'x', 0xC4, 1, 1]));
        var (code, output, error) = await CommandRun.Of("schema", "check", zst, shard);
        Assert.Equal(1, code);
        Assert.Contains($"{zst}: 1 problem(s) (repodata)", output, StringComparison.Ordinal);
        Assert.Contains("/packages.conda/x: expected object, found \"01\"", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_compression_is_told()
    {
        var (code, _, error) = await CommandRun.Of("schema", "check", Write("repodata.json.zst", Zstd.Compress("{}"u8)[..^2]));
        Assert.Equal(1, code);
        Assert.Contains("HRT7102", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_document_of_a_YAML_file_is_checked_with_positions_in_the_YAML()
    {
        var file = Write("fixes.yaml", "if:\n  name: a\nthen:\n  - add_depends: b\n---\nif:\n  version_lt: 1.10\nthen:\n  - add_dependes: b\n");
        var (code, _, error) = await CommandRun.Of("schema", "check", file);
        Assert.Equal(1, code);
        Assert.Contains($"{file}:7:15: /if/version_lt: expected string, found 1.1", error, StringComparison.Ordinal);
        Assert.Contains($"{file}:9:19: /then/0/add_dependes: 'add_dependes' is not a key that may stand here; did you mean 'add_depends'?", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: [1")]
    [InlineData("? [a]\n: b")]
    [InlineData("a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\nf: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]\ng: &g [*f, *f, *f, *f, *f, *f, *f, *f, *f, *f]\nh: [*g, *g, *g, *g, *g, *g, *g, *g, *g, *g]")]
    public async Task Text_that_is_not_usable_YAML_is_told(string yaml)
    {
        var (code, _, error) = await CommandRun.Of("schema", "check", Write("x.yaml", yaml));
        Assert.Equal(1, code);
        Assert.Contains("HRT7104", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lines_of_a_JLAP_file_are_checked()
    {
        var hash = new string('0', 64);
        var right = Write("right.jlap", $$"""
            {{hash}}
            {"from":"{{hash}}","patch":[],"to":"{{hash}}"}
            {"latest":"{{hash}}","url":"repodata.json"}
            {{hash}}
            """);
        var wrong = Write("wrong.jlap", $"{hash}\n{{\"from\":\"{hash}\",\"patch\":{{}},\"to\":\"{hash}\"}}\n{{\"latest\":\"{hash}\",\"url\":\"repodata.json\"}}\n{hash}");
        var (_, output, error) = await CommandRun.Of("schema", "check", right, wrong);
        Assert.Contains($"{right}: ok (jlap)", output, StringComparison.Ordinal);
        Assert.Contains($"{wrong}:2:84: /1/patch: expected array, found object", error, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.PathTo(name), text);
        return _folder.PathTo(name);
    }

    private string Write(string name, byte[] content)
    {
        File.WriteAllBytes(_folder.PathTo(name), content);
        return _folder.PathTo(name);
    }
}
