using Hearth.Channels.Live;
using Hearth.Conda.Names;
using Hearth.Server.Api;
using Hearth.Server.Managed;
using Hearth.Server.Folders;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Pages;

/// <summary>
/// Finds the page that a path names. Not left to the routing of the API, whose patterns know no channel with a slash in its name; what a
/// requester may see is decided in the same place as there.
/// </summary>
internal sealed class PageRouter(LiveChannels channels, ApiRouter api)
{
    private const string ChannelPart = "/{channel}";

    /// <summary>Every page.</summary>
    public static IReadOnlyList<ApiEndpoint> Endpoints { get; } =
    [
        Page("/", Need.Nothing, "The channels that the requester may read.", HomePage.AnswerAsync),
        Form("/", Need.Administer, "Makes a channel.", HomePage.CreateAsync),
        Page("/-/search", Need.Nothing, "Search in every channel that the requester may read.", SearchPage.AnswerAsync),
        Page("/-/style/{file}", Need.Nothing, "The stylesheet.", SendStyleAsync),
        .. SignInPage.Endpoints,
        .. TokensPage.Endpoints,
        .. TeamsPage.Endpoints,
        .. PeoplePage.Endpoints,
        .. IssuersPage.Endpoints,
        .. JobsPage.Endpoints,
        .. MirrorsPage.Endpoints,
        Page("/-/audit", Need.Administer, "Who changed what in the instance.", AuditPage.AnswerAsync),
        Page("/{channel}/", Need.Read, "A channel: what it has, what is new, how to use it.", ChannelPage.AnswerAsync),
        Page("/{channel}/-/search", Need.Read, "Search in a channel.", SearchPage.AnswerAsync),
        Page("/{channel}/-/packages", Need.Read, "The names in a channel.", PackagesPage.AnswerAsync),
        Page("/{channel}/-/packages/{name}", Need.Read, "A name: versions, builds, what they need, what needs them.", PackagePage.AnswerAsync),
        Page("/{channel}/-/artifacts/{subdir}/{file}", Need.Read, "An artifact: what is in it, who published it, what patches changed.", ArtifactPage.AnswerAsync),
        .. ArtifactForms.Endpoints,
        Page("/{channel}/-/changes", Need.Read, "The log of a channel, newest first.", ChangesPage.AnswerAsync),
        Page("/{channel}/-/changes.atom", Need.Read, "The log of a channel as a feed.", ChangesPage.AnswerFeedAsync),
        .. HistoryPage.Endpoints,
        Page("/{channel}/-/diff", Need.Read, "What differs between two moments of a channel.", DifferencesPage.AnswerAsync),
        Page("/{channel}/-/labels", Need.Read, "The labels of a channel.", LabelsPage.AnswerAsync),
        Page("/{channel}/-/patches", Need.Read, "The patch sets of a channel.", PatchesPage.AnswerAsync),
        .. NoticesPage.Endpoints,
        .. SourcesPage.Endpoints,
        .. SubmissionsPage.Endpoints,
        .. AccessPage.Endpoints,
    ];

    /// <summary>Whether what a path names in a channel is for people: the channel itself, the folder of a label or subdir, or a page.</summary>
    public static bool IsPage(ChannelPath named) =>
        named.Dated is null && IsPageOfNow(named);

    private static bool IsPageOfNow(ChannelPath named) =>
        named.Rest is "" or PageAddress.Mark || named.Rest.StartsWith(PageAddress.Mark + "/", StringComparison.Ordinal) || SubdirOf(named) is not null;

