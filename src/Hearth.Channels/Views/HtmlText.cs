using System.Text;
using System.Text.Encodings.Web;

namespace Hearth.Channels.Views;

/// <summary>Puts an HTML page together. Everything that is not a literal of this program goes through <see cref="Text"/>.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _html = new();

    /// <summary>Markup that this program wrote.</summary>
    public HtmlText Markup(string markup)
    {
        _html.Append(markup);
        return this;
    }

    /// <summary>Text from anywhere, escaped for element content and quoted attributes.</summary>
    public HtmlText Text(string? text)
    {
        if (text is not null)
            _html.Append(HtmlEncoder.Default.Encode(text));
        return this;
    }

    public HtmlText Link(string address, string text) => Markup("<a href=\"").Text(address).Markup("\">").Text(text).Markup("</a>");

    /// <summary>A link to an address that somebody else wrote, if it is one that a browser may follow; else nothing.</summary>
    public HtmlText ForeignLink(string? address, string text) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? Link(address!, text) : this;

    public byte[] ToUtf8() => Encoding.UTF8.GetBytes(_html.ToString());
}
