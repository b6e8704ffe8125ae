using System.Net;
using System.Net.Sockets;
using Hearth.Server.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hearth.Server.Hosting;

/// <summary>A running web server.</summary>
public sealed class ChannelServer : IAsyncDisposable
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromMinutes(2);

    private readonly WebApplication _host;
    private readonly ServeOptions _options;
    private readonly IServedContent _content;
    private readonly TraceExport? _traces;

    private ChannelServer(WebApplication host, ServeOptions options, IServedContent content)
    {
        _host = host;
        _options = options;
        _content = content;
        _traces = options.OtlpEndpoint is { } collector ? new TraceExport(collector) : null;
        var address = host.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        // Clients on this machine cannot call at "any address".
        Url = new Uri(address.Replace("//0.0.0.0:", "//127.0.0.1:", StringComparison.Ordinal).Replace("//[::]:", "//[::1]:", StringComparison.Ordinal));
        Channels = [.. content.ChannelPaths.Select(path => new Uri(Url, Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)))];
    }

    /// <summary>Where a client on this machine reaches it, with the port that was taken.</summary>
    public Uri Url { get; }

    /// <summary>The URLs of the channels that there were at the start, without a slash at the end where there is a path.</summary>
    public IReadOnlyList<Uri> Channels { get; }

    /// <summary>Starts to serve a folder.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException"><see cref="ServeOptions.Folder"/> is not a folder.</exception>
    public static Task<ServerStart> StartAsync(ServeOptions options, CancellationToken cancellation = default)
    {
        var folder = options.Folder ?? "";
        if (!Directory.Exists(folder))
            throw ServerDiagnostics.NotAFolder.Refuse(folder, "there is no such folder", "name a channel, or a folder of channels");
        return StartAsync(new FolderContent(folder, options), options, cancellation);
    }

    /// <summary>Starts to serve managed channels; the server disposes of the instance in the end.</summary>
    public static Task<ServerStart> StartAsync(ManagedInstance instance, ServeOptions options, CancellationToken cancellation = default) =>
        StartAsync(new ManagedContent(instance, options), options, cancellation);

    private static async Task<ServerStart> StartAsync(IServedContent content, ServeOptions options, CancellationToken cancellation)
    {
        var host = Build(content, options);
        var place = new IPEndPoint(options.Address, options.Port);
        try
        {
            await host.StartAsync(cancellation);
            return new ServerStart.Listening(new(host, options, content));
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await host.DisposeAsync();
            await content.DisposeAsync();
            return new ServerStart.PortInUse(
                ServerDiagnostics.PortInUse.In(null, $"another program listens at {place}", "stop it, or take any free port with --port 0"));
        }
        catch (SocketException e)
        {
            await host.DisposeAsync();
            await content.DisposeAsync();
            return new ServerStart.AddressNotAvailable(
                ServerDiagnostics.AddressNotAvailable.In(null, $"cannot listen at {place}: {e.Message}", "try --host 127.0.0.1 and a --port above 1023"));
        }
    }

    /// <summary>Does the background work until cancelled, and so never ends but by an exception: the caller's, or that of the work.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await _content.RunAsync(cancellation);
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
    }

    /// <summary>Stops listening, lets answers end for <see cref="ServeOptions.DrainTime"/>, then closes what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        using var drained = new CancellationTokenSource(_options.DrainTime, _options.Clock);
        await _host.StopAsync(drained.Token);
        await _host.DisposeAsync();
        await _content.DisposeAsync();
        _traces?.Dispose();
    }

    private static WebApplication Build(IServedContent content, ServeOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var http2 = new Http2Handover(KeepAlive);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, content, options, http2));
        builder.Services.AddSingleton<IConnectionListenerFactory>(http2);
        // Most answers come from memory and never wait, so handing each to another thread costs more than giving it.
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        if (options.Certificate is not null)
            builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddRoutingCore();
        content.Add(builder.Services);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainTime);
        var host = builder.Build();

        if (options.OnAnswer is { } listener)
            host.Use(next => new AnswerLog(next, listener, options.Clock).AnswerAsync);
        if (options.OtlpEndpoint is not null)
            host.Use(next => new RequestSpans(next).AnswerAsync);
        content.Map(host);
        return host;
    }

    private static void Configure(KestrelServerOptions kestrel, IServedContent content, ServeOptions options, Http2Handover http2)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = content.MostBytesOfBody;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 << 10;
        kestrel.Limits.RequestHeadersTimeout = options.HeadersWithin;
        kestrel.Limits.KeepAliveTimeout = KeepAlive;
        // A modem is faster; a sender that pauses is waited for, on average over its whole upload.
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: options.BodyGrace);
        kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: options.BodyGrace);
        kestrel.Listen(options.Address, options.Port, listen =>
        {
            if (options.Certificate is { } certificate)
                listen.UseHttps(https => (https.ServerCertificate, https.ServerCertificateChain) = (certificate.Leaf, certificate.Chain));
            else
                listen.Use(http2.Sort);
        });
        if (options.Certificate is null)
            kestrel.Listen(Http2Handover.Inside, listen => listen.Protocols = HttpProtocols.Http2);
    }

    // The process decides when to stop: Ctrl-C reaches the command, not the web host.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
