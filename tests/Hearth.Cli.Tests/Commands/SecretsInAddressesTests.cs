using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Hearth.Channels.Access;
using Hearth.Foundation.Hashing;
using Hearth.Server;
using Hearth.Server.Hosting;
using Hearth.Testing;

namespace Hearth.Cli.Tests.Commands;

/// <summary>Addresses with passwords, tokens and signatures in them, wherever one can come in: nothing that is written, shown or answered has the secret.</summary>
public sealed class SecretsInAddressesTests : IDisposable
{
    private const string Secret = "hunter2";

    private readonly TemporaryFolder _folder = new();
    private readonly HttpListener _listener = new();
    private readonly string _host;
    private readonly Task _serving;
    private readonly StringBuilder _said = new();

    public SecretsInAddressesTests()
    {
        using (var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            _host = $"127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        }
        _listener.Prefixes.Add($"http://{_host}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Data => _folder.PathTo("data");

    public void Dispose()
    {
        _listener.Close();
        _serving.GetAwaiter().GetResult();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("mirror", "add", "copy", "http://me:hunter2@HOST/forge")]
    [InlineData("mirror", "add", "copy", "http://me:hun/hunter2@HOST/forge")]
    [InlineData("mirror", "add", "copy", "http://HOST/t/hunter2/forge")]
    [InlineData("mirror", "add", "copy", "http://HOST/forge?token=hunter2")]
    [InlineData("mirror", "add", "copy", "oci://me:hunter2@HOST/forge")]
    [InlineData("mirror", "add", "copy", "s3://me:hunter2@bucket/forge")]
    [InlineData("mirror", "add", "copy", "ftp://me:hunter2@HOST/forge")]
    [InlineData("mirror", "plan", "http://me:hunter2@HOST/forge")]
    [InlineData("mirror", "push", "forge", "oci://me:hunter2@HOST/forge")]
    [InlineData("mirror", "push", "forge", "s3://me:hunter2@bucket/forge")]
    [InlineData("mirror", "push", "forge", "https://me:hunter2@HOST/forge")]
    [InlineData("source", "push", "oci://me:hunter2@HOST/sources")]
    [InlineData("source", "add", "http://me:hunter2@HOST/nothing?sig=hunter2")]
    [InlineData("source", "add", "http://HOST/held.tar.gz?sig=hunter2", "--digest", "md5:00000000000000000000000000000000")]
    [InlineData("source", "add", "git+http://me:hunter2@HOST/r.git#main")]
    [InlineData("source", "add", "git+http://HOST/r.git?token=hunter2#main")]
    [InlineData("source", "add", "ftp://me:hunter2@HOST/x")]
    [InlineData("webhook", "add", "forge", "https://me:hunter2@HOST/hook")]
    [InlineData("webhook", "add", "forge", "http://hooks.example.org/?token=hunter2")]
    [InlineData("issuer", "trust", "https://me:hunter2@HOST/", "--audience", "here")]
    public async Task A_command_that_refuses_an_address_shows_no_secret(params string[] arguments)
    {
        Assert.Equal(0, (await RunAsync("channel", "create", "forge")).Code);
        foreach (var json in (string[][])[[], ["--json"]])
            Assert.NotEqual(0, (await RunAsync([.. arguments.Select(argument => argument.Replace("HOST", _host, StringComparison.Ordinal)), .. json])).Code);
        AssertNoSecret();
    }

    [Theory]
    [InlineData("channel", "follow", "http://me:hunter2@HOST/forge")]
    [InlineData("package", "no-such-verb", "http://me:hunter2@HOST/a-1.0-0.conda?sig=hunter2")]
    [InlineData("mirror", "sync", "forge", "--bandwith", "https://h/t/hunter2/x")]
    [InlineData("package", "inspect", "http://me:hunter2@HOST/a-1.0-0.conda")]
    [InlineData("package", "inspect", "http://HOST/a-1.0-0.conda?X-Amz-Signature=hunter2")]
    [InlineData("conformance", "http://me:hunter2@HOST/forge")]
    public async Task So_does_one_that_knows_no_installation(params string[] arguments)
    {
        var run = await CommandRun.Of([.. arguments.Select(argument => argument.Replace("HOST", _host, StringComparison.Ordinal))]);
        Assert.NotEqual(0, run.Code);
        Assert.DoesNotContain(Secret, run.Output + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("elsewhere")]
    [InlineData("round")]
    public async Task A_source_of_a_mirror_that_sends_on_to_an_address_with_a_secret_is_told_without_it(string place)
    {
        await RunAsync("mirror", "add", "copy", $"http://{_host}/{place}");
        Assert.Equal(1, (await RunAsync("mirror", "sync", "copy")).Code);
        Assert.Equal(1, (await RunAsync("mirror", "sync", "copy", "--json")).Code);
        await RunAsync("mirror", "status");
        await RunAsync("mirror", "status", "--json");
        await RunAsync("mirror", "list", "--json");
        Assert.Contains("***@", _said.ToString(), StringComparison.Ordinal);
        AssertNoSecret();
        await ServeAndAskAsync("-/mirrors", "copy/-/mirror", "copy/-/mirror?format=json", "api/v1/channels/copy");
    }

    [Fact]
    public async Task Recipes_that_name_secrets_show_them_to_nobody()
    {
        var held = $"http://{_host}/held.tar.gz?X-Amz-Signature={Secret}";
        await ImportAsync(
            ("held", $"url: {held}\n  sha256: {Sha256.Of(BytesOf("/held.tar.gz"))}"),
            ("missing", $"url: http://me:{Secret}@{_host}/missing.tar.gz?access_token={Secret}"),
            ("changed", $"url: http://{_host}/t/{Secret}/changed.tar.gz\n  sha256: {Sha256.Of("other"u8)}"),
            ("elsewhere", $"url: http://{_host}/elsewhere/x.tar.gz"),
            ("refused", $"url: http://me:{Secret}@elsewhere.example/x.tar.gz"),
            ("cloned", $"git_url: http://me:{Secret}@{_host}/r.git\n  git_rev: v1"),
            ("signed", $"git_url: http://{_host}/r.git?token={Secret}\n  git_rev: v1"),
            ("old", $"svn_url: svn://me:{Secret}@{_host}/r"));
        await RunAsync("source", "collect", "forge", "--allow-host", "127.0.0.1", "--parallel", "1");
        await RunAsync("source", "collect", "forge", "--allow-host", "127.0.0.1", "--retry", "--json");
        await RunAsync("source", "check-links", "--allow-host", "127.0.0.1", "--json");
        await RunAsync("source", "check-links", "--allow-host", "127.0.0.1");
        foreach (var command in (string[][])[["list"], ["gaps"], ["show", "held.tar.gz"], ["settle", "1", "--note", "known", "--dry-run"], ["verify"]])
        {
            await RunAsync(["source", .. command]);
            await RunAsync(["source", .. command, "--json"]);
        }
        foreach (var format in (string[])["json", "csv", "swh"])
        {
            Assert.Equal(0, (await RunAsync("source", "export", _folder.PathTo(format), "--format", format)).Code);
            _said.Append(await File.ReadAllTextAsync(_folder.PathTo(format), Stop));
        }
        AssertNoSecret();
        Assert.Contains($"http://{_host}/held.tar.gz?X-Amz-Signature=***", await File.ReadAllTextAsync(_folder.PathTo("json"), Stop), StringComparison.Ordinal);
        // Nobody else can ask there.
        Assert.DoesNotContain("held.tar.gz", await File.ReadAllTextAsync(_folder.PathTo("swh"), Stop), StringComparison.Ordinal);

        await ServeAndAskAsync(
            "-/sources",
            "-/sources?q=held.tar.gz",
            "-/sources?q=held.tar.gz&format=json",
            "forge/-/sources",
            "forge/-/sources?format=json",
            "api/v1/channels/forge/sources/gaps",
            "api/v1/channels/forge/sources/noarch/held-1.0-0.conda",
            "api/v1/channels/forge/sources/noarch/missing-1.0-0.conda",
            "api/v1/source-alerts?all=true",
            $"api/v1/sources/sha256:{Sha256.Of(BytesOf("/held.tar.gz"))}",
            $"api/v1/sources/{Sha256.Of(BytesOf("/held.tar.gz"))}",
            "forge/-/artifacts/noarch/held-1.0-0.conda");
        // The archive itself still knows where its sources were.
        Assert.Contains(Sha256.Of(BytesOf("/held.tar.gz")).ToString(), (await CommandRun.Of("source", "show", held, "--data", Data)).Output, StringComparison.Ordinal);
    }

    private async Task ImportAsync(params (string Name, string Source)[] packages)
    {
        foreach (var (name, source) in packages)
            new TinyPackage(name) { Index = { ["subdir"] = "noarch" }, Files = { ["info/recipe/meta.yaml"] = $"source:\n  {source}\n" } }.WriteTo(_folder.PathTo("packages", "noarch"));
        Assert.Equal(0, (await RunAsync("channel", "create", "forge")).Code);
        Assert.Equal(0, (await RunAsync("channel", "import", _folder.PathTo("packages"), "forge")).Code);
    }

    private async Task<CommandRun> RunAsync(params string[] arguments)
    {
        var run = await CommandRun.Of([.. arguments, "--data", Data]);
        _said.Append(run.Output).Append(run.Error);
        return run;
    }

    private async Task ServeAndAskAsync(params string[] paths)
    {
        var instance = await ManagedInstance.OpenAsync(new InstanceOptions { Data = Data }, Stop);
        var token = await instance.Access.Tokens.CreateAsync(new TokenRequest { Grants = [new Grant { Channel = "*", Role = Role.Admin }], Description = "test" }, "test", Stop);
        await instance.LiveAccess.RefreshAsync(Stop);
        await instance.Live.RefreshAsync(Stop);
        await using var server = Assert.IsType<ServerStart.Listening>(await ChannelServer.StartAsync(instance, new ServeOptions(), Stop)).Server;
        using var http = new HttpClient { BaseAddress = server.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Text.Reveal());
        foreach (var path in paths)
        {
            using var answer = await http.GetAsync(path, Stop);
            var text = await answer.Content.ReadAsStringAsync(Stop);
            Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {text}");
            Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        }
    }

    private void AssertNoSecret()
    {
        Assert.NotEqual(0, _said.Length);
        Assert.DoesNotContain(Secret, _said.ToString(), StringComparison.Ordinal);
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                Answer(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        var path = context.Request.Url!.AbsolutePath;
        if (path.StartsWith("/elsewhere/", StringComparison.Ordinal))
            Redirect(context, $"http://me:{Secret}@elsewhere.example/x?X-Amz-Signature={Secret}");
        else if (path.StartsWith("/round/", StringComparison.Ordinal))
            Redirect(context, $"http://me:{Secret}@{_host}{path}?X-Amz-Signature={Secret}");
        else if (path is "/held.tar.gz" || path.EndsWith("/changed.tar.gz", StringComparison.Ordinal))
            context.Response.Close(BytesOf(path), willBlock: true);
        else
            context.Response.StatusCode = 404;
        context.Response.Close();
    }

    private static void Redirect(HttpListenerContext context, string target) => (context.Response.StatusCode, context.Response.RedirectLocation) = (302, target);

    private static byte[] BytesOf(string path) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"the bytes of {path}\n", 100)));
}
