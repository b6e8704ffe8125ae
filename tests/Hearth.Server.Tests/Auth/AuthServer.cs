using System.Net;
using System.Security.Cryptography;
using Hearth.Channels.Access;
using Hearth.Channels.Access.Oidc;
using Hearth.Channels.Databases;
using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Server.Api;
using Hearth.Server.Auth;
using Hearth.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Hearth.Server.Tests.Auth;

/// <summary>A web server with everything of Auth before one endpoint for each need; it answers with what the log calls the requester.</summary>
internal sealed class AuthServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();
    private readonly HttpClient _toIssuer = IssuerDirectory.NewClient();
    private WebApplication _app = null!;
    private Database _database = null!;

    public static readonly AccountName Ann = AccountName.Parse("ann");

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public AccessStore Store { get; private set; } = null!;

    public LiveAccess Live { get; private set; } = null!;

    public CsrfTokens Csrf { get; private set; } = null!;

    public Uri Url { get; private set; } = null!;

    public static async Task<AuthServer> StartAsync(RateLimits? limits = null, TestIssuer? issuer = null, bool makesAccounts = true)
    {
        var server = new AuthServer();
        server._database = await Database.OpenAsync(server._folder.PathTo("hearth.db"), Stop);
        server.Store = await AccessStore.OpenAsync(server._database, TimeProvider.System, server._random, Stop);
        server.Live = new LiveAccess(server.Store);
        server.Csrf = new CsrfTokens(await server.Store.KeyAsync(CsrfTokens.KeyPurpose, Stop));
        await server.ListenAsync(limits ?? new RateLimits(), issuer, makesAccounts);
        return server;
    }

    /// <summary>A token of the user ann, who is made with a role on 'private'.</summary>
    public async Task<string> AnnAsync(Role role, TokenKind kind = TokenKind.Api)
    {
        await Store.Users.CreateAsync(Ann, "Ann", "test", Stop);
        await Store.Grants.SetAsync(Grantee.User(Ann), new Grant { Channel = "private", Role = role }, "test", Stop);
        var token = await Store.Tokens.CreateAsync(new TokenRequest { User = Ann, Kind = kind, Lifetime = TimeSpan.FromHours(1) }, "test", Stop);
        return token.Text.Reveal();
    }

    /// <summary>A client that follows no redirect and keeps no cookie but those given.</summary>
    public HttpClient Client(CookieContainer? cookies = null) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = cookies is not null,
        CookieContainer = cookies ?? new CookieContainer(),
    })
    {
        BaseAddress = Url,
    };

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Live.Dispose();
        _toIssuer.Dispose();
        await _database.DisposeAsync();
        _random.Dispose();
        _folder.Dispose();
    }

    private async Task ListenAsync(RateLimits limits, TestIssuer? issuer, bool makesAccounts)
    {
        using (var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        }
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(Url.ToString());
        builder.Services.AddRoutingCore();
        limits.Add(builder.Services);
        _app = builder.Build();
        var gate = new AccessGate(Live);
        _app.UseSecurityHeaders();
        _app.UseCsrfProtection(gate, Csrf);
        _app.UseRateLimiter();
        _app.UseRouting();
        if (issuer is not null)
        {
            var options = new SignInOptions { Issuer = issuer.Url, ClientId = "hearth", PublicUrl = Url, MakesAccounts = makesAccounts };
            var key = await Store.KeyAsync(PendingSignIn.KeyPurpose, Stop);
            new SignIn(options, Store, new IssuerDirectory(_toIssuer, TimeProvider.System), _toIssuer, key, TimeProvider.System, _random).Map(_app);
        }
        _app.Map("/{need}/{channel?}", context => AnswerAsync(context, gate));
        _app.Map("/t/{token}/{need}/{channel?}", context => AnswerAsync(context, gate));
        _app.UseEndpoints(static _ => { });
        await _app.StartAsync(Stop);
    }

    private static async Task AnswerAsync(HttpContext context, AccessGate gate)
    {
        var need = Enum.Parse<Need>((string)context.Request.RouteValues["need"]!);
        var named = context.Request.RouteValues["channel"] as string;
        var caller = await gate.IdentifyAsync(context);
        if (gate.Refusal(caller, need, Channel(named), named) is { } refusal)
        {
            context.Response.StatusCode = refusal.Status;
            await context.Response.Body.WriteAsync(refusal.ToJson(), context.RequestAborted);
            return;
        }
        await context.Response.WriteAsync(caller.Name, context.RequestAborted);
    }

    private static ManagedChannel? Channel(string? name) => name is "public" or "private"
        ? new ManagedChannel(1, ChannelName.Parse(name), default, 1, 0, new ChannelSettings { Private = name == "private" })
        : null;
}
