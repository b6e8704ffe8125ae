using System.Text.Json.Nodes;
using Hearth.Channels.Access;
using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Server;
using Hearth.Server.Hosting;
using Hearth.Testing;

namespace Hearth.Cli.Tests.Commands.Channel.Follow;

public sealed class FollowCommandTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Changes_of_a_server_are_written_one_a_line_from_where_one_was()
    {
        await using var followed = await Followed.StartAsync();
        await followed.ChangeAsync(3);

        var all = await CommandRun.Of("channel", "follow", followed.Address, "--limit", "4", "--json");
        var rest = await CommandRun.Of("channel", "follow", followed.Address, "--since", "3", "--limit", "1");

        Assert.Equal((0, ""), (all.Code, all.Error));
        Assert.Equal([1, 2, 3, 4], RevisionsOf(all.Output));
        Assert.Equal("hearth.channel-follow.1", (string?)JsonNode.Parse(all.Output.Split('\n')[3])!["schema"]);
        Assert.Equal("channel.settings", rest.Output.Split('\t')[3]);
    }

    [Fact]
    public async Task It_goes_on_where_it_was_after_the_network_was_away()
    {
        await using var followed = await Followed.StartAsync();
        await using var link = new TroubledLink(followed.Port);
        var (output, error) = (new SeenWriter(), new StringWriter());
        var run = HearthCommandLine.RunAsync(["channel", "follow", $"http://127.0.0.1:{link.Port}/forge", "--limit", "3", "--json"], output, error);
        await output.Seen;

        link.Cut();
        await followed.ChangeAsync(2);
        link.Mend();

        Assert.Equal(0, await run);
        Assert.Equal([1, 2, 3], RevisionsOf(output.ToString()));
    }

    [Fact]
    public async Task What_happens_while_it_waits_comes_by_itself()
    {
        await using var followed = await Followed.StartAsync();
        var (output, error) = (new SeenWriter(), new StringWriter());
        var run = HearthCommandLine.RunAsync(["channel", "follow", followed.Address, "--limit", "2"], output, error);
        await output.Seen;

        await followed.ChangeAsync(1);

        Assert.Equal(0, await run);
        Assert.Equal(2, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task It_ends_when_it_is_stopped()
    {
        await using var followed = await Followed.StartAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var (output, error) = (new SeenWriter(), new StringWriter());
        var run = HearthCommandLine.RunAsync(["channel", "follow", followed.Address], output, error, stop.Token);
        await output.Seen;

        await stop.CancelAsync();

        Assert.Equal(130, await run);
        Assert.Equal("interrupted", error.ToString().Trim());
    }

    [Fact]
    public async Task A_channel_that_is_not_there_is_a_problem()
    {
        await using var followed = await Followed.StartAsync();

        var run = await CommandRun.Of("channel", "follow", followed.Address + "-other");

        Assert.Equal(1, run.Code);
        Assert.Contains("HRT7135", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_private_channel_is_a_matter_of_authentication()
    {
        await using var followed = await Followed.StartAsync(isPrivate: true);

        Assert.Equal(4, (await CommandRun.Of("channel", "follow", followed.Address)).Code);
        Assert.Equal(0, (await CommandRun.Of("channel", "follow", followed.Address, "--limit", "1", "--token-file", followed.TokenFile)).Code);
    }

    [Fact]
    public async Task A_server_that_never_answered_is_given_up()
    {
        var run = await CommandRun.Of("channel", "follow", "http://127.0.0.1:9/forge");

        Assert.Equal(6, run.Code);
        Assert.Contains("HRT7131", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://example.org/forge")]
    [InlineData("https://example.org/")]
    [InlineData("https://example.org/NO CHANNEL/")]
    public async Task What_is_no_address_of_a_channel_is_refused(string address)
    {
        var run = await CommandRun.Of("channel", "follow", address);

        Assert.Equal(1, run.Code);
        Assert.Contains("HRT7135", run.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<int> RevisionsOf(string lines) => lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (int)JsonNode.Parse(line)!["revision"]!);

    /// <summary>Says when the first lines are there.</summary>
    private sealed class SeenWriter : StringWriter
    {
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => _seen.Task.WaitAsync(Stop);

        public override void Flush() => _seen.TrySetResult();
    }

    /// <summary>A server with a channel 'forge', whose log begins with its creation.</summary>
    private sealed class Followed : IAsyncDisposable
    {
        private readonly TemporaryFolder _folder;
        private readonly ManagedInstance _instance;
        private readonly ChannelServer _server;
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _live;
        private int _changes;

        private Followed(TemporaryFolder folder, ManagedInstance instance, ChannelServer server)
        {
            (_folder, _instance, _server) = (folder, instance, server);
            // Without it the server would know of a change only when a question has waited its whole time.
            _live = instance.Live.RunAsync(_stop.Token);
        }

        public string Address => new Uri(_server.Url, "forge").ToString();

        public int Port => _server.Url.Port;

        public string TokenFile => _folder.PathTo("token");

        public static async Task<Followed> StartAsync(bool isPrivate = false)
        {
            var folder = new TemporaryFolder();
            var instance = await ManagedInstance.OpenAsync(new InstanceOptions { Data = folder.PathTo("data") }, Stop);
            await instance.Store.Catalog.CreateAsync(ChannelName.Parse("forge"), new ChannelSettings { Private = isPrivate }, "test", Stop);
            var token = await instance.Access.Tokens.CreateAsync(new TokenRequest { Grants = [new Grant { Channel = "forge", Role = Role.Reader }], Description = "test" }, "test", Stop);
            await File.WriteAllTextAsync(folder.PathTo("token"), token.Text.Reveal(), Stop);
            await instance.LiveAccess.RefreshAsync(Stop);
            await instance.Live.RefreshAsync(Stop);
            return new Followed(folder, instance, Assert.IsType<ServerStart.Listening>(await ChannelServer.StartAsync(instance, new ServeOptions(), Stop)).Server);
        }

        public async Task ChangeAsync(int times)
        {
            for (var i = 0; i < times; i++)
                await _instance.Store.Catalog.ConfigureAsync(ChannelName.Parse("forge"), settings => settings with { Description = $"change {++_changes}" }, "test", Stop);
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _live;
            await _server.DisposeAsync();
            _stop.Dispose();
            _folder.Dispose();
        }
    }
}
