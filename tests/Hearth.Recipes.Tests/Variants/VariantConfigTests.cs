using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Jinja;
using Hearth.Recipes.Variants;

namespace Hearth.Recipes.Tests.Variants;

public sealed class VariantConfigTests
{
    [Fact]
    public void Used_keys_combine_in_order()
    {
        var variants = Config(("a", "1 2"), ("b", "x y"), ("c", "z z")).Combinations(new SortedSet<string> { "b", "a" });
        Assert.Equal(
            ["""{"a": "1", "b": "x"}""", """{"a": "1", "b": "y"}""", """{"a": "2", "b": "x"}""", """{"a": "2", "b": "y"}"""],
            variants.Select(variant => variant.ToString()));
    }

    [Fact]
    public void Zipped_keys_change_together()
    {
        var config = Config(("a", "1 2"), ("b", "x y")) with { ZipKeys = [["a", "b"]] };
        Assert.Equal(["""{"a": "1", "b": "x"}""", """{"a": "2", "b": "y"}"""], config.Combinations(new HashSet<string> { "a", "b" }).Select(variant => variant.ToString()));
        Assert.Equal(["""{"a": "1"}""", """{"a": "2"}"""], config.Combinations(new HashSet<string> { "a" }).Select(variant => variant.ToString()));
    }

    [Fact]
    public void Equal_variants_appear_once() =>
        Assert.Single(Config(("a", "1 1")).Combinations(new HashSet<string> { "a" }));

    [Fact]
    public void Zipped_keys_of_different_length_are_refused()
    {
        var config = Config(("a", "1 2"), ("b", "x")) with { ZipKeys = [["a", "b"]] };
        var refusal = Assert.Throws<BadInputException>(() => config.Combinations(new HashSet<string> { "a", "b" }));
        Assert.Equal("HRT3111", Assert.Single(refusal.Diagnostics).Code);
    }

    [Fact]
    public void Too_many_variants_are_refused()
    {
        var many = string.Join(' ', Enumerable.Range(0, 200));
        Assert.Throws<BadInputException>(() => Config(("a", many), ("b", many)).Combinations(new HashSet<string> { "a", "b" }));
    }

    [Fact]
    public void Later_files_override_by_key()
    {
        var config = Config(("a", "1 2"), ("b", "x")).OverriddenBy(Config(("a", "3")));
        Assert.Equal("""{"a": "3", "b": "x"}""", Assert.Single(config.Combinations(new HashSet<string> { "a", "b" })).ToString());
    }

    private static VariantConfig Config(params (string Key, string Values)[] keys) => VariantConfig.Empty with
    {
        Values = keys.ToDictionary(key => key.Key, key => (IReadOnlyList<JinjaValue>)[.. key.Values.Split(' ').Select(value => JinjaValue.Of(value))]),
    };
}
