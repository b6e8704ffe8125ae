using System.Threading.Channels;
using Hearth.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace Hearth.Server.Tests.Hosting;

/// <summary>Which thread answers: the one that heard of a request, or one of the pool.</summary>
public sealed class PromptSocketsTests : IAsyncLifetime
{
    private const string ThePool = "the pool";
    private const string TheListener = "the listener";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Channel<bool> _waits = Channel.CreateUnbounded<bool>();
    private readonly HttpClient _client = new();
    private readonly WebApplication _server;

    public PromptSocketsTests() => _server = Build();

    public async ValueTask InitializeAsync()
    {
        await _server.StartAsync(TestContext.Current.CancellationToken);
        _client.BaseAddress = new Uri(_server.Urls.First());
    }

    [Fact]
    public async Task What_needs_no_waiting_is_answered_where_it_was_heard_of()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows tells of sockets in the pool alone");
        await IsHeardAsync(TheListener);
    }

    [Fact]
    public async Task What_waits_goes_on_in_the_pool_also_after_it_waited_for_the_rest_of_a_request()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows tells of sockets in the pool alone");
        using var body = new AwaitedContent(_waits.Reader);
        using var answer = await _client.PostAsync("elsewhere", body, TestContext.Current.CancellationToken);
        Assert.Equal(string.Join(", ", Enumerable.Repeat(ThePool, AwaitedContent.Pieces)), await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        // And the connection is as it was.
        await IsHeardAsync(TheListener);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    // A request that came while the last one was being ended is answered by whoever ended that.
    private async Task IsHeardAsync(string thread)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (await _client.GetStringAsync("here", patience.Token) != thread)
            await Task.Yield();
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Use((ConnectionDelegate next) => connection =>
        {
            PromptSockets.Prefer(connection);
            return next(connection);
        })));
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        var server = builder.Build();
        server.Run(context => context.Request.Path == "/here" ? context.Response.WriteAsync(Name()) : PromptSockets.AnswerElsewhereAsync(context, AnswerAsync));
        return server;
    }

    // Says who goes on after each wait for a piece, and sees to it that there was one.
    private async Task AnswerAsync(HttpContext context)
    {
        var names = new List<string>();
        var buffer = new byte[1];
        while (names.Count < AwaitedContent.Pieces)
        {
            var reading = context.Request.Body.ReadAsync(buffer, context.RequestAborted);
            Assert.False(reading.IsCompleted);
            Assert.True(_waits.Writer.TryWrite(true));
            Assert.Equal(1, await reading);
            names.Add(Name());
        }
        await context.Response.WriteAsync(string.Join(", ", names));
    }

    private static string Name() => Thread.CurrentThread.IsThreadPoolThread ? ThePool : TheListener;

    // Sends a byte whenever the server waits for one.
    private sealed class AwaitedContent(ChannelReader<bool> waits) : HttpContent
    {
        public const int Pieces = 10;

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await stream.FlushAsync();
            for (var piece = 0; piece < Pieces; piece++)
            {
                await waits.ReadAsync();
                await stream.WriteAsync("x"u8.ToArray());
                await stream.FlushAsync();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = Pieces;
            return true;
        }
    }
}
