using CsCheck;
using Hearth.Recipes.Syntax;
using Hearth.Testing;

namespace Hearth.Recipes.Tests.Syntax;

public sealed class TreeEditsTests
{
    private const string Recipe =
        "context:\n  version: \"1.0\"   # keep\n\nbuild:\n  number: 3\n\nrequirements:\n  run:\n    # the first\n    - python\n    - if: win\n      then: pywin32\n\n    - six  # old\n";

    [Fact]
    public void A_value_changes_and_keeps_its_quotes()
    {
        var changed = Edited(Recipe, (edits, root) => edits.SetValue((ScalarNode)At(root, "context", "version"), "1.1"));
        Assert.Equal(Recipe.Replace("\"1.0\"", "\"1.1\"", StringComparison.Ordinal), changed);
    }

    [Fact]
    public void A_number_stays_a_number()
    {
        var changed = Edited(Recipe, (edits, root) => edits.SetValue((ScalarNode)At(root, "build", "number"), "0"));
        Assert.Equal(Recipe.Replace("number: 3", "number: 0", StringComparison.Ordinal), changed);
    }

    [Fact]
    public void An_item_appears_before_another()
    {
        var changed = Edited(Recipe, (edits, root) => edits.Insert((SequenceNode)At(root, "requirements", "run"), 1, "attrs"));
        Assert.Equal(Recipe.Replace("    - if", "    - attrs\n    - if", StringComparison.Ordinal), changed);
    }

    [Fact]
    public void An_item_appears_at_the_end()
    {
        var changed = Edited(Recipe, (edits, root) => edits.Insert((SequenceNode)At(root, "requirements", "run"), 3, "if: osx\nthen: appnope"));
        Assert.Equal($"{Recipe}    - if: osx\n      then: appnope\n", changed);
    }

    [Fact]
    public void An_item_appears_behind_a_last_line_without_end()
    {
        var changed = Edited("a:\n  - b", (edits, root) => edits.Insert((SequenceNode)At(root, "a"), 1, "c"));
        Assert.Equal("a:\n  - b\n  - c", changed);
    }

    [Fact]
    public void An_item_goes_with_its_line()
    {
        var changed = Edited(Recipe, (edits, root) => edits.Remove((SequenceNode)At(root, "requirements", "run"), 1));
        Assert.Equal(Recipe.Replace("    - if: win\n      then: pywin32\n", "", StringComparison.Ordinal), changed);
    }

    [Fact]
    public void A_key_appears_and_goes()
    {
        var added = Edited(Recipe, (edits, root) => edits.Insert((MappingNode)At(root, "build"), 0, "noarch: python"));
        Assert.Equal(Recipe.Replace("  number", "  noarch: python\n  number", StringComparison.Ordinal), added);
        var removed = Edited(added, (edits, root) => edits.Remove((MappingNode)At(root, "build"), ((MappingNode)At(root, "build")).Find("noarch")!));
        Assert.Equal(Recipe, removed);
    }

    [Theory]
    [InlineData("a: [x, y]\n", 2, "a: [x, y, z]\n")]
    [InlineData("a: [x, y]\n", 0, "a: [z, x, y]\n")]
    [InlineData("a: []\n", 0, "a: [z]\n")]
    [InlineData("- - x\n  - y\n", 0, "- - z\n  - x\n  - y\n")]
    public void Lists_of_every_writing_take_an_item(string text, int index, string expected) =>
        Assert.Equal(expected, Edited(text, (edits, root) => edits.Insert((SequenceNode)(root is MappingNode map ? map["a"]! : ((SequenceNode)root).Items[0]), index, "z")));

    [Fact]
    public void The_first_key_of_an_item_goes_and_the_dash_stays() =>
        Assert.Equal("- then: y\n", Edited("- if: x\n  then: y\n", (edits, root) =>
        {
            var map = (MappingNode)((SequenceNode)root).Items[0];
            edits.Remove(map, map.Entries[0]);
        }));

    [Fact]
    public void New_lines_end_as_the_file_does() =>
        Assert.Equal("a:\r\n- b\r\n- c\r\n", Edited("a:\r\n- b\r\n", (edits, root) => edits.Insert((SequenceNode)At(root, "a"), 1, "c")));

    [Fact]
    public void An_absent_value_gets_one() =>
        Assert.Equal("a: 1\nb: 2\n", Edited("a:\nb: 2\n", (edits, root) => edits.SetText(At(root, "a"), "1")));

    [Fact]
    public void Any_text_reads_back_as_it_was_set() =>
        Gen.Select(Gen.String[Gen.Char["ab1.:#-'\"\\ {}[]$,&*!|>%@`~\t\n\r\u0085é"], 0, 12], Gen.Int[0, 3]).Sample((value, style) =>
        {
            var old = new[] { "old", "'old'", "\"old\"", "1" }[style];
            foreach (var text in new[] { $"k: {old}  # c\nz: 1\n", $"- {old}\n", $"[{old}, x]\n" })
            {
                var tree = SyntaxTree.Parse(text, null);
                var edits = new TreeEdits(tree);
                edits.SetValue(Only(tree.Root!), value);
                var again = SyntaxTree.Parse(edits.Apply(), null);
                Assert.Empty(again.Problems);
                Assert.Equal(value, Only(again.Root!).Value);
            }
        });

    [Fact]
    public void Removing_what_was_inserted_gives_the_file_back()
    {
        var files = Directory.GetFiles(SharedData.PathTo("data", "recipes", "v1-feedstocks"), "recipe.yaml", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var text in files.Select(File.ReadAllText).Concat(files.Take(20).Select(file => File.ReadAllText(file).ReplaceLineEndings("\r\n"))))
        {
            var lists = Lists(SyntaxTree.Parse(text, null).Root).Count();
            for (var index = text.Length % 5; index < lists; index += 5)
            {
                var tree = SyntaxTree.Parse(text, null);
                var list = Lists(tree.Root).ElementAt(index);
                if (list.Items.Count == 0)
                    continue;
                var at = list.Items.Count / 2;
                var edits = new TreeEdits(tree);
                edits.Insert(list, at, "inserted ==1");
                var longer = SyntaxTree.Parse(edits.Apply(), null);
                Assert.Empty(longer.Problems);
                var back = new TreeEdits(longer);
                var longList = Lists(longer.Root).ElementAt(index);
                Assert.Equal("inserted ==1", ((ScalarNode)longList.Items[at]).Value);
                back.Remove(longList, at);
                Assert.Equal(text, back.Apply());
            }
        }
    }

    private static IEnumerable<SequenceNode> Lists(SyntaxNode? node) => node switch
    {
        SequenceNode list => list.Items.SelectMany(Lists).Prepend(list),
        MappingNode map => map.Entries.SelectMany(entry => Lists(entry.Value)),
        _ => [],
    };

    private static ScalarNode Only(SyntaxNode root) => (ScalarNode)(root is MappingNode map ? map.Entries[0].Value : ((SequenceNode)root).Items[0]);

    private static string Edited(string text, Action<TreeEdits, SyntaxNode> edit)
    {
        var tree = SyntaxTree.Parse(text, null);
        Assert.Empty(tree.Problems);
        var edits = new TreeEdits(tree);
        edit(edits, tree.Root!);
        return edits.Apply();
    }

    private static SyntaxNode At(SyntaxNode root, params IEnumerable<string> keys) => keys.Aggregate(root, (node, key) => ((MappingNode)node)[key]!);
}
