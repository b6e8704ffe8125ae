using Hearth.Conda.Versions;
using Hearth.Recipes.Maintenance;

namespace Hearth.Recipes.Tests.Maintenance;

public sealed class VersionRulesTests
{
    [Theory]
    [InlineData("1.0", "1.1 1.2 0.9", "1.2")]
    [InlineData("1.0", "1.1rc1 2.0a1 2.0.dev0", null)]
    [InlineData("1.0rc1", "1.0rc2", "1.0rc2")]
    [InlineData("1.0", "2024.10.1", null)]
    [InlineData("2024.10.1", "2024.11.1 5", "2024.11.1")]
    [InlineData("1.1.1a", "1.1.1b", "1.1.1b")]
    [InlineData("1.0", "1.0", null)]
    public void The_newest_for_users_is_taken(string current, string versions, string? expected) =>
        Assert.Equal(expected, VersionRules.Default.Newest(CondaVersion.Parse(current), versions.Split(' '))?.ToString());

    [Fact]
    public void Odd_minor_versions_can_be_left_out() =>
        Assert.Equal("3.48", (VersionRules.Default with { EvenMinor = true }).Newest(CondaVersion.Parse("3.46"), ["3.47", "3.48", "3.49.1"])?.ToString());

    [Fact]
    public void Pre_releases_can_be_wanted_and_versions_excluded() =>
        Assert.Equal("1.1rc1", (VersionRules.Default with { PreReleases = true, Excluded = ["1.2"] }).Newest(CondaVersion.Parse("1.0"), ["1.1rc1", "1.2"])?.ToString());

    [Theory]
    [InlineData("v1.2.3", "1.2.3")]
    [InlineData("1.2", "1.2")]
    [InlineData("release-1.2.0", "1.2.0")]
    [InlineData("project_1_2_3", "1.2.3")]
    [InlineData("v1.2.0-rc1", "1.2.0rc1")]
    [InlineData("nightly", null)]
    public void Tags_tell_versions(string tag, string? expected) => Assert.Equal(expected, TagVersions.VersionOf(tag));

    [Theory]
    [InlineData("https://pypi.org/packages/source/h/httpx/httpx-0.27.tar.gz", "PyPI project httpx")]
    [InlineData("https://files.pythonhosted.org/packages/ab/cd/ef/httpx-0.27.tar.gz", "PyPI project httpx")]
    [InlineData("https://github.com/madler/zlib/archive/v1.3.tar.gz", "GitHub repository madler/zlib")]
    [InlineData("https://gitlab.com/group/sub/name/-/archive/v1/name-v1.tar.gz", "GitLab project gitlab.com/group/sub/name")]
    [InlineData("https://cran.r-project.org/src/contrib/Archive/dplyr/dplyr_1.0.tar.gz", "CRAN package dplyr")]
    public void Addresses_tell_where_versions_are_listed(string url, string expected) =>
        Assert.Equal(expected, Assert.Single(VersionSources.For([url], new MadeUpstream())).Name);

    [Fact]
    public async Task Releases_come_before_tags_and_drafts_do_not_count()
    {
        var upstream = new MadeUpstream
        {
            ["https://api.github.com/repos/o/r/releases?per_page=100"] = MadeUpstream.Json("[{'tag_name':'v1.1','draft':false},{'tag_name':'v2.0','draft':true}]"),
        };
        Assert.Equal(["1.1"], await TagVersions.OfGitHub(upstream, "o", "r").VersionsAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Versions_are_probed_where_nothing_lists_them()
    {
        var upstream = new MadeUpstream { ["https://x.org/a-1.3.0.tar.gz"] = [1], ["https://x.org/a-1.2.5.tar.gz"] = [1] };
        var found = await new ProbedVersions(upstream, "1.2.4", version => [$"https://x.org/a-{version}.tar.gz"]).VersionsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["1.2.5", "1.3.0"], found);
    }
}
