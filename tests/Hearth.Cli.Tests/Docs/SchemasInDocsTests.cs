using System.Text.RegularExpressions;
using Hearth.Cli.Commands.Schema;
using Hearth.Conda.Schemas;
using Hearth.Testing;

namespace Hearth.Cli.Tests.Docs;

/// <summary>What the documentation says about formats is what the schemas say.</summary>
public sealed partial class SchemasInDocsTests
{
    [Fact]
    public void The_reference_lists_every_format_with_its_sources()
    {
        var page = File.ReadAllText(Repository.PathTo("docs", "reference", "schemas.md"));
        Assert.Equal(
            FormatSchemas.All.Select(one => $"| [{one.Name}](../../schemas/{one.Name}.schema.json) | {one.Title} | {one.Sources ?? "–"} |"),
            page.Split('\n').Where(line => line.StartsWith("| [", StringComparison.Ordinal)));
    }

    [Fact]
    public void Examples_that_name_a_schema_match_it()
    {
        using var folder = new TemporaryFolder();
        var examples = 0;
        foreach (var page in Directory.EnumerateFiles(Repository.PathTo("docs"), "*.md", SearchOption.AllDirectories))
        {
            foreach (Match example in Example().Matches(File.ReadAllText(page)))
            {
                var file = folder.PathTo($"example.{example.Groups["language"].Value}");
                File.WriteAllText(file, example.Groups["text"].Value);
                var (_, problems) = CheckCommand.Check(file, example.Groups["schema"].Value);
                Assert.True(problems.Count == 0, $"{page}: {string.Join("; ", problems)}");
                examples++;
            }
        }
        Assert.NotEqual(0, examples);
    }

    [GeneratedRegex(@"^```(?<language>json|yaml) schema=(?<schema>\S+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
