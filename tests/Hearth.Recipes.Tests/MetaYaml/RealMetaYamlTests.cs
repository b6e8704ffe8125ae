using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.MetaYaml;

namespace Hearth.Recipes.Tests.MetaYaml;

public sealed class RealMetaYamlTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> _variant = new(StringComparer.Ordinal)
    {
        ["python"] = "3.12.* *_cpython",
        ["numpy"] = "2",
        ["python_min"] = "3.10",
        ["cuda_compiler_version"] = "None",
        ["c_compiler"] = "gcc",
        ["c_stdlib"] = "sysroot",
    };

    [Theory]
    [InlineData("linux-64")]
    [InlineData("osx-arm64")]
    [InlineData("win-64")]
    public void Every_real_recipe_is_read(string platform)
    {
        var files = SharedMetaYaml.Files();
        List<string> unread = [];
        foreach (var file in files)
        {
            var context = MetaYamlContext.For(platform, _variant, new RecipeFolder(Path.GetDirectoryName(file)));
            var recipe = MetaYamlReader.Read(File.ReadAllText(file), file, context);
            if (recipe.Root is null || string.IsNullOrEmpty(recipe.Name))
                unread.Add($"{file}: {string.Join("; ", recipe.Problems)}");
            foreach (var problem in recipe.Problems.Where(problem => problem.Severity == Severity.Error))
                output.WriteLine(problem.ToString());
        }
        output.WriteLine($"{platform}: {files.Count - unread.Count} of {files.Count} read");
        Assert.Empty(unread);
    }
}
