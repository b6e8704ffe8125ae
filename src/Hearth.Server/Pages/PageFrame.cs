using Hearth.Channels.Access;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;
using Microsoft.AspNetCore.Http.Extensions;

namespace Hearth.Server.Pages;

/// <summary>The frame of every page: skip link, search, the way here, and at the end what it shows and how to get the same by other means.</summary>
internal static class PageFrame
{
    public static Html Of(ApiCall call, PageContent page)
    {
        var twin = Twin(call);
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{page.Title}</title>
            <link rel="stylesheet" href="{Stylesheet.Address}">
            <link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Cpath fill='%23c2410c' d='M16 2c1 6 9 9 9 18a9 9 0 0 1-18 0c0-4 2-6 4-9 1 3 2 4 3 4 1-4-1-8 2-13z'/%3E%3C/svg%3E">
            <link rel="alternate" type="application/json" href="{twin}">
            {Robots(page)}{Feed(page)}</head>
            <body>
            <a class="skip" href="#content">Skip to content</a>
            <header class="top"><div class="wide">
            <a class="brand" href="/"><svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true"><path d="M16 2c1 6 9 9 9 18a9 9 0 0 1-18 0c0-4 2-6 4-9 1 3 2 4 3 4 1-4-1-8 2-13z"/></svg>Hearth</a>
            {SearchForm(page)}
            {Account(call)}
            </div></header>
            <div class="wide">
            <div class="way">{Trail(page)}{PageTime.Of(call, page)}</div>
            {Sections(call, page)}<main id="content" tabindex="-1">
            {PageTime.Note(call, page)}{page.Main}
            </main>
            </div>
            <footer class="bottom"><div class="wide">
            <p>{Shown(page)}<a href="{twin}">This page as JSON</a>{(page.Feed is { } feed ? Link(feed, "as a feed") : Html.None)}</p>
            <details><summary>This page as a command</summary><pre tabindex="0"><code>curl '{Absolute(call, twin)}'</code></pre></details>
            </div></footer>
            </body>
            </html>

            """;
    }

    /// <summary>The address of the server as the requester knows it, without a slash at the end.</summary>
    public static string ServerOf(ApiCall call) => UriHelper.BuildAbsolute(call.Request.Scheme, call.Request.Host).TrimEnd('/');

    // A quote would end the argument in the shell; addresses hold them only unescaped in a query.
    private static string Absolute(ApiCall call, string address) => ServerOf(call) + address.Replace("'", "%27", StringComparison.Ordinal);

    /// <summary>The address of the request, to come back to.</summary>
    public static string Here(ApiCall call) => call.Request.PathBase.Add(call.Request.Path).ToUriComponent() + call.Request.QueryString.Value;

    private static string Twin(ApiCall call)
    {
        var request = call.Request;
        var address = request.PathBase.Add(request.Path).ToUriComponent();
        var query = request.QueryString.Value is { Length: > 1 } given ? given + "&" : "?";
        return address + query + PageAddress.JsonFormat;
    }

    // There are as many pasts as revisions; none is worth more than the present to those who index the web.
    private static Html Robots(PageContent page) => page.AsOf is null ? Html.None : $"""
        <meta name="robots" content="noindex">

        """;

    private static Html Feed(PageContent page) => page.Feed is { } feed
        ? $"""
            <link rel="alternate" type="application/atom+xml" href="{feed}">

            """
        : Html.None;

    private static Html Link(string address, string text) => $""" · <a href="{address}">{text}</a>""";

    private static Html SearchForm(PageContent page)
    {
        var where = page.Channel is { } channel ? $"Search {channel}" : "Search packages";
        return $"""
            <form class="search" role="search" action="{PageAddress.SearchForm(page.Channel)}">
            <label class="unseen" for="q">{where}</label>
            <input id="q" name="q" type="search" value="{page.Query}" placeholder="{where}" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="100">
            <button>Search</button>
            </form>
            """;
    }

    private static Html Trail(PageContent page)
    {
        if (page.Trail.Count == 0)
            return Html.None;
        var steps = page.Trail.Select((step, i) => i == page.Trail.Count - 1
            ? (Html)$"""<li><a href="{step.Address}" aria-current="page">{step.Text}</a></li>"""
            : $"""<li><a href="{step.Address}">{step.Text}</a></li>""");
        return $"""<nav class="trail" aria-label="Breadcrumb"><ol><li><a href="/">Channels</a></li>{steps}</ol></nav>""";
    }

    // Who looks, and the way in or out.
    private static Html Account(ApiCall call)
    {
        if (!call.Who.IsIdentified)
            return $"""<nav class="account" aria-label="You"><a href="{PageAddress.SignIn(call.Request.Path == PageAddress.SignIn() ? null : Here(call))}">Sign in</a></nav>""";
        var name = call.Who.User?.Name.ToString() ?? $"token {call.Who.Token?.Parent ?? call.Who.Token?.Id}";
        var isSession = call.Who.Token is { Kind: TokenKind.Session };
        return $"""<nav class="account" aria-label="You"><a href="{PageAddress.Tokens}">{name}</a>{(isSession ? new PageForms(call).Button(PageAddress.SignOut, "Sign out", "") : Html.None)}</nav>""";
    }

    private static Html Sections(ApiCall call, PageContent page)
    {
        var (name, sections) = page.Channel is { } channel ? (channel, OfChannel(call, channel, page.AsOf)) : ("Hearth", OfInstance(call));
        var shown = sections.Where(section => section.IsShown).ToList();
        return shown.Count < 2 ? Html.None : $"""
            <nav class="sections" aria-label="{name}"><ul>{shown.Select(section => Section(section.Text, section.Address, section.Text == page.Section))}</ul></nav>

            """;
    }

    private static IEnumerable<(string Text, string Address, bool IsShown)> OfChannel(ApiCall call, string channel, AsOfDocument? asOf)
    {
        // A search in a channel, too, is answered with the channel in hand; a refusal may be about one that there is not.
        var isKnown = call.Context.Request.RouteValues.ContainsKey("channel") && call.Who.IsIdentified;
        return
        [
            ("Overview", PageAddress.At(PageAddress.Channel(channel), asOf), true),
            ("Packages", PageAddress.At(PageAddress.Packages(channel), asOf), true),
            ("Changes", PageAddress.Changes(channel), true),
            ("History", PageAddress.History(channel), true),
            ("Labels", PageAddress.Labels(channel), true),
            ("Patches", PageAddress.Patches(channel), true),
            ("Notices", PageAddress.Notices(channel), true),
            ("Sources", PageAddress.Sources(channel), true),
            ("Mirror", PageAddress.Mirror(channel), call.Instance.Live.TryFind(channel, out var live) && live.Channel.Settings.Mirror is not null && call.MayRead(live)),
            ("Submissions", PageAddress.Submissions(channel), isKnown && call.Allows(Need.Publish)),
            ("Access", PageAddress.Access(channel), isKnown && call.Allows(Need.Own)),
        ];
    }

    private static IEnumerable<(string Text, string Address, bool IsShown)> OfInstance(ApiCall call)
    {
        var (isKnown, isAdmin) = (call.Who.IsIdentified, call.Who.MayAdminister().IsAllowed);
        return
        [
            ("Channels", PageAddress.Home, true),
            ("Sources", PageAddress.Sources(), true),
            ("Mirrors", PageAddress.Mirrors, isAdmin || call.Instance.Live.All.Any(channel => channel.Channel.Settings.Mirror is not null && call.MayRead(channel))),
            ("Tokens", PageAddress.Tokens, isKnown),
            ("Teams", PageAddress.Teams, isKnown),
            ("People", PageAddress.People, isAdmin),
            ("Issuers", PageAddress.Issuers, isAdmin),
            ("Jobs", PageAddress.Jobs(), isAdmin),
            ("Audit log", PageAddress.Audit(), isAdmin),
        ];
    }

    private static Html Section(string text, string address, bool isCurrent) => isCurrent
        ? (Html)$"""<li><a href="{address}" class="current">{text}</a></li>"""
        : $"""<li><a href="{address}">{text}</a></li>""";

    private static Html Shown(PageContent page) => page is { Channel: { } channel, Revision: { } revision }
        ? $"""<strong>{channel}</strong>, revision <a href="{PageAddress.Changes(channel, page.AsOf is null ? null : revision + 1)}">{revision}</a> · """
        : Html.None;
}
