using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Jinja;
using Hearth.Recipes.Variants;
using Hearth.Testing;

namespace Hearth.Recipes.Tests.Variants;

public sealed class VariantReaderTests
{
    [Fact]
    public void Selectors_choose_lines_and_values_are_texts()
    {
        var config = Read("conda_build_config.yaml", "c_compiler:\n  - gcc  # [linux]\n  - clang  # [osx]\nc_compiler_version:  # [linux]\n  - 14   # [linux]\n", "linux-64");
        Assert.Equal(["gcc"], Texts(config, "c_compiler"));
        Assert.Equal(JinjaKind.Text, config.Values["c_compiler_version"][0].Kind);
    }

    [Fact]
    public void A_key_all_of_whose_values_are_left_out_is_not_there() =>
        Assert.Empty(Read("conda_build_config.yaml", "a:  # [win]\n  - 1  # [win]\nb:\n  - 2  # [win]\n", "linux-64").Values);

    [Fact]
    public void Conditions_choose_items_and_values_keep_their_kinds()
    {
        var config = Read("variants.yaml", "level:\n  - if: unix and x86_64\n    then: [1, 3]\n    else: [0]\nflag: [true]\n", "linux-64");
        Assert.Equal(["1", "3"], Texts(config, "level"));
        Assert.Equal((JinjaKind.Integer, JinjaKind.Boolean), (config.Values["level"][0].Kind, config.Values["flag"][0].Kind));
        Assert.Equal(["0"], Texts(Read("variants.yaml", "level:\n  - if: unix\n    then: 1\n    else: 0\n", "win-64"), "level"));
    }

    [Fact]
    public void Keys_are_spelled_in_one_way() =>
        Assert.Equal(["libxml2_devel"], Read("variants.yaml", "libxml2-devel: ['2']\n", "linux-64").Values.Keys);

    [Fact]
    public void Zipped_keys_and_pins_are_read()
    {
        var config = Read("conda_build_config.yaml", "zip_keys:\n  -\n    - a\n    - b-c\npin_run_as_build:\n  python:\n    min_pin: x.x\n    max_pin: x.x\n", "linux-64");
        Assert.Equal(["a", "b_c"], Assert.Single(config.ZipKeys));
        Assert.Equal(new PinRunAsBuild("x.x", "x.x"), config.Pins["python"]);
    }

    [Theory]
    [InlineData("a: {b: c}\n", 1, 4)]
    [InlineData("a:\n  - if: nowhere\n    then: 1\n", 2, 9)]
    [InlineData("- a\n", 1, 1)]
    public void What_is_wrong_is_told_with_its_place(string text, int line, int column)
    {
        var problems = new List<Diagnostic>();
        VariantReader.Read(text, "variants.yaml", "linux-64", problems);
        Assert.Equal(new TextPosition(line, column), Assert.Single(problems).Position);
    }

    [Fact]
    public void The_pins_of_conda_forge_are_read_for_every_platform()
    {
        var file = Directory.GetFiles(SharedData.PathTo("data", "recipes", "pinning", "current"), "conda_build_config.yaml", SearchOption.AllDirectories).First();
        foreach (var platform in new[] { "linux-64", "linux-aarch64", "osx-64", "osx-arm64", "win-64" })
        {
            var problems = new List<Diagnostic>();
            var config = VariantReader.Read(File.ReadAllText(file), file, platform, problems);
            Assert.Empty(problems);
            Assert.True(config.Values.Count > 300, $"{config.Values.Count} keys for {platform}");
        }
    }

    private static VariantConfig Read(string file, string text, string platform)
    {
        var problems = new List<Diagnostic>();
        var config = VariantReader.Read(text, file, platform, problems);
        Assert.Empty(problems);
        return config;
    }

    private static IEnumerable<string> Texts(VariantConfig config, string key) => config.Values[key].Select(value => value.ToString());
}
