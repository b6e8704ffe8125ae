namespace Journeys.Docs;

public sealed class ConsoleBlocksTests
{
    [Fact]
    public void A_block_has_commands_with_the_output_below_them()
    {
        var block = Assert.Single(ConsoleBlocks.Of("text\n```console\n$ echo a \\\n  b\na b\n$ false   # exit code 1\n```\n```json\n{}\n```\n"));
        Assert.Collection(
            block.Commands,
            first =>
            {
                Assert.Equal("echo a \\\n  b", first.Text);
                Assert.Equal(["a b"], first.Shown);
                Assert.Equal(3, first.Line);
            },
            second => Assert.Equal(1, second.ExitCode));
    }

    [Fact]
    public void An_indented_block_is_read_as_if_it_were_not() =>
        Assert.Equal(["out"], Assert.Single(ConsoleBlocks.Of("1. do\n\n   ```console\n   $ cmd\n   out\n   ```\n")).Commands[0].Shown);

    [Fact]
    public void A_here_document_belongs_to_its_command() =>
        Assert.Equal(
            ["cat > a << 'EOF'\ntext\nEOF", "cat a"],
            Assert.Single(ConsoleBlocks.Of("```console\n$ cat > a << 'EOF'\ntext\nEOF\n$ cat a\ntext\n```")).Commands.Select(command => command.Text));

    [Fact]
    public void A_block_may_say_why_it_is_not_run() =>
        Assert.Equal("needs a network", Assert.Single(ConsoleBlocks.Of("```console no-run=\"needs a network\"\n$ curl x\n```")).NoRun);

    [Theory]
    [InlineData("one", "zero\none\ntwo", null)]
    [InlineData("two\none", "one\ntwo", "one")]
    [InlineData("a … c", "a b c", null)]
    [InlineData("a … c", "a b d", "a … c")]
    [InlineData("one\n…\nthree", "one\ntwo\nthree", null)]
    [InlineData("…aba…", "aba", null)]
    [InlineData("ab…ba", "aba", "ab…ba")]
    public void Shown_lines_appear_in_order_and_an_ellipsis_is_anything(string shown, string output, string? missing) =>
        Assert.Equal(missing, ShownOutput.FirstMissing(shown.Split('\n'), output));

    [Fact]
    public async Task A_page_whose_command_fails_or_writes_something_else_is_a_problem()
    {
        var commands = ConsoleBlocks.Of("```console\n$ mkdir here && cd here\n$ basename $PWD\nhere\n$ echo b\na\n$ false\n```")[0].Commands;
        var problems = await PageRun.RunAsync(commands);
        Assert.Collection(
            problems,
            problem => Assert.StartsWith("line 5: 'echo b' did not write 'a'", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("line 7: 'false' ended with 1", problem, StringComparison.Ordinal));
    }
}
