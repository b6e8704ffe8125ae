namespace Hearth.Cli.Tests;

public sealed class ExplainCommandTests
{
    [Fact]
    public async Task A_known_code_is_explained()
    {
        var (code, output, _) = await CommandRun.Of("explain", "HRT0101");
        Assert.Equal(0, code);
        Assert.StartsWith("HRT0101: Not valid JSON", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_code_is_a_usage_error()
    {
        var (code, _, error) = await CommandRun.Of("explain", "HRT9999");
        Assert.Equal(2, code);
        Assert.Contains("HRT9999", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Codes_are_unique() =>
        Assert.Equal(DiagnosticCatalog.All.Count, DiagnosticCatalog.All.DistinctBy(kind => kind.Code).Count());
}
