using System.Globalization;
using Hearth.Conda.MatchSpecs;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>Small pieces that several pages show.</summary>
internal static class Parts
{
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB", "PB"];

    /// <summary>A size for people, such as <c>1.2 MB</c>.</summary>
    public static string Size(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        while (value >= 999.5 && unit < Units.Length - 1)
            (value, unit) = (value / 1000, unit + 1);
        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 || value >= 99.5 ? Math.Round(value) : Math.Round(value, 1))} {Units[unit]}");
    }

    /// <summary>A number with its digits in groups.</summary>
    public static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u202f');

    /// <summary>A count with its noun, such as <c>3 packages</c>.</summary>
    public static string Count(long number, string one, string many) => $"{Number(number)} {(number == 1 ? one : many)}";

    /// <summary>A day; the instant to the second for those who point at it.</summary>
    public static Html Day(DateTimeOffset instant) =>
        $"""<time datetime="{Instant(instant)}" title="{Instant(instant)}">{instant.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}</time>""";

    /// <summary>A day and the time of that day.</summary>
    public static Html Minute(DateTimeOffset instant) =>
        $"""<time datetime="{Instant(instant)}" title="{Instant(instant)}">{instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}</time>""";

    /// <summary>An instant as feeds and machines read it.</summary>
    public static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A link to elsewhere; nothing if the text is not an address that a browser may be sent to.</summary>
    public static Html Elsewhere(string? address, string text) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
            ? (Html)$"""<a href="{uri!.AbsoluteUri}" rel="nofollow noopener noreferrer">{text}</a>"""
            : Html.None;

    /// <summary>A MatchSpec whose name leads to the page of that name, where the channel has it.</summary>
    public static Html Spec(string channel, string spec, Func<string, bool> isInChannel, AsOfDocument? asOf)
    {
        var name = MatchSpec.NameOf(spec).ToString().ToLowerInvariant();
        var at = name.Length == 0 ? -1 : spec.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        if (at < 0 || !isInChannel(name))
            return $"<code>{spec}</code>";
        return $"""<code>{spec.AsSpan(0, at)}<a href="{PageAddress.At(PageAddress.Package(channel, name), asOf)}">{spec.AsSpan(at, name.Length)}</a>{spec.AsSpan(at + name.Length)}</code>""";
    }

    /// <summary>The subdirs as small marks.</summary>
    public static Html Marks(IEnumerable<string> texts) => $"""<span class="marks">{texts.Select(text => (Html)$"<span>{text}</span> ")}</span>""";

    /// <summary>One of several views of a list.</summary>
    public static Html Choice(string address, string text, bool isCurrent) => isCurrent
        ? (Html)$"""<li><a href="{address}" aria-current="true">{text}</a></li>"""
        : $"""<li><a href="{address}">{text}</a></li>""";

    /// <summary>A command that can be copied.</summary>
    public static Html Commands(params IEnumerable<string> lines) => $"""<pre tabindex="0"><code>{string.Join('\n', lines)}</code></pre>""";

    /// <summary>Facts with their names.</summary>
    public static Html Facts(params IEnumerable<Html> facts) => $"""<dl class="facts">{facts}</dl>""";

    /// <summary>A fact; nothing if it has no value.</summary>
    public static Html Fact(string name, Html value) => value.IsEmpty ? Html.None : $"<div><dt>{name}</dt><dd>{value}</dd></div>";

    /// <summary>A table that can be moved sideways where the screen is narrow.</summary>
    public static Html Table(string caption, Html head, IEnumerable<Html> rows, string shape = "") => $"""
        <div class="scroll {shape}" tabindex="0" role="region" aria-label="{caption}"><table>
        <thead><tr>{head}</tr></thead>
        <tbody>{rows}</tbody>
        </table></div>
        """;
}
