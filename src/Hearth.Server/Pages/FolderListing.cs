using System.Globalization;
using System.Net;
using System.Text;
using Hearth.Server.Folders;

namespace Hearth.Server.Pages;

/// <summary>The page of a folder that has no <c>index.html</c> of its own: its visible files and folders, in order of name.</summary>
internal static class FolderListing
{
    /// <summary>A page with more rows serves nobody.</summary>
    public const int MostRows = 10_000;

    private static readonly EnumerationOptions WhatCanBeRead = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };

    /// <summary>Makes the page.</summary>
    /// <param name="place">The folder on disk.</param>
    /// <param name="path">Its path in URLs without a token, for the heading.</param>
    public static Representation Of(string place, string path)
    {
        var entries = new DirectoryInfo(place).EnumerateFileSystemInfos("*", WhatCanBeRead)
            .Where(entry => new ServedPath("/" + entry.Name, HadToken: false).IsSafe())
            .OrderBy(entry => entry is FileInfo)
            .ThenBy(entry => entry.Name, StringComparer.Ordinal)
            .ToList();
        var html = new StringBuilder();
        html.Append(
            $$"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>{{Text(path)}}</title>
            <style>
            body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color-scheme: light dark }
            th, td { text-align: left; padding-right: 2rem } td.n { text-align: right; font-variant-numeric: tabular-nums }
            </style>
            <h1>{{Text(path)}}</h1>
            <table>
            <tr><th scope="col">Name<th scope="col">Bytes<th scope="col">Changed

            """);
        if (path != "/")
            html.Append("<tr><td><a href=\"../\">../</a><td><td>\n");
        foreach (var entry in entries.Take(MostRows))
            AppendRow(html, entry);
        html.Append("</table>\n");
        if (entries.Count > MostRows)
            html.Append(CultureInfo.InvariantCulture, $"<p>and {entries.Count - MostRows} more\n");
        html.Append("</html>\n");
        return new(new(ContentTypes.Html, CachePolicy.AskEachTime, LastModified: null), Encoding.UTF8.GetBytes(html.ToString()));
    }

    private static void AppendRow(StringBuilder html, FileSystemInfo entry)
    {
        var file = entry as FileInfo;
        var name = file is null ? entry.Name + "/" : entry.Name;
        var address = $"./{Uri.EscapeDataString(entry.Name)}{(file is null ? "/" : "")}";
        // A file that has just been replaced or deleted has no length; the next page shows it right.
        var size = file is { Exists: true } ? file.Length.ToString(CultureInfo.InvariantCulture) : "";
        html.Append(
            CultureInfo.InvariantCulture,
            $"<tr><td><a href=\"{Text(address)}\">{Text(name)}</a><td class=\"n\">{size}<td>{entry.LastWriteTimeUtc:yyyy-MM-dd HH:mm:ss}Z\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
