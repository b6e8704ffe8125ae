using Hearth.Testing;

namespace Journeys.Docs;

/// <summary>Every command of the documentation does what its page says.</summary>
public sealed class PagesTests
{
    public static TheoryData<string> PagesWithCommands =>
    [
        .. Pages().Where(page => CommandsOf(page).Count > 0),
    ];

    [Theory]
    [MemberData(nameof(PagesWithCommands))]
    public async Task The_commands_of_a_page_work(string page)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "bash is not installed");
        var problems = await PageRun.RunAsync(CommandsOf(page));
        Assert.True(problems.Count == 0, $"{page}:\n{string.Join("\n\n", problems)}");
    }

    [Fact]
    public void A_block_that_is_not_run_says_why() =>
        Assert.All(Pages(), page => Assert.All(BlocksOf(page), block => Assert.NotEqual("", block.NoRun)));

    [Fact]
    public void Links_between_pages_lead_somewhere()
    {
        var broken =
            from page in Pages()
            from target in MarkdownLinks.Of(File.ReadAllText(Repository.PathTo(page)))
            where !target.Contains("://", StringComparison.Ordinal)
            let path = Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, target.Split('#')[0])
            where !Path.Exists(path)
            select $"{page}: {target}";
        Assert.Empty(broken);
    }

    private static List<ConsoleCommand> CommandsOf(string page) =>
        [.. BlocksOf(page).Where(block => block.NoRun is null).SelectMany(block => block.Commands)];

    private static IReadOnlyList<ConsoleBlock> BlocksOf(string page) =>
        ConsoleBlocks.Of(File.ReadAllText(Repository.PathTo(page)));

    /// <summary>The pages for readers, relative to the root.</summary>
    private static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Directory.Exists(Repository.PathTo("docs"))
                ? Directory.EnumerateFiles(Repository.PathTo("docs"), "*.md", SearchOption.AllDirectories)
                : [])
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Order(StringComparer.Ordinal);
}
