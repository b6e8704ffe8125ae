using CsCheck;
using Hearth.Conda.Versions;
using Hearth.Recipes.Generation.PyPi;

namespace Hearth.Recipes.Tests.Generation.PyPi;

public sealed class PythonVersionTests
{
    [Theory]
    [InlineData("1.0", "1.0")]
    [InlineData("v1.0", "1.0")]
    [InlineData("1.0RC1", "1.0rc1")]
    [InlineData("1.0-alpha.2", "1.0a2")]
    [InlineData("1.0.post", "1.0.post0")]
    [InlineData("1.0-1", "1.0.post1")]
    [InlineData("1.0_dev3", "1.0.dev3")]
    [InlineData("2!1.0+Local-2", "2!1.0+local.2")]
    [InlineData("01.002", "1.2")]
    public void A_version_has_one_normal_form(string text, string normal) => Assert.Equal(normal, PythonVersion.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("1.0.x")]
    [InlineData("one")]
    [InlineData("1.0+")]
    [InlineData("99999999999999999999")]
    public void What_is_no_version_is_refused(string text) => Assert.False(PythonVersion.TryParse(text, null, out _));

    [Fact]
    public void Versions_sort_as_PEP_440_says()
    {
        string[] sorted = ["1.0.dev1", "1.0a1.dev2", "1.0a1", "1.0b2", "1.0rc1", "1.0", "1.0+a", "1.0.post1.dev1", "1.0.post1", "1.1", "1!0.5"];
        Assert.Equal(sorted, sorted.Reverse().Select(text => PythonVersion.Parse(text)).Order().Select(version => version.ToString()));
    }

    [Fact]
    public void A_conda_version_of_the_same_text_sorts_the_same_way()
    {
        var version = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 12], Gen.Int[0, 3], Gen.Int[0, 3], (major, minor, kind, number) =>
            $"{major}.{minor}{kind switch { 0 => "", 1 => $"a{number}", 2 => $"rc{number}", _ => $".post{number}" }}");
        Gen.Select(version, version).Sample((one, two) =>
            Math.Sign(PythonVersion.Parse(one).CompareTo(PythonVersion.Parse(two))) == Math.Sign(CondaVersion.Parse(one).CompareTo(CondaVersion.Parse(two))));
    }

    [Theory]
    [InlineData("<2.0,>=0.12", ">=0.12,<2.0")]
    [InlineData("==1.*", "1.*")]
    [InlineData("!=1.5.*,>1", ">1,!=1.5.*")]
    [InlineData("~=1.4.2", "~=1.4.2")]
    [InlineData("===1.0", "==1.0")]
    [InlineData(">= 3.7 ,", ">=3.7")]
    [InlineData("", "")]
    public void Specifiers_become_conda_constraints(string python, string conda)
    {
        Assert.Equal(conda, PythonSpecifierSet.Parse(python).ToConda());
        Assert.True(conda.Length == 0 || VersionSpec.TryParse(conda, null, out _));
    }

    [Fact]
    public void A_conda_constraint_takes_the_same_releases()
    {
        var clause = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 3], Gen.Int[0, 3], (sign, major, minor) =>
            sign switch { 0 => $"=={major}.{minor}", 1 => $"!={major}.{minor}", 2 => $">={major}.{minor}", 3 => $"<{major}.{minor}", 4 => $"=={major}.*", 5 => $"~={major}.{minor}", _ => $"<={major}.{minor}" });
        var version = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 2], (major, minor, patch) => $"{major}.{minor}.{patch}");
        Gen.Select(clause, clause, version).Sample((one, two, text) =>
        {
            var set = PythonSpecifierSet.Parse($"{one},{two}");
            return set.Contains(PythonVersion.Parse(text)) == VersionSpec.Parse(set.ToConda()).Matches(CondaVersion.Parse(text));
        });
    }
}
