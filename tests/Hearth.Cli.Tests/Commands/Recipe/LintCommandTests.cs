using System.Text.Json.Nodes;
using Hearth.Testing;

namespace Hearth.Cli.Tests.Commands.Recipe;

public sealed class LintCommandTests
{
    // While a feedstock moves from one format to the other it has both recipes.
    [Fact]
    public async Task What_lies_around_two_recipes_is_told_once()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathTo("recipe"));
        await File.WriteAllTextAsync(folder.PathTo("conda-forge.yml"), "no_such_setting: 1\nproviders: {}\n");
        await File.WriteAllTextAsync(folder.PathTo("recipe", "conda_build_config.yaml"), "cuda: None\n");
        await File.WriteAllTextAsync(folder.PathTo("recipe", "meta.yaml"), "package:\n  name: a\n  version: 1\n");
        await File.WriteAllTextAsync(folder.PathTo("recipe", "recipe.yaml"), "package:\n  name: a\n  version: 1\n");

        var run = await CommandRun.Of("recipe", "lint", folder.Path);
        var json = JsonNode.Parse((await CommandRun.Of("recipe", "lint", folder.Path, "--json")).Output)!;

        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(lines.Distinct(), lines);
        Assert.Single(lines, line => line.Contains("conda-forge.yml", StringComparison.Ordinal) && line.Contains("no_such_setting", StringComparison.Ordinal));
        Assert.Single(lines, line => line.Contains("HRT3522", StringComparison.Ordinal));
        var told = json["recipes"]!.AsArray().SelectMany(recipe => recipe!["findings"]!.AsArray()).Select(finding => $"{finding!["file"]} {finding["code"]} {finding["line"]} {finding["message"]}").ToList();
        Assert.Equal(lines.Length, told.Count);
        // Each recipe keeps its own.
        Assert.Equal(2, told.Count(finding => finding.Contains("HRT3401", StringComparison.Ordinal)));
    }
}
