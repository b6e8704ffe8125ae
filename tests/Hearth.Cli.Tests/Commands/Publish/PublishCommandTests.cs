using System.Text.Json.Nodes;
using Hearth.Channels.Access;
using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Server;
using Hearth.Server.Hosting;
using Hearth.Testing;

namespace Hearth.Cli.Tests.Commands.Publish;

public sealed class PublishCommandTests
{
    [Fact]
    public async Task Packages_are_published_and_then_there()
    {
        await using var server = await Target.StartAsync();
        var packages = new[] { server.Write("zlib"), server.Write("xz"), server.Write("zstd") };

        var first = await server.PublishAsync("--label", "dev", "--json", packages);
        var again = await server.PublishAsync("--label", "dev", "--json", packages);

        Assert.Equal(0, first.Code);
        Assert.Equal(["added", "added", "added"], OutcomesOf(first));
        Assert.Equal(["already_present", "already_present", "already_present"], OutcomesOf(again));
        Assert.Equal(File.ReadAllBytes(packages[0]), await server.GetAsync("forge/linux-64/zlib-1.0-0.conda"));
    }

    [Fact]
    public async Task Other_bytes_are_a_conflict()
    {
        await using var server = await Target.StartAsync();
        await server.PublishAsync("--label", "main", "-v", [server.Write("zlib")]);
        var run = await server.PublishAsync("--label", "main", "-v", [server.Write("zlib", "other")]);
        Assert.Equal(5, run.Code);
        Assert.Contains("HRT4060", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_package_does_not_keep_the_others_back()
    {
        await using var server = await Target.StartAsync();
        var broken = server.Write("zlib");
        await File.WriteAllTextAsync(broken, "no package", TestContext.Current.CancellationToken);
        var run = await server.PublishAsync("--label", "main", "--json", [broken, server.Write("xz")]);
        Assert.Equal(1, run.Code);
        Assert.Equal(["failed", "added"], OutcomesOf(run));
    }

    [Fact]
    public async Task Without_a_token_that_may_it_is_a_matter_of_authentication()
    {
        await using var server = await Target.StartAsync();
        await File.WriteAllTextAsync(server.TokenFile, "wrong", TestContext.Current.CancellationToken);
        var run = await server.PublishAsync("--label", "main", "-v", [server.Write("zlib")]);
        Assert.Equal(4, run.Code);
    }

    [Fact]
    public async Task A_server_that_is_away_is_asked_again_later()
    {
        await using var server = await Target.StartAsync();
        var package = server.Write("zlib");
        var run = await CommandRun.Of("publish", package, "--channel", "forge", "--server", "http://127.0.0.1:9/");
        Assert.Equal(6, run.Code);
        Assert.Contains("HRT7131", run.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string?> OutcomesOf(CommandRun run) => JsonNode.Parse(run.Output)!["files"]!.AsArray().Select(file => (string?)file!["outcome"]);

    /// <summary>A server with an empty channel 'forge', a folder of packages and a token.</summary>
    private sealed class Target(TemporaryFolder folder, ChannelServer server) : IAsyncDisposable
    {
        public string TokenFile { get; } = folder.PathTo("token");

        public static async Task<Target> StartAsync()
        {
            var (folder, stop) = (new TemporaryFolder(), TestContext.Current.CancellationToken);
            var instance = await ManagedInstance.OpenAsync(new InstanceOptions { Data = folder.PathTo("data") }, stop);
            await instance.Store.Catalog.CreateAsync(ChannelName.Parse("forge"), new ChannelSettings(), "test", stop);
            var grant = new Grant { Channel = "forge", Role = Role.Publisher };
            var token = await instance.Access.Tokens.CreateAsync(new TokenRequest { Grants = [grant], Description = "test" }, "test", stop);
            await instance.LiveAccess.RefreshAsync(stop);
            await instance.Live.RefreshAsync(stop);
            var started = await ChannelServer.StartAsync(instance, new ServeOptions(), stop);
            var target = new Target(folder, Assert.IsType<ServerStart.Listening>(started).Server);
            await File.WriteAllTextAsync(target.TokenFile, token.Text.Reveal() + "\n", stop);
            return target;
        }

        public string Write(string name, string content = "") =>
            new TinyPackage(name) { Index = { ["subdir"] = "linux-64" }, Files = { ["lib/content"] = content } }.WriteTo(folder.PathTo("packages"));

        public Task<CommandRun> PublishAsync(string option, string value, string last, string[] packages) =>
            CommandRun.Of(["publish", .. packages, "--channel", "forge", "--server", server.Url.ToString(), "--token-file", TokenFile, option, value, last]);

        public async Task<byte[]> GetAsync(string path)
        {
            using var client = new HttpClient();
            return await client.GetByteArrayAsync(new Uri(server.Url, path), TestContext.Current.CancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await server.DisposeAsync();
            folder.Dispose();
        }
    }
}
