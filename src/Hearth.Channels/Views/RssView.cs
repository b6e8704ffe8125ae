using System.Globalization;
using System.Text;
using System.Xml;

namespace Hearth.Channels.Views;

/// <summary>rss.xml: the names that were built last, newest first.</summary>
public static class RssView
{
    /// <summary>As many as conda-index lists.</summary>
    public const int Items = 100;

    /// <param name="channel">The channel's name, for the title.</param>
    /// <param name="names">What channeldata.json lists.</param>
    public static byte[] Make(string channel, IReadOnlyDictionary<string, ChannelDataOfName> names)
    {
        var newest = names
            .OrderByDescending(entry => entry.Value.Timestamp)
            .ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Take(Items)
            .ToList();
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("rss");
            xml.WriteAttributeString("version", "2.0");
            xml.WriteStartElement("channel");
            xml.WriteElementString("title", $"Newest packages of {channel}");
            xml.WriteElementString("link", "index.html");
            xml.WriteElementString("description", $"The packages of the conda channel {channel} that were built last.");
            if (newest.Count > 0)
                xml.WriteElementString("pubDate", Rfc1123(newest[0].Value.Timestamp));
            foreach (var (name, entry) in newest)
                WriteItem(xml, name, entry);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        return stream.ToArray();
    }

    private static void WriteItem(XmlWriter xml, string name, ChannelDataOfName entry)
    {
        var title = $"{name} {entry.Version} [{string.Join(", ", entry.Subdirs)}]";
        xml.WriteStartElement("item");
        xml.WriteElementString("title", WithoutControlCharacters(title));
        xml.WriteElementString("description", WithoutControlCharacters(entry.Text("summary"u8) ?? ""));
        if (entry.Text("home"u8) is { } home && Uri.TryCreate(home, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https"))
            xml.WriteElementString("link", uri.AbsoluteUri);
        xml.WriteStartElement("guid");
        xml.WriteAttributeString("isPermaLink", "false");
        xml.WriteString(WithoutControlCharacters(title));
        xml.WriteEndElement();
        xml.WriteElementString("pubDate", Rfc1123(entry.Timestamp));
        xml.WriteEndElement();
    }

    private static string Rfc1123(long seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, 0, 253_402_300_799)).ToString("r", CultureInfo.InvariantCulture);

    // XML 1.0 has no form for most of them, and a package must not be able to break the feed.
    private static string WithoutControlCharacters(string text) => string.Concat(text.Where(XmlConvert.IsXmlChar));
}
