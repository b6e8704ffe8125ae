namespace Hearth.Channels.Tests.Patches.Yaml;

public sealed class ConditionTests
{
    [Theory]
    [InlineData("name: a")]
    [InlineData("name: '?'")]
    [InlineData("not_name: b")]
    [InlineData("name_eq: a")]
    [InlineData("name_ne: b")]
    [InlineData("name_in: [b, a]")]
    [InlineData("name_in: 'a*'")]
    [InlineData("not_name_in: [b, c]")]
    [InlineData("version: '1.2.3'")]
    [InlineData("version: 1.2.3.0")]
    [InlineData("version: 1.2.*")]
    [InlineData("version_in: [1.2.2, '1.*']")]
    [InlineData("version_eq: 1.2.3.0")]
    [InlineData("version_ne: 1.2.4")]
    [InlineData("version_lt: 1.10.0")]
    [InlineData("version_le: 1.2.3")]
    [InlineData("version_gt: 1.2.3rc1")]
    [InlineData("version_ge: 1.2.3")]
    [InlineData("build: py38_*")]
    [InlineData("build_in: [py38_1]")]
    [InlineData("build_number: 1")]
    [InlineData("build_number: '[01]'")]
    [InlineData("build_number_in: [0, 1]")]
    [InlineData("build_number_lt: 2")]
    [InlineData("build_number_le: 1")]
    [InlineData("build_number_gt: 0")]
    [InlineData("build_number_ge: 1")]
    [InlineData("build_number_eq: 1")]
    [InlineData("build_number_ne: 2")]
    [InlineData("timestamp_lt: 1500000000001")]
    [InlineData("timestamp_ge: 1500000000000")]
    [InlineData("license: MIT*")]
    [InlineData("license_in: [MIT]")]
    [InlineData("subdir: linux-64")]
    [InlineData("subdir_in: linux-*")]
    [InlineData("not_subdir_in: [noarch, win-64]")]
    [InlineData("artifact_in: a-1.2.3-py38_1.conda")]
    [InlineData("artifact_in: [a-1.2.*, b]")]
    [InlineData("not_artifact_in: a-1.2.3-py38_0.conda")]
    [InlineData("has_depends: b")]
    [InlineData("has_depends: ['python*', 'numpy?( *)']")]
    [InlineData("not_has_depends: numpy")]
    [InlineData("has_constrains: c <2")]
    [InlineData("has_track_features: x")]
    [InlineData("not_has_track_features: z")]
    [InlineData("not_license_family: GPL")]
    public void This_condition_holds(string condition) => Assert.True(Holds(condition));

    [Theory]
    [InlineData("name: b")]
    [InlineData("not_name: a")]
    [InlineData("name_eq: '?'")]
    [InlineData("name_in: [b, c]")]
    [InlineData("version: 1.2.4")]
    [InlineData("version: 2.*")]
    [InlineData("version_in: [1.2.3.0]")]
    [InlineData("version_lt: 1.2.3")]
    [InlineData("version_gt: 1.10.0")]
    [InlineData("build_number: 0")]
    [InlineData("build_number_in: [0, 2]")]
    [InlineData("timestamp_lt: 1500000000000")]
    [InlineData("license_ne: MIT")]
    [InlineData("license_family: MIT")]
    [InlineData("license_family_ne: MIT")]
    [InlineData("subdir_in: [noarch, win-64]")]
    [InlineData("not_subdir_in: linux-64")]
    [InlineData("artifact_in: a-1.2.3-py38_1.tar.bz2")]
    [InlineData("has_depends: numpy")]
    [InlineData("has_depends: [b, c]")]
    [InlineData("not_has_depends: b")]
    [InlineData("has_track_features: z")]
    public void This_condition_does_not_hold(string condition) => Assert.False(Holds(condition));

    [Fact]
    public void All_conditions_must_hold() => Assert.False(Holds("name: a\n  version: '2'"));

    [Fact]
    public void A_record_without_a_timestamp_is_older_than_any_other() =>
        Assert.True(Holds("timestamp_lt: 1", new OneRecord("""{"timestamp":null}""")));

    [Fact]
    public void Later_documents_see_what_earlier_ones_did() => Assert.Contains(
        "third",
        new OneRecord().After(
            """
            if: {name: a}
            then: [{add_depends: second}]
            ---
            if: {has_depends: second}
            then: [{add_depends: third}]
            """).Depends);

    private static bool Holds(string condition, OneRecord? record = null) =>
        (record ?? new OneRecord()).After($"if:\n  {condition}\nthen:\n  - add_depends: marker\n").Depends.Contains("marker");
}
