using System.Buffers;
using System.Globalization;
using Hearth.Conda.Names;
using Hearth.Conda.Records;

namespace Hearth.Channels.Views;

/// <summary>index.html of a channel and of its subdirs: plain pages that need no script and no server.</summary>
public static class PagesView
{
    private const string Style = """
        :root{color-scheme:light dark;--line:color-mix(in srgb,currentColor 18%,transparent);--soft:color-mix(in srgb,currentColor 65%,transparent)}
        body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:0 auto;padding:2rem 1rem}
        h1{margin:0 0 .25rem;font-size:1.8rem}h2{font-size:1.15rem;margin:2rem 0 .5rem}
        nav,p.note{color:var(--soft)}nav a{margin-right:1rem}
        .scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}
        th,td{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;border-bottom:1px solid var(--line)}
        td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}code,td.f{font-family:ui-monospace,monospace;font-size:.875rem}
        td.f,td.d{overflow-wrap:anywhere}tr:target{background:color-mix(in srgb,gold 18%,transparent)}
        """;

    private static readonly SearchValues<char> AfterName = SearchValues.Create(" =<>!~[");

    /// <summary>The page of a channel: its subdirs, its names with their newest versions.</summary>
    public static byte[] MakeChannel(string channel, IReadOnlyList<string> subdirs, IReadOnlyDictionary<string, ChannelDataOfName> names)
    {
        var page = Start(channel, $"{names.Count.ToString("n0", CultureInfo.InvariantCulture)} names");
        page.Markup("<nav aria-label=\"Subdirs\">");
        foreach (var subdir in subdirs)
            page.Markup("<a href=\"").Text(subdir).Markup("/index.html\">").Text(subdir).Markup("</a>");
        page.Markup("<a href=\"rss.xml\">RSS</a></nav>");
        page.Markup("<div class=\"scroll\"><table><thead><tr><th scope=\"col\">Name<th scope=\"col\">Newest<th scope=\"col\">Summary<th scope=\"col\">Licence<th scope=\"col\">Subdirs</thead><tbody>\n");
        foreach (var (name, entry) in names)
        {
            page.Markup("<tr id=\"").Text(name).Markup("\"><td>").Link(PlaceOf(entry.Subdirs.First(), name), name).Markup("<td>").Text(entry.Version);
            page.Markup("<td class=\"d\">").Text(entry.Text("summary"u8)).Markup(" ").ForeignLink(entry.Text("home"u8), "home");
            page.Markup("<td>").Text(entry.Text("license"u8)).Markup("<td>");
            foreach (var subdir in entry.Subdirs)
                page.Link(PlaceOf(subdir, name), subdir).Markup(" ");
            page.Markup("\n");
        }
        return End(page);
    }

    /// <summary>More than this no browser shows well; the page of a larger subdir has the newest version of each name.</summary>
    public const int MostArtifacts = 20_000;

    /// <summary>The page of a subdir: the artifacts of each name, their dependencies linked.</summary>
    /// <param name="channel">The channel's name.</param>
    /// <param name="subdir">The subdir's name.</param>
    /// <param name="listed">Name to its artifacts: file name and record.</param>
    /// <param name="isAll">Whether those are all that the subdir has, or only the newest.</param>
    public static byte[] MakeSubdir(
        string channel, string subdir, IReadOnlyList<(string Name, IReadOnlyList<(string File, PackageRecord Record)> Artifacts)> listed, bool isAll)
    {
        var names = listed.Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        var page = Start($"{channel} / {subdir}", isAll
            ? $"{listed.Sum(entry => entry.Artifacts.Count).ToString("n0", CultureInfo.InvariantCulture)} artifacts"
            : "The newest version of each name; repodata.json lists every artifact.");
        page.Markup("<nav><a href=\"../index.html\">All of ").Text(channel).Markup("</a><a href=\"repodata.json\">repodata.json</a></nav>");
        page.Markup("<div class=\"scroll\"><table><thead><tr><th scope=\"col\">File<th scope=\"col\">Bytes<th scope=\"col\">Built<th scope=\"col\">Depends on</thead><tbody>\n");
        foreach (var (name, artifacts) in listed)
        {
            for (var i = 0; i < artifacts.Count; i++)
                Artifact(page, i == 0 ? name : null, artifacts[i].File, artifacts[i].Record, names);
        }
        return End(page);
    }

    private static void Artifact(HtmlText page, string? anchor, string file, PackageRecord record, HashSet<string> names)
    {
        page.Markup("<tr");
        if (anchor is not null)
            page.Markup(" id=\"").Text(anchor).Markup("\"");
        page.Markup("><td class=\"f\"><a href=\"").Text(Uri.EscapeDataString(file)).Markup("\">").Text(file).Markup("</a><td class=\"n\">");
        page.Text(record.Size.ToString("n0", CultureInfo.InvariantCulture)).Markup("<td>");
        page.Text(record.Timestamp?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Markup("<td class=\"d\">");
        foreach (var dependency in record.Depends)
        {
            var end = dependency.AsSpan().IndexOfAny(AfterName);
            var name = PackageName.Lenient(end < 0 ? dependency : dependency[..end]).ToString();
            _ = names.Contains(name) ? page.Link("#" + name, dependency) : page.Text(dependency);
            page.Markup("<br>");
        }
        page.Markup("\n");
    }

    private static string PlaceOf(string subdir, string name) => $"{subdir}/index.html#{name}";

    private static HtmlText Start(string title, string note) => new HtmlText()
        .Markup("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>")
        .Text(title).Markup("</title><style>\n").Markup(Style).Markup("\n</style></head><body><main><h1>").Text(title)
        .Markup("</h1><p class=\"note\">").Text(note).Markup("</p>\n");

    private static byte[] End(HtmlText page) => page.Markup("</tbody></table></div></main></body></html>\n").ToUtf8();
}
