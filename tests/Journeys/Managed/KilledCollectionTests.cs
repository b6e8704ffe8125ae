using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.Foundation.Hashing;
using Hearth.Testing;
using Journeys.Programs;

namespace Journeys.Managed;

/// <summary>A collection of sources is killed while a source is on its way, and while another has just arrived; the next one goes on.</summary>
public sealed class KilledCollectionTests : IDisposable
{
    private const int Packages = 8;

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.PathTo("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_killed_collection_loses_nothing_that_it_had_and_the_next_one_ends_it()
    {
        var port = FreePort.Find();
        using var listener = new HttpListener();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        for (var i = 0; i < Packages; i++)
        {
            var recipe = $"source:\n  url: http://127.0.0.1:{port}/source-{i}.tar.gz\n  sha256: {Sha256.Of(BytesOf($"/source-{i}.tar.gz"))}\n";
            new TinyPackage($"package{i}") { Index = { ["subdir"] = "noarch" }, Files = { ["info/recipe/meta.yaml"] = recipe } }.WriteTo(_folder.PathTo("packages", "noarch"));
        }
        (await RunAsync("channel", "create", "forge")).Expect();
        (await RunAsync("channel", "import", _folder.PathTo("packages"), "forge")).Expect();
        (await RunAsync("source", "collect", "forge", "--every", "60")).Expect();

        using var killed = HearthProgram.Start("source", "collect", "forge", "--allow-host", "127.0.0.1", "--parallel", "1", "--data", Data);
        var (output, error) = (killed.StandardOutput.ReadToEndAsync(), killed.StandardError.ReadToEndAsync());
        for (var i = 0; i < Packages / 2; i++)
            Give(await listener.GetContextAsync());
        // Half of a source, and no more.
        var cut = await listener.GetContextAsync();
        var bytes = BytesOf(cut.Request.Url!.AbsolutePath);
        cut.Response.ContentLength64 = bytes.Length;
        cut.Response.OutputStream.Write(bytes, 0, bytes.Length / 2);
        cut.Response.OutputStream.Flush();
        killed.Kill(entireProcessTree: true);
        await killed.WaitForExitAsync();
        await Task.WhenAll(output, error);
        cut.Response.Abort();

        var before = await ListAsync();
        Assert.Equal(Packages / 2, before.Count);
        (await RunAsync("source", "verify")).Expect();
        var serving = ServeAsync(listener);
        (await RunAsync("source", "collect", "forge", "--allow-host", "127.0.0.1")).Expect();
        listener.Stop();
        await serving;
        Assert.Equal(Packages, (await ListAsync()).Count);
        Assert.Subset((await ListAsync()).ToHashSet(), before.ToHashSet());
        (await RunAsync("source", "verify")).Expect();
        (await RunAsync("source", "gaps", "forge")).Expect();
    }

    private async Task<List<string>> ListAsync() =>
        [.. JsonNode.Parse((await RunAsync("source", "list", "--kind", "file", "--json")).Expect().Output)!["sources"]!.AsArray().Select(source => (string)source!["sha256"]!)];

    private static async Task ServeAsync(HttpListener listener)
    {
        while (true)
        {
            try
            {
                Give(await listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private static void Give(HttpListenerContext context)
    {
        var bytes = BytesOf(context.Request.Url!.AbsolutePath);
        context.Response.ContentLength64 = bytes.Length;
        context.Response.OutputStream.Write(bytes);
        context.Response.Close();
    }

    private static byte[] BytesOf(string path) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"the bytes of {path}\n", 2_000)));

    private Task<Finished> RunAsync(params string[] arguments) => HearthProgram.RunAsync([.. arguments, "--data", Data]);
}
