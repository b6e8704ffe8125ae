using System.Text;
using CsCheck;
using Hearth.Packages.Metadata;

namespace Hearth.Packages.Tests.Metadata;

public sealed class LineDifferenceTests
{
    [Fact]
    public void The_lines_that_changed_are_shown() =>
        Assert.Equal(["@ line 2", "- b", "@ line 3", "+ x"], Between("a\nb\nc\n", "a\nx\nc\n"));

    [Fact]
    public void Equal_texts_do_not_differ() => Assert.Empty(Between("a\nb\n", "a\nb\n"));

    [Fact]
    public void The_number_of_lines_that_differ_accounts_for_the_lengths() =>
        Gen.Select(Text, Text).Sample((a, b) =>
        {
            var lines = Between(string.Join('\n', a), string.Join('\n', b));
            var (added, removed) = (lines.Count(line => line.StartsWith('+')), lines.Count(line => line.StartsWith('-')));
            Assert.Equal(Count(b) - Count(a), added - removed);
        });

    private static Gen<string[]> Text => Gen.Char["abc"].Select(c => c.ToString()).Array[0, 12];

    private static int Count(string[] lines) => lines.Length;

    private static IReadOnlyList<string> Between(string a, string b) => LineDifference.Between(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));
}
