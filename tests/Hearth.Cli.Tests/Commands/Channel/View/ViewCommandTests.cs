using Hearth.Testing;

namespace Hearth.Cli.Tests.Commands.Channel.View;

public sealed class ViewCommandTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public async ValueTask InitializeAsync()
    {
        var noarch = _folder.PathTo("packages", "noarch");
        foreach (var (name, version) in ((string, string)[])[("tool", "1.0"), ("tool", "1.1"), ("other", "1.0")])
            new TinyPackage(name, version) { Index = { ["subdir"] = "noarch", ["license"] = name == "tool" ? "MIT" : "GPL-3.0-only" } }.WriteTo(noarch);
        File.SetLastWriteTimeUtc(Path.Combine(noarch, "tool-1.0-0.conda"), TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-30));
        Assert.Equal(0, (await CommandRun.Of("channel", "import", _folder.PathTo("packages"), "forge", "--data", _folder.PathTo("data"))).Code);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_view_is_added_let_something_through_shown_listed_and_removed()
    {
        var added = await RunAsync("add", "forge", "calm", "--cool-down", "7", "--description", "old enough");
        Assert.StartsWith("/forge/view/calm\t1 shown, 2 waiting (the first until 20", added.Output, StringComparison.Ordinal);
        Assert.EndsWith($"), 0 hidden\tat least 7 days old{Environment.NewLine}", added.Output, StringComparison.Ordinal);

        var let = await RunAsync("let-through", "forge", "calm", "noarch/tool-1.1-0.conda", "--reason", "ours");
        Assert.Contains("2 shown, 1 waiting", let.Output, StringComparison.Ordinal);
        Assert.Contains("let through: noarch/tool-1.1-0.conda (ours)", (await RunAsync("show", "forge", "calm")).Output, StringComparison.Ordinal);
        Assert.StartsWith("calm\t2 shown", (await RunAsync("list", "forge")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("remove", "forge", "calm")).Code);
        Assert.Equal((1, ""), ((await RunAsync("show", "forge", "calm")) is var gone ? (gone.Code, gone.Output) : default));
        Assert.Equal("", (await RunAsync("list", "forge")).Output);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_a_conflict_unless_it_shall_be_replaced()
    {
        await RunAsync("add", "forge", "calm", "--cool-down", "7");

        var taken = await RunAsync("add", "forge", "calm", "--name", "tool");
        Assert.Equal(5, taken.Code);
        Assert.Contains("HRT4152", taken.Error, StringComparison.Ordinal);
        Assert.Equal(5, (await RunAsync("add", "forge", "calm", "--name", "tool", "--dry-run")).Code);
        Assert.Contains("2 shown", (await RunAsync("add", "forge", "calm", "--name", "tool", "--replace")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_counts_and_changes_nothing()
    {
        await File.WriteAllTextAsync(_folder.PathTo("policy.yaml"), "deny:\n  families: [GPL3]\n", TestContext.Current.CancellationToken);

        var tried = await RunAsync("add", "forge", "free", "--licences", _folder.PathTo("policy.yaml"), "--dry-run");

        Assert.StartsWith("would be /forge/view/free\t2 shown, 0 waiting, 1 hidden\tlicences by policy", tried.Output, StringComparison.Ordinal);
        Assert.Equal("", (await RunAsync("list", "forge")).Output);
    }

    [Fact]
    public async Task Rules_come_from_a_file_and_options_add_to_them()
    {
        await File.WriteAllTextAsync(_folder.PathTo("rules.yaml"), "names: [tool]\nexclude: ['tool ==1.0']\n", TestContext.Current.CancellationToken);

        var added = await RunAsync("add", "forge", "core", "--rules", _folder.PathTo("rules.yaml"), "--cool-down", "3");

        Assert.Contains("0 shown, 1 waiting", added.Output, StringComparison.Ordinal);
        Assert.Contains("at least 3 days old; 1 name; not 1 spec", added.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_view_is_said_at_once()
    {
        var refused = await RunAsync("add", "forge", "Calm", "--cool-down", "0", "--as-of", "soon", "--include", "tool >>1", "--name", "Tool");

        Assert.Equal(1, refused.Code);
        foreach (var place in (string[])["views.Calm: ", "views.Calm.cool_down_days: ", "views.Calm.as_of: ", "views.Calm.include: ", "views.Calm.names: "])
            Assert.Contains(place, refused.Error, StringComparison.Ordinal);
    }

    private Task<CommandRun> RunAsync(params string[] args) => CommandRun.Of(["channel", "view", .. args, "--data", _folder.PathTo("data")]);
}