    /// <summary>Answers with a page.</summary>
    /// <returns>Null if the path names none.</returns>
    public Task? AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var isForm = HttpMethods.IsPost(request.Method);
        if (!isForm && !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            return null;
        var path = ServedPath.WithoutToken(request.Path.Value ?? "");
        if (!path.IsSafe())
            return null;
        if (!ChannelPath.TryRead(channels, path.Value, out var named))
            return Find("", path.Value, isForm) is { } page ? AnswerAsync(context, page.Endpoint, page.Parts) : null;
        if (!IsPage(named.Value))
            return null;
        var channel = named.Value.Channel.Channel.Name.ToString();
        var rest = named.Value.Rest;
        if (!isForm && FolderAddress(named.Value, path.Value) is { } elsewhere)
            return RedirectAsync(context, elsewhere);
        if (Find(ChannelPart, "/" + rest, isForm) is not { } found)
            return isForm ? null : Refusal.NotFound.SendAsync(context);
        found.Parts["channel"] = channel;
        return AnswerAsync(context, found.Endpoint, found.Parts);
    }

    // Folders of files have no page of their own: the page that lists the same is elsewhere.
    private static string? FolderAddress(ChannelPath named, string path)
    {
        var channel = named.Channel.Channel.Name.ToString();
        var label = named.Label == Label.Main ? null : named.Label.ToString();
        if (SubdirOf(named) is { } subdir)
            return PageAddress.PackagesOf(channel, label, subdir);
        if (named.Rest.Length > 0)
            return null;
        if (label is not null)
            return PageAddress.PackagesOf(channel, label, subdir: null);
        return path == PageAddress.Channel(channel) ? null : PageAddress.Channel(channel);
    }

    private static string? SubdirOf(ChannelPath named) =>
        named.Rest.EndsWith('/') && Subdir.TryParse(named.Rest.AsSpan(0, named.Rest.Length - 1), null, out var subdir) ? subdir.ToString() : null;

    private Task AnswerAsync(HttpContext context, ApiEndpoint endpoint, Dictionary<string, string> parts)
    {
        foreach (var (name, value) in parts)
            context.Request.RouteValues[name] = Uri.EscapeDataString(value);
        return api.AnswerAsync(context, endpoint);
    }

    private static Task RedirectAsync(HttpContext context, string address)
    {
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = address;
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    private static (ApiEndpoint Endpoint, Dictionary<string, string> Parts)? Find(string scope, string path, bool isForm)
    {
        foreach (var endpoint in Endpoints)
        {
            if (HttpMethods.IsPost(endpoint.Method) == isForm
                && endpoint.Pattern.StartsWith(ChannelPart, StringComparison.Ordinal) == (scope.Length > 0)
                && PartsOf(endpoint.Pattern[scope.Length..], path) is { } parts)
                return (endpoint, parts);
        }
        return null;
    }

    private static Dictionary<string, string>? PartsOf(string pattern, string path)
    {
        var (expected, given) = (pattern.Split('/'), path.Split('/'));
        if (expected.Length != given.Length)
            return null;
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < expected.Length; i++)
        {
            if (expected[i].StartsWith('{'))
                parts[expected[i][1..^1]] = given[i];
            else if (expected[i] != given[i])
                return null;
        }
        return parts;
    }

    private static Task SendStyleAsync(ApiCall call) => call.Part("file") == Stylesheet.File
        ? RepresentationAnswer.SendAsync(call.Context, Stylesheet.Representation, isPrivate: false)
        : Refusal.NotFound.SendAsync(call.Context);

    /// <summary>Something to look at.</summary>
    public static ApiEndpoint Page(string pattern, Need need, string summary, Func<ApiCall, Task> handle) => Endpoint("GET", pattern, need, summary, handle);

    /// <summary>What a form of a page is sent to.</summary>
    public static ApiEndpoint Form(string pattern, Need need, string summary, Func<ApiCall, Task> handle) => Endpoint("POST", pattern, need, summary, handle);

    private static ApiEndpoint Endpoint(string method, string pattern, Need need, string summary, Func<ApiCall, Task> handle) =>
        new(method, pattern, need, summary, handle) { Dialect = "pages", Refuse = PageAnswer.RefuseAsync };
}
