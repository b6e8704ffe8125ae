using CsCheck;
using Hearth.Recipes.Conversion;
using Hearth.Recipes.Jinja;
using Hearth.Recipes.MetaYaml;

namespace Hearth.Recipes.Tests.MetaYaml;

public sealed class FuzzTests
{
    private const string Characters = "\n\t :-#{}[]%|\"'()=<>.,a0\u00e9\ufeff";

    private static readonly string[] _words =
    [
        "{%", "{%-", "%}", "-%}", "{{", "}}", "{#", "#}", "set", "if", "elif", "else", "endif", "for", "in", "endfor", "macro", "endmacro", "filter", "endfilter", "raw", "endraw", "include",
        "a", "b", "=", "==", "range(9)", "(", ")", "[", "]", "|", "upper", "'x'", "1", ".", ",", "~", "\n", "  # [win]", "loop.index", "not", "call", "endcall", "with", "endwith",
    ];

    /// <summary>Set to the number of texts to try; the suite tries a few.</summary>
    private static readonly int? Texts = int.TryParse(Environment.GetEnvironmentVariable("HEARTH_FUZZ"), out var count) ? count : null;

    [Fact]
    public void No_damaged_recipe_makes_the_reader_or_the_converter_throw()
    {
        var recipes = SharedMetaYaml.Files();
        var random = new Random(23);
        for (var i = 0; i < (Texts ?? 150); i++)
        {
            var text = File.ReadAllText(recipes[random.Next(recipes.Count)]).ToCharArray();
            for (var change = random.Next(1, 8); change > 0; change--)
                text[random.Next(text.Length)] = random.Next(3) > 0 ? Characters[random.Next(Characters.Length)] : text[random.Next(text.Length)];
            var damaged = new string(text);
            var read = MetaYamlReader.Read(damaged, "meta.yaml", MetaYamlContext.For("linux-64"));
            Assert.True(read.Root is not null || read.Problems.Count > 0);
            var converted = MetaYamlConverter.Convert(damaged, "meta.yaml");
            Assert.True(converted.Text is not null || converted.Problems.Count > 0);
        }
    }

    [Fact]
    public void Any_row_of_words_is_a_template_or_an_error_with_a_place_in_the_text() =>
        Gen.Int[0, _words.Length - 1].Select(place => _words[place]).Array[0, 16].Select(words => string.Join(' ', words)).Sample(
            text =>
            {
                try
                {
                    _ = JinjaTemplate.Parse(text).Render(JinjaScope.Empty.With("a", JinjaValue.Of("text")).With("b", JinjaValue.Texts("x", "y")), JinjaSettings.V0, _ => null);
                }
                catch (JinjaException wrong)
                {
                    Assert.InRange(wrong.Error.At, 0, text.Length);
                }
            },
            iter: Texts ?? 3_000);
}
