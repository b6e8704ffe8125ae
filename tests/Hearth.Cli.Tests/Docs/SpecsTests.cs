using System.Text.RegularExpressions;
using Hearth.Testing;

namespace Hearth.Cli.Tests.Docs;

/// <summary>The rules of docs/specs: each has a name of its own, and the tests that hold it exist.</summary>
public sealed partial class SpecsTests
{
    private static readonly Dictionary<string, string> TestSources = Directory
        .EnumerateFiles(Repository.PathTo("tests"), "*Tests.cs", SearchOption.AllDirectories)
        .GroupBy(file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal)
        .ToDictionary(files => files.Key, files => string.Concat(files.Select(File.ReadAllText)), StringComparer.Ordinal);

    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(Repository.PathTo("docs", "specs"), "*.md")
        .Select(file => Path.GetFileName(file)).Where(page => page != "README.md").Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_rules_of_a_page_are_numbered_without_gaps(string page)
    {
        var rules = RulesOf(page);
        Assert.NotEmpty(rules);
        Assert.All(rules.GroupBy(rule => rule.Topic, StringComparer.Ordinal), topic => Assert.Equal(Enumerable.Range(1, topic.Count()), topic.Select(rule => rule.Number)));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_index_leads_to_the_page_and_names_its_rules(string page) =>
        Assert.Contains($"| [{page}]({page}) | {string.Join(", ", RulesOf(page).Select(rule => rule.Topic).Distinct(StringComparer.Ordinal))} |", File.ReadAllText(Repository.PathTo("docs", "specs", "README.md")), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_tests_that_hold_a_rule_exist(string page)
    {
        foreach (var rule in RulesOf(page).Where(rule => rule.HeldBy != "–"))
        {
            var tests = TestReference().Matches(rule.HeldBy);
            Assert.True(tests.Count > 0, $"{rule.Id}: '{rule.HeldBy}' is no list of `Class.Test_name`");
            foreach (Match test in tests)
            {
                var exists = TestSources.TryGetValue(test.Groups["class"].Value, out var source)
                    && source.Contains($" {test.Groups["method"].Value}(", StringComparison.Ordinal);
                Assert.True(exists, $"{rule.Id} is held by {test.Value}, which does not exist");
            }
        }
    }

    private static List<Rule> RulesOf(string page) =>
    [
        .. RuleRow().Matches(File.ReadAllText(Repository.PathTo("docs", "specs", page)))
            .Select(row => new Rule(row.Groups["topic"].Value, int.Parse(row.Groups["number"].ValueSpan, provider: null), row.Groups["held"].Value)),
    ];

    private sealed record Rule(string Topic, int Number, string HeldBy)
    {
        public string Id => $"{Topic}-{Number}";
    }

    [GeneratedRegex(@"^\| (?<topic>[A-Z]+)-(?<number>\d+) \| .+ \| (?<held>[^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex RuleRow();

    [GeneratedRegex("`(?<class>[A-Za-z0-9]+)\\.(?<method>[A-Za-z0-9_]+)`")]
    private static partial Regex TestReference();
}
