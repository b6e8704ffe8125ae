using System.Text.RegularExpressions;
using Hearth.Server.Conformance;
using Hearth.Testing;

namespace Hearth.Cli.Tests.Docs;

/// <summary>What the documentation says of the conformance suite is what the suite does.</summary>
public sealed partial class ConformanceInDocsTests
{
    [Fact]
    public void The_reference_lists_every_case()
    {
        var page = File.ReadAllText(Repository.PathTo("docs", "reference", "conformance.md"));
        Assert.Equal(
            CaseCatalog.All.Select(one => $"| `{one.Id}` | {one.Title} | {one.Source} | {(one.Scope == CaseScope.Subdir ? "each subdir" : "the channel")} |"),
            page[page.IndexOf("## Cases", StringComparison.Ordinal)..].Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_rules_that_cases_name_exist()
    {
        var rules = string.Concat(Directory.EnumerateFiles(Repository.PathTo("docs", "specs"), "*.md").Select(File.ReadAllText));
        var named = CaseCatalog.All.SelectMany(one => Rule().Matches(one.Source)).Select(match => match.Value).Distinct(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(named);
        Assert.All(named, rule => Assert.Contains($"| {rule} |", rules, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_case_has_an_id_of_its_own_and_a_source()
    {
        Assert.Equal(CaseCatalog.All.Count, CaseCatalog.All.DistinctBy(one => one.Id).Count());
        Assert.All(CaseCatalog.All, one => Assert.Matches("^(CEP|RFC) [0-9]+|^[A-Z]+-[0-9]+", one.Source));
    }

    [Fact]
    public void The_change_log_counts_the_cases() =>
        Assert.Contains($"{CaseCatalog.All.Count} named cases", File.ReadAllText(Repository.PathTo("CHANGELOG.md")), StringComparison.Ordinal);

    [GeneratedRegex("[A-Z]+-[0-9]+")]
    private static partial Regex Rule();
}
