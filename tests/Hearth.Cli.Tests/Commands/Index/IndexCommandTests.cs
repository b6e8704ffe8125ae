using Hearth.Testing;

namespace Hearth.Cli.Tests.Commands.Index;

public sealed class IndexCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public IndexCommandTests()
    {
        foreach (var version in (string[])["1.0", "2.0"])
            new TinyPackage("a", version).WriteTo(_folder.PathTo("noarch"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_pinned_version_stays_in_current_repodata()
    {
        Assert.Equal(0, (await CommandRun.Of("index", _folder.Path, "--current-pin", "a=1")).Code);
        var current = File.ReadAllText(_folder.PathTo("noarch", "current_repodata.json"));
        Assert.All(["a-1.0-0.conda", "a-2.0-0.conda"], file => Assert.Contains(file, current, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("=1")]
    [InlineData("a=")]
    [InlineData("a=1..0")]
    public async Task A_pin_that_is_none_is_a_usage_error(string pin)
    {
        var run = await CommandRun.Of("index", _folder.Path, "--current-pin", pin);
        Assert.Equal(2, run.Code);
        Assert.Contains($"'{pin}'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_takes_the_options_of_the_index()
    {
        await CommandRun.Of("index", _folder.Path, "--base-url", "https://example.org", "--name", "mine", "--bz2");
        Assert.Equal(0, (await CommandRun.Of("index", _folder.Path, "--base-url", "https://example.org", "--name", "mine", "--bz2", "--check")).Code);
        var run = await CommandRun.Of("index", _folder.Path, "--check");
        Assert.Equal(1, run.Code);
        Assert.Contains("it is out of date in: info", run.Error, StringComparison.Ordinal);
    }
}
