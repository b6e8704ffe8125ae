using System.Text.Json;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>The pages of logs.</summary>
internal static class ChangesView
{
    /// <summary>The log of a channel.</summary>
    public static PageContent Of(LogDocument page) => new($"Changes · {page.Channel}", $"""
        <h1>Changes</h1>
        <p class="lead">Every change of {page.Channel}, newest first. Nothing here is ever edited.</p>
        {Table(page.Channel, page.Changes)}
        {Older(page.Before is { } before ? PageAddress.Changes(page.Channel!, before) : null)}
        """)
    {
        Channel = page.Channel,
        Section = "Changes",
        Revision = page.Revision,
        Feed = PageAddress.Feed(page.Channel!),
        Trail = [(page.Channel!, PageAddress.Channel(page.Channel!)), ("Changes", PageAddress.Changes(page.Channel!))],
    };

    /// <summary>The log of the instance.</summary>
    public static PageContent OfInstance(LogDocument page) => new("Audit log", $"""
        <h1>Audit log</h1>
        <p class="lead">Who changed what outside the channels, newest first.</p>
        {Table(null, page.Changes)}
        {Older(page.Before is { } before ? PageAddress.Audit(before) : null)}
        """)
    {
        Section = "Audit log",
        Trail = [("Audit log", PageAddress.Audit())],
    };

    /// <summary>Changes, one a row; artifacts of a channel lead to their pages.</summary>
    /// <param name="channel">The channel; null for the log of the instance.</param>
    /// <param name="changes">The changes.</param>
    /// <param name="statesFrom">The first revision that leads to the channel as of it.</param>
    public static Html Table(string? channel, IReadOnlyList<ChangeLine> changes, long statesFrom = long.MaxValue) => Parts.Table(
        "Log",
        $"""<th scope="col" class="n">Revision</th><th scope="col">What</th><th scope="col">When</th><th scope="col">Who</th>""",
        changes.Select(change => Row(channel, change, change.Revision >= statesFrom)));

    /// <summary>The feed of a channel's log (RFC 4287; paged as RFC 5005 §3 says).</summary>
    public static Html Feed(LogDocument page, string server)
    {
        var channel = page.Channel!;
        var next = page.Before is { } before ? (Html)$"""<link rel="next" href="{server}{PageAddress.Feed(channel, before)}"/>""" : Html.None;
        var updated = page.Changes.Count > 0 ? page.Changes[0].At : DateTimeOffset.UnixEpoch;
        return $"""
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom">
            <id>{server}{PageAddress.Feed(channel)}</id>
            <title>{channel}: changes</title>
            <updated>{Parts.Instant(updated)}</updated>
            <link rel="self" href="{server}{PageAddress.Feed(channel)}"/>
            <link rel="alternate" type="text/html" href="{server}{PageAddress.Changes(channel)}"/>
            {next}
            {page.Changes.Select(change => Entry(change, channel, server))}</feed>

            """;
    }

    // The chain of hashes makes each change's own the one name that it can have.
    private static Html Entry(ChangeLine change, string channel, string server) => $"""
        <entry><id>urn:hearth:change:{change.Hash}</id>
        <title>{change.Subject} {Words(change)}</title>
        <updated>{Parts.Instant(change.At)}</updated>
        <author><name>{change.Actor}</name></author>
        <link rel="alternate" type="text/html" href="{server}{AddressOf(channel, change) ?? PageAddress.Changes(channel, change.Revision + 1)}"/>
        <summary>Revision {change.Revision} of {channel}: {change.Subject} {Words(change)}.</summary></entry>

        """;

    private static Html Row(string? channel, ChangeLine change, bool withState) => $"""
        <tr><td class="n">{(withState && channel is not null ? (Html)$"""<a href="{PageAddress.At(PageAddress.Channel(channel), change.Revision)}" rel="nofollow">{change.Revision}</a>""" : $"{change.Revision}")}</td><td class="what">{Subject(channel, change)} {Words(change)}</td><td>{Parts.Minute(change.At)}</td><td>{change.Actor}</td></tr>

        """;

    private static Html Subject(string? channel, ChangeLine change) => channel is not null && AddressOf(channel, change) is { } address
        ? (Html)$"""<a class="file" href="{address}">{change.Subject}</a>"""
        : $"""<span class="file">{change.Subject}</span>""";

    private static string? AddressOf(string channel, ChangeLine change) =>
        change.Kind.StartsWith("artifact.", StringComparison.Ordinal) && change.Subject.IndexOf('/') is var slash and > 0
            ? PageAddress.Artifact(channel, change.Subject[..slash], change.Subject[(slash + 1)..])
            : null;

    private static string Words(ChangeLine change) => change.Kind switch
    {
        "artifact.added" => $"added{To(change)}",
        "artifact.removed" => $"removed{Because(change)}",
        "artifact.restored" => $"restored{To(change)}",
        "artifact.blocked" => $"blocked{Because(change)}",
        "artifact.labels" => $"listed under {Labels(change)}",
        "patch.applied" => "applied, a patch set",
        "patch.withdrawn" => "withdrawn, a patch set",
        "view.selected" => $"a view: {Count(change, "shown")} more shown, {Count(change, "hidden")} hidden",
        "channel.created" => "created",
        "channel.settings" => "configured",
        "channel.notices" => "has new notices",
        _ => change.Kind.Replace('.', ' '),
    };

    private static string To(ChangeLine change) => Labels(change) is { Length: > 0 } labels and not "main" ? $" to {labels}" : "";

    private static string Because(ChangeLine change) =>
        change.Body.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.String && reason.GetString() is { Length: > 0 } text ? $": {text}" : "";

    private static string Count(ChangeLine change, string member) => change.Body.TryGetProperty(member, out var count) ? count.ToString() : "0";

    private static string Labels(ChangeLine change) => change.Body.TryGetProperty("labels", out var labels) && labels.ValueKind == JsonValueKind.Array
        ? string.Join(", ", labels.EnumerateArray().Select(label => label.ToString()))
        : "";

    private static Html Older(string? address) => address is null ? Html.None : $"""<nav class="steps" aria-label="Pages"><a href="{address}">Older</a></nav>""";
}
