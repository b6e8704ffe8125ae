using System.Text.Json.Nodes;
using Hearth.Testing;

namespace Hearth.Cli.Tests.Commands.Recipe;

public sealed class SplitCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SplitCommandTests()
    {
        Write("recipe/recipe.yaml", "context:\n  version: \"1.2\"\npackage:\n  name: foo\n  version: ${{ version }}\n");
        Write("installed/include/foo.h", "");
        Write("installed/lib/libfoo.so.1.2", "");
        File.CreateSymbolicLink(_folder.PathTo("installed", "lib", "libfoo.so"), "libfoo.so.1.2");
        Write("installed/conda-meta/history", "");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_installed_tree_is_split()
    {
        var (code, output, error) = await Split("installed", "--output", _folder.PathTo("split"));
        Assert.Equal(0, code);
        Assert.Equal(_folder.PathTo("split", "recipe.yaml") + Environment.NewLine, output);
        Assert.Contains("libfoo-devel: 2 files", error, StringComparison.Ordinal);
        Assert.Contains("3 files, each in exactly one package", error, StringComparison.Ordinal);
        var recipe = File.ReadAllText(_folder.PathTo("split", "recipe.yaml"));
        Assert.Contains("        - lib/libfoo.so\n", recipe, StringComparison.Ordinal);
        Assert.Contains("upper_bound=\"x.x\"", recipe, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_built_package_is_split_without_its_metadata()
    {
        new TinyPackage("foo", "1.2") { Files = { ["lib/libfoo.so.1.2"] = "", ["include/foo.h"] = "" } }.WriteTo(_folder.Path);
        var (code, output, _) = await Split("foo-1.2-0.conda", "--dry-run", "--json");
        Assert.Equal(0, code);
        Assert.Equal(2, (int)JsonNode.Parse(output)!["files"]!);
    }

    [Fact]
    public async Task Headers_alone_are_nothing_to_split()
    {
        Write("headers/include/foo.h", "");
        var (code, _, error) = await Split("headers", "--dry-run");
        Assert.Equal(1, code);
        Assert.Contains("HRT3621", error, StringComparison.Ordinal);
    }

    private Task<CommandRun> Split(string installed, params string[] more) =>
        CommandRun.Of(["recipe", "split", _folder.PathTo("recipe"), _folder.PathTo(installed), .. more]);

    private void Write(string path, string content)
    {
        var file = _folder.PathTo(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }
}
