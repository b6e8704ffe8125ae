using System.Text.RegularExpressions;
using Hearth.Testing;

namespace Hearth.Cli.Tests.Docs;

/// <summary>The tables of docs/explanation/bad-days.md that say what mirrors, pushes and the archive of sources make of others' trouble name the tests that hold it.</summary>
public sealed partial class BadDaysTests
{
    private const string Heading = " | held by |";

    [Fact]
    public void Every_row_of_a_table_that_names_tests_names_some_that_exist()
    {
        var sources = Directory.EnumerateFiles(Repository.PathTo("tests"), "*Tests.cs", SearchOption.AllDirectories)
            .ToLookup(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText, StringComparer.Ordinal);
        var rows = RowsOf(File.ReadAllLines(Repository.PathTo("docs", "explanation", "bad-days.md"))).ToList();
        Assert.True(rows.Count > 20, "the tables are not found");
        foreach (var row in rows)
        {
            var tests = TestReference().Matches(row[(row[..^1].LastIndexOf('|') + 1)..]);
            Assert.True(tests.Count > 0, $"'{row}' names no test");
            foreach (Match test in tests)
            {
                var exists = sources[test.Groups["class"].Value].Any(source => source.Contains($" {test.Groups["method"].Value}(", StringComparison.Ordinal));
                Assert.True(exists, $"{test.Value} does not exist");
            }
        }
    }

    private static IEnumerable<string> RowsOf(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].EndsWith(Heading, StringComparison.Ordinal))
                continue;
            for (i += 2; i < lines.Length && lines[i].StartsWith('|'); i++)
                yield return lines[i];
        }
    }

    [GeneratedRegex("`(?<class>[A-Za-z0-9]+)\\.(?<method>[A-Za-z0-9_]+)`")]
    private static partial Regex TestReference();
}
