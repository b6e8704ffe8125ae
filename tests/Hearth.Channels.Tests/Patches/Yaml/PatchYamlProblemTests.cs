using Hearth.Channels.Patches.Yaml;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Tests.Patches.Yaml;

public sealed class PatchYamlProblemTests
{
    [Theory]
    [InlineData("if: {nam: a}\nthen: [{add_depends: b}]", 1, 6)]
    [InlineData("if: {name_lt: a}\nthen: [{add_depends: b}]", 1, 6)]
    [InlineData("if: {not_not_name: a}\nthen: [{add_depends: b}]", 1, 6)]
    [InlineData("if: {name: a}\nthen: [{add_dependss: b}]", 2, 9)]
    [InlineData("if: {name: a}\nthen: [{replace_track_features: {old: a, new: b}}]", 2, 9)]
    [InlineData("if: {name: a}\nthen: [{replace_depends: {old: a}}]", 2, 26)]
    [InlineData("if: {name: a}\nthen: [{replace_depends: {old: a, new: b, x: c}}]", 2, 43)]
    [InlineData("if: {name: a}\nthen: [{tighten_depends: {name: a}}]", 2, 9)]
    [InlineData("if: {name: a}\nthen: [{tighten_depends: {name: a, max_pin: x.}}]", 2, 45)]
    [InlineData("if: {name: a}\nthen: [{add_depends: '${vrsion}'}]", 2, 22)]
    [InlineData("if: {name: a}\nthen: [{add_depends: '${old}'}]", 2, 22)]
    [InlineData("if: {version: 1.10}\nthen: [{add_depends: b}]", 1, 15)]
    [InlineData("if: {version_lt: '1!!'}\nthen: [{add_depends: b}]", 1, 18)]
    [InlineData("if: {timestamp_lt: soon}\nthen: [{add_depends: b}]", 1, 20)]
    [InlineData("if: {name: a}\nthen: []", 2, 7)]
    [InlineData("if: {name: a}", 1, 1)]
    [InlineData("then: [{add_depends: b}]", 1, 1)]
    [InlineData("if: {name: a}\nthen: [{add_depends: b}]\nelse: x", 3, 1)]
    public void What_is_not_understood_is_named_with_its_place(string yaml, int line, int column)
    {
        var problem = Assert.Single(ProblemsOf(yaml));
        Assert.Equal(("p.yaml", new TextPosition(line, column)), (problem.File, problem.Position));
    }

    [Fact]
    public void All_problems_of_all_documents_are_named_at_once() => Assert.Equal(
        [1, 3, 5, 6],
        ProblemsOf("if: {a: b}\nthen: [{add_depends: b}]\nx: y\n---\nif: {c: d}\nthen: [{e: f}]\n").Select(problem => problem.Position!.Value.Line).Order());

    [Fact]
    public void Text_that_is_not_YAML_is_a_problem_too() => Assert.Single(ProblemsOf("if: {name: a\nthen: ]"));

    [Fact]
    public void Text_that_the_YAML_library_fails_on_is_a_problem_too() => Assert.Single(ProblemsOf("if: {name: a\n- b: ]"));

    [Fact]
    public void Empty_documents_are_passed_over() => Assert.Equal(1, PatchYaml.Parse("---\n---\nif: {name: a}\nthen: [{add_depends: b}]\n---\n", "p.yaml").Count);

    private static IReadOnlyList<Diagnostic> ProblemsOf(string yaml) => Assert.Throws<BadInputException>(() => PatchYaml.Parse(yaml, "p.yaml")).Diagnostics;
}
