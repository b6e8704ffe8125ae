using Hearth.Server.Api;
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
            {Feed(page)}</head>
            <body>
            <a class="skip" href="#content">Skip to content</a>
            <header class="top"><div class="wide">
            <a class="brand" href="/"><svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true"><path d="M16 2c1 6 9 9 9 18a9 9 0 0 1-18 0c0-4 2-6 4-9 1 3 2 4 3 4 1-4-1-8 2-13z"/></svg>Hearth</a>
            {SearchForm(page)}
            </div></header>
            <div class="wide">
            {Trail(page)}
            {Sections(page)}<main id="content" tabindex="-1">
            {page.Main}
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

    private static string Twin(ApiCall call)
    {
        var request = call.Request;
        var address = request.PathBase.Add(request.Path).ToUriComponent();
        var query = request.QueryString.Value is { Length: > 1 } given ? given + "&" : "?";
        return address + query + PageAddress.JsonFormat;
    }

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

    private static Html Sections(PageContent page)
    {
        if (page.Channel is not { } channel)
            return Html.None;
        (string Text, string Address)[] sections =
        [
            ("Overview", PageAddress.Channel(channel)),
            ("Packages", PageAddress.Packages(channel)),
            ("Changes", PageAddress.Changes(channel)),
            ("Labels", PageAddress.Labels(channel)),
            ("Patches", PageAddress.Patches(channel)),
        ];
        return $"""
            <nav class="sections" aria-label="{channel}"><ul>{sections.Select(section => Section(section.Text, section.Address, section.Text == page.Section))}</ul></nav>

            """;
    }

    private static Html Section(string text, string address, bool isCurrent) => isCurrent
        ? (Html)$"""<li><a href="{address}" class="current">{text}</a></li>"""
        : $"""<li><a href="{address}">{text}</a></li>""";

    private static Html Shown(PageContent page) => page is { Channel: { } channel, Revision: { } revision }
        ? $"""<strong>{channel}</strong>, revision <a href="{PageAddress.Changes(channel)}">{revision}</a> · """
        : Html.None;
}
