using Hearth.Server.Api;
using Hearth.Server.Auth;
using Hearth.Server.Managed;
using Hearth.Server.Folders;
using Hearth.Server.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Hearth.Server.Hosting;

/// <summary>Managed channels: their files, and the interfaces to publish to them.</summary>
internal sealed class ManagedContent(ManagedInstance instance, ServeOptions options) : IServedContent
{
    // Each endpoint knows what it takes, and counts.
    public long? MostBytesOfBody => null;

    public IReadOnlyList<string> ChannelPaths => [.. instance.Live.All.Select(channel => channel.Channel.Name.ToString())];

    public void Add(IServiceCollection services) => options.Limits.Add(services);

    public void Map(WebApplication app)
    {
        var blobs = new HotBlobs(instance.Store.Blobs, options.MostBytesInMemory, options.Clock, instance.Metrics);
        var artifacts = new ArtifactFiles(blobs, instance.Store.Blobs, instance.Pulled);
        var files = new ChannelFilesEndpoint(
            instance.Live, blobs, artifacts, instance.Attestations, new DatedFilesEndpoint(instance.History, instance.PastFiles, artifacts), options.RedirectsArtifacts ? instance.Store.Blobs : null, instance.Store.Clock);
        app.Use(next => context => instance.Metrics.Requests.MeasureAsync(context, next));
        // Files first: they are most of what is asked for, and need none of the routing. What is in memory is answered where it was asked for.
        app.Use(next =>
        {
            RequestDelegate elsewhere = context => AnswerFileAsync(context, files) ?? next(context);
            RequestDelegate answer = context => AnswerHeld(context, files) ?? PromptSockets.AnswerElsewhereAsync(context, elsewhere);
            return context => StoreAway.AnswerAsync(context, answer);
        });
        app.UseSecurityHeaders();
        app.UseCsrfProtection(instance.Gate, instance.Csrf);
        app.UseRateLimiter();
        var api = new ApiRouter(instance, blobs);
        var pages = new PageRouter(instance.Live, api);
        app.Use((context, next) => pages.AnswerAsync(context) ?? next(context));
        app.UseRouting();
        instance.SignIn?.Map(app);
        api.Map(app);
        app.UseEndpoints(static _ => { });
        app.Run(Refusal.NotFound.SendAsync);
    }

    public Task RunAsync(CancellationToken cancellation) =>
        Task.WhenAll(instance.RunAsync(cancellation), new TroubleWatch(instance, options.OnEvent).RunAsync(cancellation));

    public ValueTask DisposeAsync() => instance.DisposeAsync();

    private static Task? AnswerHeld(HttpContext context, ChannelFilesEndpoint files) =>
        TryRead(context, files, out var named, out var hadToken) && !named.Channel.Channel.Settings.Private ? files.AnswerHeld(context, named, hadToken) : null;

    private Task? AnswerFileAsync(HttpContext context, ChannelFilesEndpoint files)
    {
        if (!TryRead(context, files, out var named, out var hadToken))
            return null;
        return named.Channel.Channel.Settings.Private ? AnswerPrivateAsync(context, files, named) : files.AnswerAsync(context, named, hadToken);
    }

    private static bool TryRead(HttpContext context, ChannelFilesEndpoint files, out ChannelPath named, out bool hadToken)
    {
        (named, hadToken) = (default, false);
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            return false;
        var path = ServedPath.WithoutToken(request.Path.Value ?? "");
        hadToken = path.HadToken;
        return path.IsSafe() && files.TryRead(path.Value, out named) && !PageRouter.IsPage(named);
    }

    private async Task AnswerPrivateAsync(HttpContext context, ChannelFilesEndpoint files, ChannelPath named)
    {
        var channel = named.Channel.Channel;
        var caller = await instance.Gate.IdentifyAsync(context);
        if (instance.Gate.Refusal(caller, Need.Read, channel, channel.Name.ToString()) is { } refusal)
        {
            context.Response.Headers.WWWAuthenticate = refusal.Status == StatusCodes.Status401Unauthorized ? "Bearer realm=\"hearth\", Basic realm=\"hearth\"" : default(string);
            context.Response.StatusCode = refusal.Status;
            context.Response.Headers.ContentType = ContentTypes.Json;
            await context.Response.BodyWriter.WriteAsync(refusal.ToJson(), context.RequestAborted);
            return;
        }
        await files.AnswerAsync(context, named, isPrivate: true);
    }
}
