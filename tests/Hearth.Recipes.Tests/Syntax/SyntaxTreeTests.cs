using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Syntax;
using Hearth.Testing;

namespace Hearth.Recipes.Tests.Syntax;

public sealed class SyntaxTreeTests
{
    [Fact]
    public void Every_value_knows_the_text_it_was_read_from()
    {
        const string Text = "package:\n  name: 'a'  # the name\n  version: \"1.0\"\nlist:\n- x   # one\n- [y, z]\n";
        var tree = Parsed(Text);
        var root = Assert.IsType<MappingNode>(tree.Root);
        var package = Assert.IsType<MappingNode>(root["package"]);
        Assert.Equal("'a'", tree.Source.Slice(package["name"]!.Span));
        Assert.Equal("\"1.0\"", tree.Source.Slice(package["version"]!.Span));
        var list = Assert.IsType<SequenceNode>(root["list"]);
        Assert.Equal("x", tree.Source.Slice(list.Items[0].Span));
        Assert.Equal("[y, z]", tree.Source.Slice(list.Items[1].Span));
        Assert.Equal("x   # one\n- [y, z]", Text[list.Items[0].Span.Start..list.Span.End]);
    }

    [Fact]
    public void A_block_of_text_ends_where_its_last_line_ends()
    {
        const string Text = "script: |\n  one\n  two\n\n# a remark\nnext: 1\n";
        var tree = Parsed(Text);
        Assert.Equal("|\n  one\n  two", tree.Source.Slice(((MappingNode)tree.Root!)["script"]!.Span));
    }

    [Theory]
    [InlineData("a: 1\na: 2\n", "HRT3102", 2, 1)]
    [InlineData("a: {{ x }}\n", "HRT3103", 1, 5)]
    [InlineData("a: 'open\n", "HRT3100", 1, 4)]
    [InlineData("a: 1\n---\nb: 2\n", "HRT3104", 2, 1)]
    [InlineData("a: *nowhere\n", "HRT3100", 1, 4)]
    public void What_is_not_YAML_is_told_with_its_place(string text, string code, int line, int column)
    {
        var problem = Assert.Single(SyntaxTree.Parse(text, "recipe.yaml").Problems);
        Assert.Equal((code, new TextPosition(line, column)), (problem.Code, problem.Position));
    }

    [Fact]
    public void All_repeated_keys_are_told() =>
        Assert.Equal(2, SyntaxTree.Parse("a: 1\na: 2\nb: {c: 1, c: 2}\n", null).Problems.Count);

    [Fact]
    public void Aliases_that_multiply_are_stopped()
    {
        var text = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(
            Enumerable.Range('b', 8).Select(name => $"{(char)name}: &{(char)name} [{string.Join(", ", Enumerable.Repeat($"*{(char)(name - 1)}", 10))}]\n"));
        Assert.Equal("HRT3101", Assert.Single(SyntaxTree.Parse(text, null).Problems).Code);
    }

    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void Deep_nesting_is_stopped(char open, char close) =>
        Assert.Contains(
            SyntaxTree.Parse($"a: {new string(open, 5000)}{new string(close, 5000)}", null).Problems,
            problem => problem.Code is "HRT3101" or "HRT3103" or "HRT3100");

    [Fact]
    public void A_byte_order_mark_moves_no_place()
    {
        var tree = Parsed("\uFEFFname: x\n");
        Assert.Equal("x", tree.Source.Slice(((MappingNode)tree.Root!)["name"]!.Span));
    }

    [Fact]
    public void A_template_is_read_with_the_places_and_the_text_of_the_file()
    {
        const string Text = "{% set version = \"1.2\" %}\n{%- if win %}\n{% endif %}\npackage:\n  version: {{ version }}\n  name: \"{{ name|lower }}\"\nbuild:\n  skip: true  # [win]\n  skip: {{ x }}  # [osx]\n";
        var tree = SyntaxTree.ParseTemplate(Text, null);
        Assert.Empty(tree.Problems);
        var package = (MappingNode)((MappingNode)tree.Root!)["package"]!;
        Assert.Equal("{{ version }}", ((ScalarNode)package["version"]!).Value);
        Assert.Equal("{{ name|lower }}", ((ScalarNode)package["name"]!).Value);
        Assert.Equal("\"{{ name|lower }}\"", tree.Source.Slice(package["name"]!.Span));
        Assert.Equal(["true", "{{ x }}"], ((MappingNode)((MappingNode)tree.Root)["build"]!).Entries.Select(entry => ((ScalarNode)entry.Value).Value));
    }

    [Fact]
    public void Every_real_recipe_of_the_new_format_is_read()
    {
        var files = Directory.GetFiles(SharedData.PathTo("data", "recipes", "v1-feedstocks"), "*.yaml", SearchOption.AllDirectories);
        var failed = files.Where(file => SyntaxTree.Parse(File.ReadAllText(file), file).Problems.Count > 0);
        Assert.Empty(failed);
        Assert.NotEmpty(files);
    }

    [Fact]
    public void Nearly_every_real_template_is_read()
    {
        var files = Directory.GetFiles(SharedData.PathTo("data", "recipes", "feedstocks"), "meta.yaml", SearchOption.AllDirectories);
        var failed = files.Where(file => SyntaxTree.ParseTemplate(File.ReadAllText(file), file).Problems.Count > 0).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine($"{files.Length - failed.Count} of {files.Length}: {string.Join(' ', failed)}");
        Assert.InRange(failed.Count, 0, files.Length / 20);
    }

    private static SyntaxTree Parsed(string text)
    {
        var tree = SyntaxTree.Parse(text, null);
        Assert.Empty(tree.Problems);
        return tree;
    }
}
