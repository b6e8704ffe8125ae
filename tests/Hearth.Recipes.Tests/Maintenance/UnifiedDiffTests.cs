using Hearth.Recipes.Maintenance;

namespace Hearth.Recipes.Tests.Maintenance;

public sealed class UnifiedDiffTests
{
    [Fact]
    public void A_patch_has_three_lines_around_each_change() =>
        Assert.Equal(
            "--- a/f\n+++ b/f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n",
            UnifiedDiff.Of("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n", "f"));

    [Fact]
    public void Changes_far_apart_are_separate() =>
        Assert.Equal(2, UnifiedDiff.Of(string.Join('\n', Enumerable.Range(0, 30)), string.Join('\n', Enumerable.Range(0, 30).Select(i => i is 2 or 25 ? -i : i)), "f").Split("@@ -").Length - 1);

    [Fact]
    public void Equal_texts_have_no_patch() => Assert.Equal("", UnifiedDiff.Of("a\n", "a\n", "f"));
}
