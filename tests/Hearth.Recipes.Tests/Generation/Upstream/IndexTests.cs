using System.Net;
using System.Text;
using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Generation;
using Hearth.Recipes.Generation.Upstream;
using Hearth.Testing;

namespace Hearth.Recipes.Tests.Generation.Upstream;

/// <summary>The same indexes from recorded files and from a server on this machine.</summary>
public sealed class IndexTests : IDisposable
{
    private const string Digest = "b0bd97bea8903f5a2ba7219257a44e3f1f9d00073d6cc1add68f0beec69692ac";

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    public IndexTests()
    {
        Write("pypi/demo/json", """
            {"info": {"name": "Demo"}, "releases": {
              "1.0": [{"filename": "demo-1.0.tar.gz", "url": "https://index.test/files/demo-1.0.tar.gz", "digests": {"sha256": "DIGEST"}}],
              "1.1": [{"filename": "demo-1.1.tar.gz", "url": "https://index.test/files/demo-1.1.tar.gz", "digests": {"sha256": "DIGEST"}, "yanked": true}],
              "2.0rc1": [{"filename": "demo-2.0rc1.tar.gz", "url": "https://index.test/files/demo-2.0rc1.tar.gz", "digests": {}}], "3": []}}
            """);
        Write("simple/plain/index", """
            {"name": "plain", "files": [
              {"filename": "plain-0.9-py3-none-any.whl", "url": "../../files/plain-0.9-py3-none-any.whl", "hashes": {"sha256": "DIGEST"}},
              {"filename": "plain-0.9.tar.gz", "url": "../../files/plain-0.9.tar.gz", "hashes": {}}]}
            """);
        Write("src/contrib/PACKAGES", "Package: aaa\nVersion: 1\n\nPackage: Demo\nVersion: 0.7-5\n");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Demo", null, "1.0")]
    [InlineData("demo", "2.0.rc1", "2.0rc1")]
    [InlineData("demo", "1.1", null)]
    [InlineData("plain", null, "0.9")]
    [InlineData("absent", null, null)]
    [InlineData("../../x", null, null)]
    public async Task The_newest_release_or_the_one_asked_for_is_found(string name, string? version, string? found) =>
        Assert.Equal(found, (await PyPi.FindAsync(name, version, _cancellation))?.Version);

    [Fact]
    public async Task Addresses_in_a_simple_index_may_be_relative() =>
        Assert.Equal("https://index.test/files/plain-0.9.tar.gz", (await PyPi.FindAsync("plain", null, _cancellation))!.Files.Single(file => file.IsSource).Address.ToString());

    [Theory]
    [InlineData("demo", null, "https://index.test/src/contrib/Demo_0.7-5.tar.gz")]
    [InlineData("Demo", "0.6", "https://index.test/src/contrib/Archive/Demo/Demo_0.6.tar.gz")]
    [InlineData("absent", null, null)]
    public async Task CRAN_keeps_old_versions_in_the_package_s_own_archive(string name, string? version, string? address) =>
        Assert.Equal(address, (await new CranIndex(Recorded, new Uri("https://index.test/")).FindAsync(name, version, _cancellation))?.Files.Single().Address.ToString());

    [Fact]
    public async Task Recorded_files_stay_inside_their_folder()
    {
        File.WriteAllText(_folder.PathTo("secret"), "x");
        Assert.Null(await Recorded.OpenAsync(new Uri("https://index.test/%2e%2e/secret"), 10, null, _cancellation));
    }

    [Fact]
    public async Task The_network_gives_what_a_server_has_and_refuses_what_is_too_large()
    {
        using var listener = Listen(out var address);
        using var client = new HttpClient();
        var upstream = new HttpUpstream(client);
        var serving = Answer(listener, 200, "hello");
        await using (var content = await upstream.OpenAsync(address, 10, null, _cancellation))
            Assert.Equal("hello", await new StreamReader(content!).ReadToEndAsync(_cancellation));
        await serving;
        await Refused(200, "much too long");
        await Refused(500, "");
        serving = Answer(listener, 404, "");
        Assert.Null(await upstream.OpenAsync(address, 10, null, _cancellation));
        await serving;

        async Task Refused(int status, string body)
        {
            var answer = Answer(listener, status, body);
            var refusal = await Assert.ThrowsAsync<BadInputException>(() => upstream.OpenAsync(address, 10, null, _cancellation));
            Assert.Equal(GenerationDiagnostics.UpstreamAway, refusal.Diagnostics.Single().Kind);
            await answer;
        }
    }

    private RecordedUpstream Recorded => new(_folder.PathTo("recorded"));

    private PyPiIndex PyPi => new(Recorded, new Uri("https://index.test/"));

    private static HttpListener Listen(out Uri address)
    {
        for (var port = 20_000; ; port++)
        {
            var listener = new HttpListener();
            address = new Uri($"http://127.0.0.1:{port}/");
            listener.Prefixes.Add(address.ToString());
            try
            {
                listener.Start();
                return listener;
            }
            catch (HttpListenerException) when (port < 30_000)
            {
                listener.Close();
            }
        }
    }

    private static async Task Answer(HttpListener listener, int status, string body)
    {
        var context = await listener.GetContextAsync();
        context.Response.StatusCode = status;
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
        context.Response.Close();
    }

    private void Write(string path, string content)
    {
        var file = _folder.PathTo("recorded", "index.test", path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content.Replace("DIGEST", Digest, StringComparison.Ordinal));
    }
}
