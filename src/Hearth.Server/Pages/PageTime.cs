using Hearth.Server.Api;

namespace Hearth.Server.Pages;

/// <summary>
/// Where a reader chooses the time that a page of a channel shows: a date, an instant, a revision or a snapshot. Pages that have no
/// past lead to that of the channel.
/// </summary>
internal static class PageTime
{
    // What chooses the part of a page, beside the time.
    private static readonly string[] Kept = ["label", "subdir", "version"];

    /// <summary>The choice, and on a page of the past what it shows; nothing on pages that are about no channel.</summary>
    public static Html Of(ApiCall call, PageContent page)
    {
        if (page.Channel is not { } channel)
            return Html.None;
        var action = page.HasPast ? call.Request.PathBase.Add(call.Request.Path).ToUriComponent() : PageAddress.Channel(channel);
        var kept = page.HasPast ? Kept.Where(name => call.Query(name) is { Length: > 0 }).Select(name => (Html)$"""<input type="hidden" name="{name}" value="{call.Query(name)}">""") : [];
        Html shown = page.AsOf is { } asOf
            ? (Html)$"""As of {Parts.Minute(asOf.ShownAt)}, r{asOf.Revision}"""
            : $"As of now";
        return $"""
            <section class="time" aria-label="Time"><details><summary>{shown}</summary>
            <form action="{action}">{kept}
            <div class="field"><label for="at">Show it as of</label><input id="at" name="{PageAddress.AtParameter}" value="{page.AsOf?.Moment}" placeholder="2026-11-01" maxlength="64" required autocomplete="off" autocapitalize="off" spellcheck="false" aria-describedby="at-hint"></div>
            <button>Show</button>
            <p class="hint" id="at-hint">A date, an instant (2026-11-01T10:15:00Z), a revision (r12), a time ago (7d) or a snapshot. Or choose in <a href="{PageAddress.History(channel)}">the calendar</a>.</p>
            </form></details></section>

            """;
    }

    /// <summary>What stands above a page of the past; nothing above one of now.</summary>
    public static Html Note(ApiCall call, PageContent page)
    {
        if (page is not { AsOf: { } asOf, Channel: { } channel })
            return Html.None;
        var query = string.Join('&', Kept.Where(name => call.Query(name) is { Length: > 0 }).Select(name => $"{name}={Uri.EscapeDataString(call.Query(name)!)}"));
        var now = page.Now ?? call.Request.PathBase.Add(call.Request.Path).ToUriComponent() + (query.Length > 0 ? "?" : "") + query;
        return $"""
            <p class="note">This is {channel} as it was at {Parts.Minute(asOf.ShownAt)} UTC, revision {asOf.Revision}. Clients find it at <code>{asOf.Address}</code>. <a href="{now}">See it as it is now</a></p>

            """;
    }
}
