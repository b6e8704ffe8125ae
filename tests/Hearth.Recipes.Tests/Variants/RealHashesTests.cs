using System.Text.RegularExpressions;
using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Conversion;
using Hearth.Recipes.Rendering;
using Hearth.Recipes.Variants;
using Hearth.Testing;

namespace Hearth.Recipes.Tests.Variants;

/// <summary>Hashes of real packages, against what those who built them say that they are made of.</summary>
public sealed partial class RealHashesTests(ITestOutputHelper output)
{
    private const int KnownDifferences = 10;

    [Fact]
    public void Each_package_has_the_hash_of_what_its_builder_hashed()
    {
        var (checkedOnes, wrong) = (0, new List<string>());
        foreach (var package in BuiltPackage.Below(SharedData.PathTo("data", "packages")))
        {
            // In 2017 conda-build hashed the recipe's sections, in an order that is lost.
            if (HashIn().Match(package.Build) is not { Success: true } hash || package.HashInput.Keys.Any(key => key is "build" or "requirements"))
                continue;
            checkedOnes++;
            if (BuildHash.Of(package.HashInput) != hash.Groups[1].Value)
                wrong.Add($"{package.File}: {BuildHash.Of(package.HashInput)} of {package.HashInput}");
        }
        output.WriteLine($"{checkedOnes} hashes");
        Assert.Empty(wrong);
        Assert.True(checkedOnes > 0);
    }

    // Ten differ: five of 2018, when conda-build counted neither target_platform nor channel_targets; two of 2017, when it hashed the text of recipes; two that ask
    // for a standard library without a variant for it; one with a build string of its own.
    [Fact]
    public void A_recipe_of_the_old_format_stands_for_the_package_that_conda_build_made_of_it()
    {
        var (recipes, equal) = (0, 0);
        foreach (var package in BuiltPackage.Below(SharedData.PathTo("data", "packages")).DistinctBy(package => (package.Build, package.Texts.GetValueOrDefault("info/recipe/meta.yaml"))))
        {
            if (!package.Texts.TryGetValue("info/recipe/conda_build_config.yaml", out var config)
                || (package.Texts.GetValueOrDefault("info/recipe/meta.yaml.template") ?? package.Texts.GetValueOrDefault("info/recipe/meta.yaml")) is not { } recipe)
                continue;
            recipes++;
            var rendered = Render(package, recipe, config);
            if (rendered.Outputs.FirstOrDefault(one => one.BuildString == package.Build) is not null)
                equal++;
            else
                output.WriteLine($"{package.File}: {package.HashInput} expected; {string.Join(" | ", rendered.Outputs.Select(one => $"{one.BuildString} of {BuildHash.ForMetaYaml(one.Variant)}"))} {string.Join("; ", rendered.Problems)}");
        }
        output.WriteLine($"{equal} of {recipes} build strings are equal");
        Assert.True(equal >= recipes - KnownDifferences, $"{equal} of {recipes}");
    }

    private static RenderedRecipe Render(BuiltPackage package, string recipe, string config)
    {
        const string Inside = "info/recipe/";
        var platform = package.Subdir == "noarch" ? "linux-64" : package.Subdir;
        using var folder = new TemporaryFolder();
        foreach (var (name, text) in package.Texts.Where(entry => entry.Key.StartsWith(Inside, StringComparison.Ordinal) && !entry.Key[Inside.Length..].Contains('/', StringComparison.Ordinal)))
            File.WriteAllText(folder.PathTo(name[Inside.Length..]), text);
        File.WriteAllText(folder.PathTo("conda_build_config.yaml"), config);
        return MetaYamlRenderer.Render(
            recipe, "meta.yaml", VariantReader.Load([folder.PathTo("conda_build_config.yaml")], platform, new List<Diagnostic>()), RenderOptions.For(platform), new(folder.Path));
    }

    [GeneratedRegex("h([0-9a-f]{7})_[0-9]+$")]
    private static partial Regex HashIn();
}
