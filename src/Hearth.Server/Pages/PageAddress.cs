using System.Globalization;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>
/// Where the pages are. A component <c>-</c> stands between a channel and what is only for people: no channel, subdir or label may be
/// called so (CEP 26), so no page ever hides a file.
/// </summary>
internal static class PageAddress
{
    /// <summary>What the path of a page begins with, below a channel or the root.</summary>
    public const string Mark = "-";

    public const string Home = "/";

    /// <summary>What asks for the JSON of a page. Not an extension, because packages may be called <c>x.json</c>.</summary>
    public const string JsonFormat = "format=json";

    public static string Search(string? channel, string query) => $"{Below(channel)}/search?q={Uri.EscapeDataString(query)}";

    public static string SearchForm(string? channel) => $"{Below(channel)}/search";

    public static string Channel(string channel) => $"/{channel}/";

    public static string Packages(string channel) => $"{Below(channel)}/packages";

    public static string PackagesOf(string channel, string? label, string? subdir, int start = 0)
    {
        List<string> query = [];
        if (label is not (null or "main"))
            query.Add("label=" + Uri.EscapeDataString(label));
        if (subdir is not null)
            query.Add("subdir=" + Uri.EscapeDataString(subdir));
        if (start > 0)
            query.Add("start=" + start.ToString(CultureInfo.InvariantCulture));
        return query.Count == 0 ? Packages(channel) : $"{Packages(channel)}?{string.Join('&', query)}";
    }

    public static string Package(string channel, string name) => $"{Packages(channel)}/{Uri.EscapeDataString(name)}";

    public static string Version(string channel, string name, string version) => $"{Package(channel, name)}?version={Uri.EscapeDataString(version)}#builds";

    public static string Artifact(string channel, string subdir, string file, string? action = null) =>
        $"{Below(channel)}/artifacts/{Uri.EscapeDataString(subdir)}/{Uri.EscapeDataString(file)}{(action is null ? "" : "/")}{action}";

    public static string File(string channel, string subdir, string file) => $"/{channel}/{Uri.EscapeDataString(subdir)}/{Uri.EscapeDataString(file)}";

    public const string Mirrors = "/-/mirrors";

    public static string Mirror(string channel) => $"{Below(channel)}/mirror";

    public static string Labels(string channel) => $"{Below(channel)}/labels";

    public static string Patches(string channel) => $"{Below(channel)}/patches";

    public static string Changes(string channel, long? before = null) =>
        before is null ? $"{Below(channel)}/changes" : string.Create(CultureInfo.InvariantCulture, $"{Below(channel)}/changes?before={before}");

    public static string Feed(string channel, long? before = null) =>
        before is null ? $"{Below(channel)}/changes.atom" : string.Create(CultureInfo.InvariantCulture, $"{Below(channel)}/changes.atom?before={before}");

    /// <summary>The pages of a year, a month or a day.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="period"><c>2026</c>, <c>2026-11</c> or <c>2026-11-01</c>; null for the year of the last change.</param>
    /// <param name="before">Where a day goes on.</param>
    public static string History(string channel, string? period = null, long? before = null) =>
        $"{Below(channel)}/history{(period is null ? "" : "/")}{period}{(before is null ? "" : string.Create(CultureInfo.InvariantCulture, $"?before={before}"))}";

    public static string Differences(string channel) => $"{Below(channel)}/diff";

    /// <summary>What differs between two moments.</summary>
    public static string Differences(string channel, string before, string? after, string label = "main", int start = 0)
    {
        List<string> query = ["before=" + Uri.EscapeDataString(before)];
        if (after is not null)
            query.Add("after=" + Uri.EscapeDataString(after));
        if (label != "main")
            query.Add("label=" + Uri.EscapeDataString(label));
        if (start > 0)
            query.Add("start=" + start.ToString(CultureInfo.InvariantCulture));
        return $"{Differences(channel)}?{string.Join('&', query)}";
    }

    /// <summary>The parameter that asks a page for a moment of the past.</summary>
    public const string AtParameter = "at";

    /// <summary>The same page as of a moment; as it is for now.</summary>
    public static string At(string address, AsOfDocument? asOf) => asOf is null ? address : At(address, asOf.Revision);

    /// <summary>The same page as of a revision.</summary>
    public static string At(string address, long revision)
    {
        var end = address.IndexOf('#', StringComparison.Ordinal) is var mark and >= 0 ? mark : address.Length;
        var separator = address.AsSpan(0, end).Contains('?') ? '&' : '?';
        return string.Create(CultureInfo.InvariantCulture, $"{address.AsSpan(0, end)}{separator}{AtParameter}=r{revision}{address.AsSpan(end)}");
    }

    /// <summary>The channel of a revision, for clients.</summary>
    public static string Dated(string channel, long revision) => string.Create(CultureInfo.InvariantCulture, $"/{channel}/snapshot/r{revision}");

    public const string Tokens = "/-/tokens";

    public const string Teams = "/-/teams";

    public const string People = "/-/people";

    public const string Issuers = "/-/issuers";

    public const string SignOut = "/-/sign-out";

    public static string SignIn(string? returnTo = null) => returnTo is null ? "/-/sign-in" : $"/-/sign-in?return={Uri.EscapeDataString(returnTo)}";

    public static string Token(string id, string action) => $"{Tokens}/{Uri.EscapeDataString(id)}/{action}";

    public static string Team(string name, string action) => $"{Teams}/{Uri.EscapeDataString(name)}/{action}";

    public static string Person(string name, string action) => $"{People}/{Uri.EscapeDataString(name)}/{action}";

    public static string Jobs(string? state = null) => state is null ? "/-/jobs" : $"/-/jobs?state={state}";

    public static string Job(long id, string? action = null) => string.Create(CultureInfo.InvariantCulture, $"/-/jobs/{id}{(action is null ? "" : "/")}{action}");

    public static string Submissions(string channel, string? state = null, long? before = null)
    {
        List<string> query = [];
        if (state is not null)
            query.Add("state=" + state);
        if (before is { } number)
            query.Add("before=" + number.ToString(CultureInfo.InvariantCulture));
        return $"{Below(channel)}/submissions{(query.Count > 0 ? "?" : "")}{string.Join('&', query)}";
    }

    public static string Submission(string channel, long id, string? action = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{Below(channel)}/submissions/{id}{(action is null ? "" : "/")}{action}");

    /// <summary>The sources of a channel, or of all.</summary>
    public static string Sources(string? channel = null) => $"{Below(channel)}/sources";

    public static string SourceFile(string sha256) => $"/sources/sha256/{sha256}";

    public static string Access(string channel) => $"{Below(channel)}/access";

    public static string Notices(string channel) => $"{Below(channel)}/notices";

    public static string Audit(long? before = null) => before is null ? "/-/audit" : string.Create(CultureInfo.InvariantCulture, $"/-/audit?before={before}");

    private static string Below(string? channel) => channel is null ? "/-" : $"/{channel}/-";
}
