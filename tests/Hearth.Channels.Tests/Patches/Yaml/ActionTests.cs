namespace Hearth.Channels.Tests.Patches.Yaml;

public sealed class ActionTests
{
    [Theory]
    [InlineData("add_depends: c", "python >=3.6|numpy >=1.20,<2.0a0|b|c")]
    [InlineData("add_depends: [b, c, c]", "python >=3.6|numpy >=1.20,<2.0a0|b|c")]
    [InlineData("remove_depends: b", "python >=3.6|numpy >=1.20,<2.0a0")]
    [InlineData("remove_depends: ['numpy*', 'python?( *)']", "b")]
    [InlineData("remove_depends: '*'", "")]
    [InlineData("reset_depends: [c, d]", "c|d")]
    [InlineData("replace_depends: {old: b, new: c >=1}", "python >=3.6|numpy >=1.20,<2.0a0|c >=1")]
    [InlineData("replace_depends: {old: 'numpy*', new: b}", "python >=3.6|b")]
    [InlineData("replace_depends: {old: python >=3.6, new: '${old},<4'}", "python >=3.6,<4|numpy >=1.20,<2.0a0|b")]
    [InlineData("replace_depends: {old: python, new: c}", "python >=3.6|numpy >=1.20,<2.0a0|b")]
    [InlineData("replace_depends: {old: '*', new: c}", "c")]
    [InlineData("rename_depends: {old: numpy, new: numpy-base}", "python >=3.6|numpy-base >=1.20,<2.0a0|b")]
    [InlineData("rename_depends: {old: b, new: c}", "python >=3.6|numpy >=1.20,<2.0a0|c")]
    [InlineData("tighten_depends: {name: python, upper_bound: '3.12'}", "python >=3.6,<3.12.0a0|numpy >=1.20,<2.0a0|b")]
    [InlineData("tighten_depends: {name: '*', max_pin: x.x}", "python >=3.6,<3.7.0a0|numpy >=1.20,<1.21.0a0|b")]
    [InlineData("loosen_depends: {name: numpy, upper_bound: '3'}", "python >=3.6|numpy >=1.20,<3.0a0|b")]
    [InlineData("loosen_depends: {name: numpy}", "python >=3.6|numpy >=1.20|b")]
    [InlineData("loosen_depends: {name: numpy, upper_bound: None}", "python >=3.6|numpy >=1.20|b")]
    public void Depends_become(string action, string depends) =>
        Assert.Equal(depends, string.Join('|', new OneRecord().After(Document(action)).Depends));

    [Fact]
    public void An_exact_dependency_is_relaxed() => Assert.Equal(
        ["z >=1.2,<2.0a0"],
        new OneRecord("""{"depends":["z 1.2 h0"]}""").After(Document("relax_exact_depends: {name: z, max_pin: x}")).Depends);

    [Theory]
    [InlineData("add_constrains: d", "c <2|d")]
    [InlineData("remove_constrains: nothing", "c <2")]
    [InlineData("reset_constrains: d", "d")]
    [InlineData("replace_constrains: {old: c <2, new: c <3}", "c <3")]
    [InlineData("rename_constrains: {old: c, new: d}", "d <2")]
    public void Constrains_become(string action, string constrains) =>
        Assert.Equal(constrains, string.Join('|', new OneRecord().After(Document(action)).Constrains));

    [Theory]
    [InlineData("add_track_features: z", "x y z")]
    [InlineData("remove_track_features: x", "y")]
    [InlineData("remove_track_features: ['x', 'y*']", null)]
    public void Track_features_become(string action, string? features) =>
        Assert.Equal(features, new OneRecord().After(Document(action)).Text("track_features"u8));

    [Fact]
    public void A_list_that_becomes_empty_goes_but_depends_stays()
    {
        var record = new OneRecord().After(Document("remove_constrains: '*'\n    remove_depends: '*'"));
        Assert.False(record.Has("constrains"u8));
        Assert.True(record.Has("depends"u8));
    }

    [Theory]
    [InlineData("$name-${version}", "a-1.2.3")]
    [InlineData("x =${version}=${build}", "x =1.2.3=py38_1")]
    [InlineData("x-$build_number", "x-1")]
    [InlineData("cuda_${subdir}", "cuda_linux-64")]
    [InlineData("x <${next_version}", "x <1.2.4")]
    [InlineData("x ${major_version}.${minor_version}.$patch_version", "x 1.2.3")]
    [InlineData("x $$1", "x $1")]
    public void A_template_takes_values_of_the_record(string template, string text) =>
        Assert.Equal(text, new OneRecord().After(Document($"reset_depends: '{template}'")).Depends[0]);

    [Fact]
    public void What_a_record_cannot_fill_in_is_not_done() => Assert.Equal(
        3,
        new OneRecord("""{"version":"1.2.3rc1x"}""").After(Document("add_depends: 'x <${next_version}'")).Depends.Count);

    [Fact]
    public void Actions_run_in_their_order() => Assert.Equal(
        ["d"],
        new OneRecord().After("if: {name: a}\nthen:\n- reset_depends: c\n- replace_depends: {old: c, new: d}\n").Depends);

    private static string Document(string action) => $"if:\n  name: a\nthen:\n  - {action}\n";
}
