using System.Text;
using CsCheck;
using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Generation;
using Hearth.Recipes.Generation.Cran;
using Hearth.Recipes.Generation.PyPi;
using Hearth.Recipes.Generation.Sources;
using Hearth.Recipes.Generation.Splitting;

namespace Hearth.Recipes.Tests.Generation;

/// <summary>Whatever upstream writes, the parsers end, and end with an answer or with a refusal.</summary>
public sealed class HostileUpstreamTests
{
    private const int Rounds = 1000;

    // Pieces of the formats, so that random text goes deep.
    private static readonly string[] Pieces =
    [
        "setup(", "name=", "'", "\"", "'''", "[", "]", "(", ")", "{", "}", ",", "=", ":", ";", "\n", " ", "    ", "#", "\\", "+", "%", "*", "**", ".", "a", "b1", ">=1.0", "==1.*", "~=", "python_version", " < ", " and ", " or ",
        " in ", "not in", "extra == 'x'", "@", "https://x", "Name: a", "Version: 1", "[project]", "[[x]]", "dependencies", "= [", "\"\"\"", "1e99", "${{ x }}", "{{ x }}", "{% set a = \"b\" %}", "if:", "- ", "then:", "é", "\0", "\ud800", "Package: ",
        "Depends: R (>= 3)", "(>= ", "|", "+ file LICENSE",
    ];

    private static readonly Gen<string> Text = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 40].Select(pieces => string.Concat(pieces));

    [Fact]
    public void Parsers_of_Python_metadata_always_end() => Text.Sample(text =>
    {
        PythonRequirement.TryParse(text, null, out _);
        PythonSpecifierSet.TryParse(text, null, out _);
        MarkerExpression.Read(text);
        RequiresText.Read(text);
        PythonEntryPoint.ReadFile(text);
        _ = SetupScript.Read(text).Requirements;
        _ = CoreMetadata.Read(text).ProjectUrls;
        if (PyProject.Read(text, out _) is { } project)
            _ = (project.Dependencies, project.EntryPoints, project.Extras, project.Urls, project.RequiresPython);
    }, iter: Rounds);

    [Fact]
    public void Parsers_of_R_metadata_and_recipes_always_end() => Text.Sample(text =>
    {
        SystemRequirements.Shipped.Translate(text);
        _ = RecipeLiterals.Read(text, isOldFormat: true).Packages;
        _ = RecipeLiterals.Read(text, isOldFormat: false).Packages;
        PathGlob.Matches(text, "lib/a.so");
        PathGlob.Matches(string.Concat(Enumerable.Repeat("**/", 40)) + "x", string.Concat(Enumerable.Repeat("a/", 60)));
        try
        {
            RRecipe.Draft(RDescription.Read(text, "DESCRIPTION"), null, new RRecipeOptions(), out _);
        }
        catch (BadInputException)
        {
            // A refusal is an answer.
        }
    }, iter: Rounds);

    [Theory]
    [InlineData("a.tar.gz")]
    [InlineData("a.tar")]
    [InlineData("a.zip")]
    public void Damaged_archives_are_refused_and_nothing_else(string name) => Gen.Byte.Array[0, 2000].Sample(bytes =>
    {
        // Bytes that begin as an archive does.
        byte[] head = name switch { "a.tar.gz" => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], "a.zip" => "PK\x3\x4"u8.ToArray(), _ => Encoding.ASCII.GetBytes("a/PKG-INFO".PadRight(100, '\0')) };
        try
        {
            SourceTree.OfArchive(new MemoryStream([.. head, .. bytes]), name);
        }
        catch (BadInputException)
        {
            // A refusal is an answer.
        }
    }, iter: 500);

    [Theory]
    [InlineData("[", 200_000)]
    [InlineData("(", 200_000)]
    [InlineData("a = [", 100_000)]
    [InlineData("x.", 100_000)]
    public void Deep_and_long_texts_end_too(string piece, int times)
    {
        var text = string.Concat(Enumerable.Repeat(piece, times));
        MarkerExpression.Read(text);
        PyProject.Read(text, out _);
        SetupScript.Read($"setup(x={text}");
    }
}
