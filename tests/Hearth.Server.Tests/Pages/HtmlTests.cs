using CsCheck;
using Hearth.Server.Pages;

namespace Hearth.Server.Tests.Pages;

public sealed class HtmlTests
{
    [Fact]
    public void Text_in_a_hole_is_encoded_and_markup_is_not()
    {
        Html inner = $"<b>{"<&>\"'"}</b>";
        Html outer = $"<p title=\"{"a\"b"}\">{inner}{(long)7}</p>";
        Assert.Equal("<p title=\"a&quot;b\"><b>&lt;&amp;&gt;&quot;&#39;</b>7</p>", outer.ToString());
    }

    [Fact]
    public void Any_text_comes_back_from_HTML_as_it_was() => Gen.String.Sample(text =>
    {
        Html html = $"{text}";
        Assert.DoesNotContain('<', html.ToString());
        Assert.DoesNotContain('"', html.ToString());
        var visible = string.Concat(text.Select(c => (char.IsControl(c) && c is not ('\t' or '\n' or '\r') && c < 0x80) || c >= 0xfffe ? '\ufffd' : c));
        Assert.Equal(visible, System.Net.WebUtility.HtmlDecode(html.ToString()));
    });
}
