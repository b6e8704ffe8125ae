using Hearth.Mirrors.Sources.Git;

namespace Hearth.Mirrors.Tests.Sources.Git;

public sealed class GitModulesTests
{
    [Fact]
    public void Each_submodule_has_an_address_by_its_path() => Assert.Equal(
        [("lib/a", "https://example.org/a.git"), ("b c", "../b.git")],
        GitModules.Read("# comment\n[submodule \"a\"]\n\tpath = lib/a\n\turl = https://example.org/a.git\n\tbranch = main\n[submodule \"b\"]\n\turl=../b.git\n\tpath = \"b c\"\n[submodule \"none\"]\n\tpath = x\n")
            .Select(pair => (pair.Key, pair.Value)));

    [Theory]
    [InlineData("https://example.org/o/r.git", "../s.git", "https://example.org/o/s.git")]
    [InlineData("https://example.org/o/r.git/", "../../p/s.git", "https://example.org/p/s.git")]
    [InlineData("https://example.org/o/r", "./s.git", "https://example.org/o/r/s.git")]
    [InlineData("https://example.org/o/r", "https://example.net/s", "https://example.net/s")]
    public void An_address_may_be_relative_to_the_repository(string repository, string url, string expected) => Assert.Equal(expected, GitModules.Resolve(repository, url));

    [Fact]
    public void No_relative_address_leaves_the_host() => Assert.DoesNotContain("example.org", GitModules.Resolve("https://example.org/r", "../../../evil/x"), StringComparison.Ordinal);
}
