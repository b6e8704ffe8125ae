using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Xml.Linq;
using Hearth.Channels.Indexing;
using Hearth.Cli.Commands.Schema;
using Hearth.Server.Conformance;
using Hearth.Server.Hosting;
using Hearth.Testing;

namespace Hearth.Cli.Tests.Commands.Conformance;

public sealed class ConformanceCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ConformanceCommandTests()
    {
        new TinyPackage("a").WriteTo(_folder.PathTo("channel", "noarch"));
        new FolderIndexer(new IndexOptions { Folder = _folder.PathTo("channel") }, TimeProvider.System).Run();
    }

    [Fact]
    public async Task A_good_channel_is_0_and_the_last_line_counts()
    {
        var (code, output, _) = await RunOnServerAsync();
        Assert.Equal(0, code);
        Assert.Matches(" [0-9]+ passed, 0 failed, 0 warnings, [0-9]+ skipped\n$", output);
    }

    [Fact]
    public async Task A_bad_channel_is_1_and_says_what_was_expected()
    {
        File.Delete(_folder.PathTo("channel", "noarch", "a-1.0-0.conda"));
        var (code, output, _) = await RunOnServerAsync("--case", "artifact.*");
        Assert.Equal(1, code);
        Assert.Contains("failed  artifact.there [noarch]", output, StringComparison.Ordinal);
        Assert.Contains("GET noarch/a-1.0-0.conda", output, StringComparison.Ordinal);
        Assert.Contains("expected 200 OK; was 404 NotFound", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_documents_follow_their_schemas()
    {
        File.Delete(_folder.PathTo("channel", "noarch", "a-1.0-0.conda"));
        await RequireSchemaAsync("--case", "artifact.*", "--case", "layout.*", "--json");
        var (_, list, _) = await RunAsync("conformance", "--list", "--json");
        RequireSchema(list);
        using var document = JsonDocument.Parse(list);
        Assert.Equal(CaseCatalog.All.Count, document.RootElement.GetProperty("cases").GetArrayLength());
    }

    [Fact]
    public async Task JUnit_has_a_test_for_each_result()
    {
        File.Delete(_folder.PathTo("channel", "noarch", "a-1.0-0.conda"));
        await RunOnServerAsync("--case", "artifact.*", "--junit", _folder.PathTo("results.xml"));
        var suite = XDocument.Load(_folder.PathTo("results.xml")).Root!.Element("testsuite")!;
        Assert.Equal("5", (string?)suite.Attribute("tests"));
        Assert.Single(suite.Descendants("failure"));
        Assert.Equal(4, suite.Descendants("skipped").Count());
    }

    [Theory]
    [InlineData("http://user:geheim@localhost/channel")]
    [InlineData("http://localhost/t/geheim/channel")]
    public async Task A_secret_in_the_url_is_refused_and_not_repeated(string url)
    {
        var (code, output, error) = await RunAsync("conformance", url);
        Assert.Equal(1, code);
        Assert.Contains("HRT6802", error, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_from_a_file_goes_into_the_path_and_into_no_output()
    {
        File.WriteAllText(_folder.PathTo("token"), "geheim-1\n");
        var (code, output, error) = await RunOnServerAsync("t/{token}/", "--token-file", _folder.PathTo("token"), "--json");
        Assert.Equal(0, code);
        Assert.Contains("\"http.private\"", output, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", output + error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--header", "X-API-Key=geheim")]
    [InlineData("--header", "X-API-Key")]
    [InlineData("--limit", "0")]
    [InlineData("--case", "no.such.case")]
    public async Task A_wrong_option_is_a_usage_error(string option, string value)
    {
        var (code, _, error) = await RunAsync("conformance", "http://127.0.0.1:1", option, value);
        Assert.Equal(2, code);
        Assert.Contains(option, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_means_try_later()
    {
        using var port = new TcpListener(IPAddress.Loopback, 0);
        port.Start();
        var number = ((IPEndPoint)port.LocalEndpoint).Port;
        port.Stop();
        var (code, _, error) = await RunAsync("conformance", $"http://127.0.0.1:{number}");
        Assert.Equal(6, code);
        Assert.Contains("HRT6803", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up_after_the_timeout()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var (code, _, error) = await RunAsync("conformance", $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}", "--timeout", "1");
        Assert.Equal(6, code);
        Assert.Contains("within 1 s", error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task RequireSchemaAsync(params string[] options) => RequireSchema((await RunOnServerAsync(options)).Output);

    private void RequireSchema(string document)
    {
        var file = _folder.PathTo("document.json");
        File.WriteAllText(file, document);
        var (format, problems) = CheckCommand.Check(file);
        Assert.StartsWith("cli/conformance", format, StringComparison.Ordinal);
        Assert.Empty(problems);
    }

    private async Task<(int Code, string Output, string Error)> RunOnServerAsync(params string[] options)
    {
        var start = Assert.IsType<ServerStart.Listening>(await ChannelServer.StartAsync(new ServeOptions { Folder = _folder.PathTo("channel") }));
        await using var server = start.Server;
        var below = options is [var first, ..] && !first.StartsWith('-') ? first : "";
        return await RunAsync(["conformance", server.Url + below, .. options.Where(option => option != below)]);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var code = await HearthCommandLine.RunAsync(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
