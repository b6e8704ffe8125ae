using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Hearth.Server.Pages;

/// <summary>
/// A piece of HTML or XML. Written as an interpolated string whose literal parts are markup and whose holes are text: text is always
/// encoded, so nothing from outside can become markup, in an element or in a quoted attribute (docs/decisions/0006).
/// </summary>
[InterpolatedStringHandler]
internal sealed class Html
{
    // What has a meaning of its own in markup, and control characters, which neither HTML nor XML allows.
    private static readonly SearchValues<char> Special = SearchValues.Create(
        "&<>\"'\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000b\u000c\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\u007f\ufffe\uffff");

    private readonly StringBuilder _markup;

    public Html(int literalLength, int formattedCount) => _markup = new StringBuilder(literalLength + (formattedCount * 16));

    public static Html None { get; } = new(0, 0);

    /// <summary>Text without markup.</summary>
    public static Html Text(string text) => $"{text}";

    public bool IsEmpty => _markup.Length == 0;

    public void AppendLiteral(string markup) => _markup.Append(markup);

    public void AppendFormatted(string? text) => Append(text);

    public void AppendFormatted(ReadOnlySpan<char> text) => Append(text);

    public void AppendFormatted(long number) => _markup.Append(CultureInfo.InvariantCulture, $"{number}");

    public void AppendFormatted(Html? part)
    {
        if (part is not null)
            _markup.Append(part._markup);
    }

    public void AppendFormatted(IEnumerable<Html> parts)
    {
        foreach (var part in parts)
            _markup.Append(part._markup);
    }

    public byte[] ToUtf8() => Encoding.UTF8.GetBytes(_markup.ToString());

    public override string ToString() => _markup.ToString();

    private void Append(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(Special) is var at and >= 0)
        {
            _markup.Append(text[..at]).Append(text[at] switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                _ => "\ufffd",
            });
            text = text[(at + 1)..];
        }
        _markup.Append(text);
    }
}
