using System.Text.RegularExpressions;
using CsCheck;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Conda.Tests.Names;

public sealed class PackageNameTests
{
    private static readonly Regex[] OfCep26 =
    [
        new(@"^(([a-z0-9])|([a-z0-9_](?!_)))[._-]?([a-z0-9]+(\.|-|_|\z))*\z", RegexOptions.CultureInvariant),
        new(@"^__[a-z0-9][._-]?([a-z0-9]+(\.|-|_|\z))*\z", RegexOptions.CultureInvariant),
    ];

    [Fact]
    public void A_name_is_valid_if_it_keeps_the_expressions_and_the_words_of_CEP_26() =>
        Gen.Char["ab0_.-"].Array[1, 8].Select(chars => new string(chars)).Sample(
            text => (PackageName.Problem(text) is null) == (OfCep26.Any(regex => regex.IsMatch(text)) && !HasTwoSeparators(text)), iter: 20_000);

    // "MUST NOT include two consecutive separators", which the expression for distributable names lets pass after a leading '_'.
    private static bool HasTwoSeparators(string text) => Regex.IsMatch(text.StartsWith("__", StringComparison.Ordinal) ? text[2..] : text, "[._-]{2}");

    [Theory]
    [InlineData("numpy")]
    [InlineData("my.package")]
    [InlineData("r-base")]
    [InlineData("_openmp_mutex")]
    [InlineData("__glibc")]
    [InlineData("7zip")]
    public void Names_in_use_are_valid(string name) => Assert.Equal(name, PackageName.Parse(name).ToString());

    [Theory]
    [InlineData("", "missing")]
    [InlineData("NumPy", "'N' at character 1")]
    [InlineData("a b", "' ' at character 2")]
    [InlineData("pkg--name", "two separators next to each other at character 4")]
    [InlineData(".pkg", "starts with '.'")]
    [InlineData("-pkg", "starts with '-'")]
    [InlineData("__", "after the two '_'")]
    [InlineData("___a", "after the two '_'")]
    public void Other_text_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<BadInputException>(() => PackageName.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_name_has_at_most_64_characters()
    {
        Assert.True(PackageName.TryParse(new string('a', 64), null, out _));
        Assert.False(PackageName.TryParse(new string('a', 65), null, out _));
    }

    [Fact]
    public void Names_that_differ_in_case_are_one_name()
    {
        Assert.Equal(PackageName.Parse("pyqt"), PackageName.Lenient("PyQt"));
        Assert.False(PackageName.Lenient("a b").IsValid);
    }

    [Fact]
    public void Only_names_with_two_underscores_are_virtual()
    {
        Assert.True(PackageName.Parse("__glibc").IsVirtual);
        Assert.False(PackageName.Parse("_libgcc_mutex").IsVirtual);
    }

    [Fact]
    public void The_default_is_the_empty_name()
    {
        Assert.Equal(PackageName.Lenient(""), default);
        Assert.Equal("", default(PackageName).ToString());
    }
}
