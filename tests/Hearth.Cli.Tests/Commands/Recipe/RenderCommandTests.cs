using Hearth.Testing;

namespace Hearth.Cli.Tests.Commands.Recipe;

public sealed class RenderCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RenderCommandTests()
    {
        File.WriteAllText(_folder.PathTo("recipe.yaml"), "package:\n  name: foo\n  version: \"1.2\"\nrequirements:\n  host:\n    - zlib\n  run_exports:\n    - foo >=1.2\n");
        File.WriteAllText(_folder.PathTo("run_exports.json"), """{"info": {}, "packages": {}, "packages.conda": {"zlib-1.3.1-h1_0.conda": {"run_exports": {"weak": ["libzlib >=1.3.1,<2.0a0"]}}}}""");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_exports_of_a_channel_become_requirements()
    {
        var run = await Render(_folder.PathTo("run_exports.json"));
        Assert.Equal(0, run.Code);
        Assert.Contains("  run              libzlib >=1.3.1,<2.0a0  (of zlib in host)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Final_requirements_are_written_in_the_shape_of_the_schema()
    {
        var document = JsonDocuments.Of(await Render(_folder.PathTo("run_exports.json"), "--json"), "recipe-render");
        var final = document.GetProperty("outputs")[0].GetProperty("finalized_dependencies");
        Assert.Equal("libzlib >=1.3.1,<2.0a0", final.GetProperty("run").GetProperty("depends")[0].GetProperty("spec").GetString());
        Assert.Equal("foo >=1.2", final.GetProperty("run").GetProperty("run_exports").GetProperty("weak")[0].GetString());
    }

    [Fact]
    public async Task A_file_that_lists_no_run_exports_is_refused()
    {
        var run = await Render(_folder.PathTo("recipe.yaml"));
        Assert.Equal(1, run.Code);
        Assert.Contains("recipe.yaml", run.Error, StringComparison.Ordinal);
    }

    private Task<CommandRun> Render(string exports, params string[] more) =>
        CommandRun.Of(["recipe", "render", _folder.PathTo("recipe.yaml"), "--target-platform", "linux-64", "--run-exports", exports, .. more]);
}
