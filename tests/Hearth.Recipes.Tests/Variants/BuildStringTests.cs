using Hearth.Recipes.Jinja;
using Hearth.Recipes.Variants;

namespace Hearth.Recipes.Tests.Variants;

public sealed class BuildStringTests
{
    // Of acme 5.2.1 and awkward-cpp 51 of conda-forge.
    [Fact]
    public void Build_strings_are_those_of_real_packages()
    {
        var noarch = Of(("channel_sources", "conda-forge"), ("channel_targets", "conda-forge main"), ("python_min", "3.10"), ("target_platform", "noarch"));
        Assert.Equal("pyhcf101f3_0", BuildString.Of(noarch, "python", 0));
        var compiled = Of(
            ("build_platform", "linux-64"), ("c_stdlib", "sysroot"), ("c_stdlib_version", "2.17"), ("channel_sources", "conda-forge"),
            ("channel_targets", "conda-forge main"), ("cxx_compiler", "gxx"), ("cxx_compiler_version", "14"), ("python", "3.10.* *_cpython"),
            ("target_platform", "linux-64")).With("x86_64_microarch_level", JinjaValue.Of(1));
        Assert.Equal("py310h7f712d7_0", BuildString.Of(compiled, null, 0));
    }

    [Theory]
    [InlineData("python", "3.12.* *_cpython", "py312")]
    [InlineData("numpy", "2", "np2")]
    [InlineData("numpy", "1.26", "np126")]
    [InlineData("perl", "5.32.1", "pl5321")]
    [InlineData("r_base", "4.4", "r44")]
    [InlineData("lua", "5", "lua5")]
    [InlineData("zlib", "1", "")]
    public void The_prefix_names_the_languages(string key, string value, string expected) =>
        Assert.Equal(expected, BuildString.Prefix(Of((key, value)), null));

    [Fact]
    public void Prefixes_have_a_fixed_order() =>
        Assert.Equal("np2py310pl5321", BuildString.Prefix(Of(("perl", "5.32.1"), ("python", "3.10"), ("numpy", "2")), null));

    [Fact]
    public void Meta_yaml_leaves_languages_out_of_its_hash()
    {
        var variant = Of(("python", "3.10"), ("target_platform", "linux-64"));
        Assert.Equal("{}", BuildHash.ForMetaYaml(variant).ToString());
        Assert.Equal("""{"python": "3.10.* *_cpython", "target_platform": "linux-64"}""", BuildHash.ForMetaYaml(Of(("python", "3.10.* *_cpython"), ("target_platform", "linux-64"))).ToString());
    }

    // Of conda-forge: every noarch package without more, libffi 3.4.2, xz 5.2.6, packages of Python alone, and those of one platform without a compiler.
    [Theory]
    [InlineData("d8ed1ab", "noarch", "")]
    [InlineData("7f98852", "linux-64", "c_compiler=gcc;c_compiler_version=9")]
    [InlineData("166bdaf", "linux-64", "c_compiler=gcc;c_compiler_version=10")]
    [InlineData("ff52083", "linux-64", "python=3.10.* *_cpython")]
    [InlineData("a770c72", "linux-64", "")]
    [InlineData("57928b3", "win-64", "")]
    [InlineData("cfcfb64", "win-64", "c_compiler=vs2019")]
    public void Hashes_of_meta_yaml_are_those_of_real_packages(string hash, string platform, string used)
    {
        var variant = Of(("channel_sources", "conda-forge"), ("channel_targets", "conda-forge main"), ("target_platform", platform), ("build_platform", "linux-64"));
        foreach (var entry in used.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry.Split('=')))
            variant = variant.With(entry[0], JinjaValue.Of(entry[1]));
        Assert.Equal(hash, BuildHash.Of(BuildHash.ForMetaYaml(variant)));
    }

    [Fact]
    public void The_hashed_text_is_what_Python_would_write() =>
        Assert.Equal("""{"a": "\u00e9\"", "b": true, "c": 1}""", new Variant([new("c", JinjaValue.Of(1)), new("b", JinjaValue.True), new("a", JinjaValue.Of("é\""))]).ToString());

    private static Variant Of(params (string Key, string Value)[] values) => new(values.Select(value => KeyValuePair.Create(value.Key, JinjaValue.Of(value.Value))));
}
