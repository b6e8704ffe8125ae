using Hearth.Testing;

namespace Hearth.Cli.Tests.Commands.Recipe;

public sealed class NewRecipeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public NewRecipeTests() => RecordedUpstreamFiles.Write(_folder.PathTo("upstream"), _folder.PathTo("project"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_recipe_of_a_Python_project_is_written()
    {
        var (code, output, error) = await New("pypi", "demo");
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(_folder.PathTo("out", "recipe.yaml") + Environment.NewLine, output);
        var recipe = File.ReadAllText(_folder.PathTo("out", "recipe.yaml"));
        Assert.Contains("  url: https://pypi.org/packages/source/${{ name[0] }}/${{ name }}/demo-${{ version }}.tar.gz\n", recipe, StringComparison.Ordinal);
        Assert.Contains("    - colorama[when=\"__win\"]\n", recipe, StringComparison.Ordinal);
        Assert.Contains("    fast:\n      - pytorch\n", recipe, StringComparison.Ordinal);
    }

    // As of 'hearth recipe convert'; it once made a folder of that name.
    [Fact]
    public async Task To_the_folder_of_stdout_a_recipe_is_printed()
    {
        var (code, output, _) = await CommandRun.Of("recipe", "new", "tree", _folder.PathTo("project"), "-o", "-");
        Assert.Equal(0, code);
        Assert.Contains("name: demo", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists("-"));
    }

    [Fact]
    public async Task A_recipe_that_is_there_is_kept_unless_forced()
    {
        await New("cran", "Demo");
        File.WriteAllText(_folder.PathTo("out", "recipe.yaml"), "mine");
        var (code, _, error) = await New("cran", "Demo");
        Assert.Equal(5, code);
        Assert.Contains("--force", error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(_folder.PathTo("out", "recipe.yaml")));
        Assert.Equal(0, (await New("cran", "Demo", "--force")).Code);
        Assert.Contains("name: r-demo", File.ReadAllText(_folder.PathTo("out", "recipe.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_old_format_has_selectors_and_no_groups()
    {
        var (code, output, _) = await CommandRun.Of("recipe", "new", "tree", _folder.PathTo("project"), "--format", "v0", "--dry-run");
        Assert.Equal(0, code);
        Assert.StartsWith("{% set name = \"demo\" %}", output, StringComparison.Ordinal);
        Assert.Contains("# [win]", output, StringComparison.Ordinal);
        Assert.DoesNotContain("pytorch", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_come_from_what_a_channel_s_packages_hold()
    {
        new TinyPackage("our-click") { Files = { ["site-packages/click-8.1.dist-info/METADATA"] = "Name: click\n" } }.WriteTo(_folder.PathTo("channel", "noarch"));
        var (_, output, _) = await CommandRun.Of("recipe", "new", "tree", _folder.PathTo("project"), "--dry-run", "--channel", _folder.PathTo("channel"));
        Assert.Contains("    - our-click >=8\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pypi", "absent")]
    [InlineData("pypi", "demo@9")]
    [InlineData("cran", "absent")]
    [InlineData("cran", "Demo@0.1")]
    public async Task What_upstream_does_not_have_is_told(string kind, string name)
    {
        var (code, _, error) = await New(kind, name);
        Assert.Equal(1, code);
        Assert.Contains("HRT3602", error, StringComparison.Ordinal);
    }

    private Task<CommandRun> New(string kind, string name, params string[] more) =>
        CommandRun.Of(["recipe", "new", kind, name, "--upstream", _folder.PathTo("upstream"), "--output", _folder.PathTo("out"), .. more]);
}
