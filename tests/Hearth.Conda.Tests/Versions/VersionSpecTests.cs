using CsCheck;
using Hearth.Conda.Versions;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Conda.Tests.Versions;

public sealed class VersionSpecTests
{
    private static readonly Gen<VersionSpec> Clause = Gen.Select(Gen.Int[0, 8], Gen.Int[0, 3], Gen.Int[0, 3], VersionSpec (sign, major, minor) =>
        new VersionClause((VersionOperator)sign, CondaVersion.Parse($"{major}.{minor}")));

    private static readonly Gen<VersionSpec> AnySpec = Gen.Recursive<VersionSpec>((depth, inner) => depth > 3
        ? Clause
        : Gen.Frequency((1, Clause), (1, Gen.Const(VersionSpec.Parse("1.*.2"))), (3, Gen.Select(Gen.Bool, inner.Array[2, 6], VersionSpec (all, specs) => new VersionSpecGroup(all, specs)))));

    [Theory]
    [InlineData("==1.2", "1.2.0", true)]
    [InlineData("1.2", "1.2.0", true)]
    [InlineData("1.2", "1.2.1", false)]
    [InlineData("=1.2", "1.2.1", true)]
    [InlineData("1.2.*", "1.2rc1", true)]
    [InlineData("1.2*", "1.20", false)]
    [InlineData("==1.2.*", "1.2.1", true)]
    [InlineData("=1.2*", "1.2.1", true)]
    [InlineData("!=1.2", "1.2.1", true)]
    [InlineData("!=1.2", "1.2.0", false)]
    [InlineData("!=1.2.*", "1.2.1", false)]
    [InlineData("<1.2", "1.2rc1", true)]
    [InlineData("<=1.2.*", "1.2.1", false)]
    [InlineData(">=1.2.*", "1.2.0", true)]
    [InlineData(">1.2.*", "1.2.1", true)]
    [InlineData("~=1.2.3", "1.2.9", true)]
    [InlineData("~=1.2.3", "1.3", false)]
    [InlineData("~=1", "7", true)]
    [InlineData("*", "0", true)]
    [InlineData("=*", "0", true)]
    [InlineData("1.*.3", "1.2.3", true)]
    [InlineData("1.*.3", "1.2.4", false)]
    [InlineData("!=1.*.3", "1.2.4", true)]
    [InlineData("!=1.*.3", "1.2.3", false)]
    [InlineData(@"^1\.(2|3),?$", "1.3", true)]
    [InlineData("1.1|>=2,<3", "1.1", true)]
    [InlineData("1.1|>=2,<3", "2.5", true)]
    [InlineData("(1.1|>=2),<3", "3.5", false)]
    [InlineData(">=1, <2 | 3", "3", true)]
    [InlineData(">=3.3.8,<3.4.0-dev0", "3.4.0.dev0", false)]
    public void A_spec_matches_by_its_operators(string spec, string version, bool expected) =>
        Assert.Equal(expected, VersionSpec.Parse(spec).Matches(CondaVersion.Parse(version)));

    [Theory]
    [InlineData(">= 1.2 , < 2", ">=1.2,<2")]
    [InlineData("=1.2", "1.2.*")]
    [InlineData("==1.2.*", "1.2.*")]
    [InlineData("1.2", "==1.2")]
    [InlineData(">=1.2.*", ">=1.2")]
    [InlineData("((1))|((2,3))", "==1|==2,==3")]
    [InlineData("(1|2),(3|4)", "(==1|==2),(==3|==4)")]
    [InlineData("1|(2|(3|4))", "==1|==2|==3|==4")]
    [InlineData(">=V1.0RC", ">=v1.0rc")]
    [InlineData("^V[0-9]$|2", "^V[0-9]$|==2")]
    [InlineData("=*", "*")]
    public void The_canonical_spelling_is_one_for_all_ways_to_write_a_spec(string spec, string canonical) =>
        Assert.Equal(canonical, VersionSpec.Parse(spec).ToString());

    [Fact]
    public void The_canonical_spelling_reads_back_as_the_same_spec() => AnySpec.Sample(spec => VersionSpec.Parse(spec.ToString()).Equals(spec));

    [Fact]
    public void Groups_match_as_their_members_do() =>
        Gen.Select(Gen.Bool, Clause.Array[2, 6], Gen.Int[0, 3], Gen.Int[0, 3]).Sample((all, specs, major, minor) =>
        {
            var version = CondaVersion.Parse($"{major}.{minor}");
            return new VersionSpecGroup(all, specs).Matches(version) == (all ? specs.All(spec => spec.Matches(version)) : specs.Any(spec => spec.Matches(version)));
        });

    [Fact]
    public void Specs_of_equal_versions_are_not_equal_for_they_differ_in_what_is_within() =>
        Assert.NotEqual(VersionSpec.Parse("1.0.*"), VersionSpec.Parse("1.0.0.*"));

    [Theory]
    [InlineData("", 1)]
    [InlineData(">=1,", 5)]
    [InlineData(">=1,|2", 5)]
    [InlineData("1.2 3.4", 5)]
    [InlineData("1.2)", 4)]
    [InlineData(">=1.2,<>3", 8)]
    [InlineData("1@2", 1)]
    public void What_is_wrong_is_said_with_its_place(string spec, int column) =>
        Assert.Equal(column, Assert.Throws<BadInputException>(() => VersionSpec.Parse(spec)).Diagnostics[0].Position?.Column);

    [Fact]
    public void Nesting_has_an_end() => Assert.False(VersionSpec.TryParse(new string('(', 100_000), null, out _));
}
