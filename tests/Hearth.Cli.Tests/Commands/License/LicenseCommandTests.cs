using Hearth.Testing;

namespace Hearth.Cli.Tests.Commands.License;

public sealed class LicenseCommandTests : IDisposable
{
    private const string App = """{"name":"app","version":"1.0","build":"0","license":"MIT","depends":["engine"]}""";
    private const string Engine = """{"name":"engine","version":"1.0","build":"0","license":"GPL-3.0-only","depends":[]}""";

    private readonly TemporaryFolder _folder = new();

    public LicenseCommandTests()
    {
        Write("channel/noarch/repodata.json", $$$"""{"packages.conda":{"app-1.0-0.conda":{{{App}}},"engine-1.0-0.conda":{{{Engine}}}}}""");
        Write("policy.yaml", "deny:\n  families: [GPL3]\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_channel_is_judged_with_its_dependencies()
    {
        var (code, output, _) = await Check("channel");
        Assert.Equal(1, code);
        Assert.Contains("noarch/app-1.0-0.conda: needs noarch/engine-1.0-0.conda: refused: GPL-3.0-only", output, StringComparison.Ordinal);
        Assert.EndsWith($"2 packages checked, 2 refused{Environment.NewLine}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_environment_is_judged_by_what_is_installed()
    {
        Write("env/conda-meta/app-1.0-0.json", App.Replace("\"engine\"", "", StringComparison.Ordinal));
        Assert.Equal(0, (await Check("env")).Code);
        Write("env/conda-meta/engine-1.0-0.json", Engine);
        Assert.Equal(1, (await Check("env")).Code);
    }

    [Fact]
    public async Task A_pixi_lock_carries_licences_of_its_own()
    {
        Write("pixi.lock", """
            version: 6
            packages:
            - conda: https://example.org/forge/noarch/app-1.0-0.conda
              license: MIT
              depends: [engine]
            - conda: https://example.org/forge/noarch/engine-1.0-0.conda
              license: GPL-3.0-only
            - pypi: https://example.org/a.whl
            """);
        var (code, output, _) = await Check("pixi.lock");
        Assert.Equal(1, code);
        Assert.Contains("app-1.0-0.conda: needs engine-1.0-0.conda", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("explicit.txt", "@EXPLICIT\nhttps://example.org/forge/noarch/engine-1.0-0.conda#0123\n")]
    [InlineData("conda-lock.yml", "package:\n- name: engine\n  manager: conda\n  url: https://example.org/forge/noarch/engine-1.0-0.conda\n")]
    [InlineData("environment.yml", "dependencies:\n- app\n- pip:\n  - requests\n")]
    public async Task Files_without_licences_take_them_from_a_channel(string file, string content)
    {
        Write(file, content);
        var (code, output, _) = await Check(file, "--channel", _folder.PathTo("channel"));
        Assert.Equal(1, code);
        Assert.EndsWith($"1 packages checked, 1 refused{Environment.NewLine}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recipes_of_both_formats_are_judged_as_they_stand()
    {
        Write("recipes/app/recipe.yaml", "context:\n  name: App\npackage:\n  name: ${{ name | lower }}\nrequirements:\n  run:\n    - if: win\n      then: tool >=1\nabout:\n  license: MIT\n");
        Write("recipes/tool/meta.yaml", "{% set name = \"tool\" %}\npackage:\n  name: {{ name }}\nrequirements:\n  run:\n    - engine  # [win]\nabout:\n  license: MIT\n");
        Assert.Equal(0, (await Check("recipes")).Code);
        var (code, output, _) = await Check("recipes", "--channel", _folder.PathTo("channel"));
        Assert.Equal(1, code);
        Assert.Contains("recipe.yaml: app: needs ", output, StringComparison.Ordinal);
        Assert.EndsWith($"2 packages checked, 2 refused{Environment.NewLine}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_with_a_slip_is_refused_and_nothing_is_judged()
    {
        Write("policy.yaml", "deny:\n  families: [GLP3]\n");
        var (code, output, error) = await Check("channel");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("HRT1025", error, StringComparison.Ordinal);
    }

    private Task<CommandRun> Check(string path, params string[] more) =>
        CommandRun.Of(["license", "check", _folder.PathTo(path), "--policy", _folder.PathTo("policy.yaml"), .. more]);

    private void Write(string path, string content)
    {
        var file = _folder.PathTo(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }
}
