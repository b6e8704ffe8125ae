using Hearth.Recipes.Maintenance;

namespace Hearth.Recipes.Tests.Maintenance;

public sealed class FeedstockRulesTests
{
    [Fact]
    public void A_feedstock_says_which_versions_count()
    {
        var rules = FeedstockRules.Read("bot:\n  version_updates:\n    exclude: ['1.2', 1.3]\n    even_odd_versions: true\n", VersionRules.Default);
        Assert.True(rules.EvenMinor);
        Assert.Equal(["1.2", "1.3"], rules.Excluded);
    }

    [Theory]
    [InlineData("bot: {automerge: true}\n")]
    [InlineData("- x\n")]
    [InlineData("a: [\n")]
    public void Other_files_change_nothing(string text) => Assert.Equal(VersionRules.Default, FeedstockRules.Read(text, VersionRules.Default));
}
