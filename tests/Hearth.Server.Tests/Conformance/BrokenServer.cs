using System.Net;
using Hearth.Server.Conformance;
using Hearth.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hearth.Server.Tests.Conformance;

/// <summary>Our own server behind another one that spoils what passes.</summary>
internal static class BrokenServer
{
    /// <summary>The ids of the cases that do not pass, in order.</summary>
    /// <param name="folder">The channel.</param>
    /// <param name="before">Changes requests before our server sees them.</param>
    /// <param name="after">Changes answers.</param>
    /// <param name="change">Changes how the suite looks at it.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(
        string folder, Action<Exchange>? before = null, Action<Exchange>? after = null, Func<ConformanceOptions, ConformanceOptions>? change = null)
    {
        var start = Assert.IsType<ServerStart.Listening>(await ChannelServer.StartAsync(new ServeOptions { Folder = folder }));
        await using var server = start.Server;
        if (before is null && after is null)
            return await RunAsync(server.Url, change);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestLineSize = 64 << 10;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        await using var front = builder.Build();
        front.Run(context => PassAsync(context, http, server.Url, before, after));
        await front.StartAsync();
        return await RunAsync(new Uri(front.Urls.First()), change);
    }

    private static async Task<IReadOnlyList<string>> RunAsync(Uri url, Func<ConformanceOptions, ConformanceOptions>? change)
    {
        var options = new ConformanceOptions { Channel = url.ToString(), Subdirs = ["noarch", "linux-64"], Limit = 100 };
        var report = await ConformanceSuite.RunAsync(change?.Invoke(options) ?? options);
        return [.. report.Results.Where(result => result.Verdict >= Verdict.Warning).Select(result => result.Case.Id).Distinct().Order(StringComparer.Ordinal)];
    }

    private static async Task PassAsync(HttpContext context, HttpClient http, Uri server, Action<Exchange>? before, Action<Exchange>? after)
    {
        var exchange = new Exchange
        {
            Method = context.Request.Method,
            Target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            Request = context.Request.Headers.Where(header => header.Key is not ("Host" or "Connection"))
                .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
        };
        before?.Invoke(exchange);
        var target = new Uri(server.GetLeftPart(UriPartial.Authority) + exchange.Target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(new HttpMethod(exchange.Method), target);
        foreach (var (name, value) in exchange.Request)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await http.SendAsync(request, context.RequestAborted);
        exchange.Status = (int)answer.StatusCode;
        exchange.Body = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
        foreach (var header in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated))
            exchange.Answer[header.Key] = header.Value.ToString();
        after?.Invoke(exchange);
        context.Response.StatusCode = exchange.Status;
        foreach (var (name, value) in exchange.Answer.Where(header => header.Key != "Transfer-Encoding"))
            context.Response.Headers[name] = value;
        if (exchange.Method == "GET" && exchange.Status != StatusCodes.Status304NotModified)
            await context.Response.Body.WriteAsync(exchange.Body, context.RequestAborted);
    }
}
