using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Hearth.Conda.Names;

namespace Hearth.Channels.Selections;

/// <summary>
/// The name of a view, as in its address <c>&lt;channel&gt;/view/&lt;name&gt;</c>. What a view shows is listed under a label of its own,
/// <c>view/&lt;name&gt;</c>, which nobody else lists anything under: so all that is made of labels is made of views.
/// </summary>
public readonly record struct ViewName : ISpanParsable<ViewName>, IComparable<ViewName>
{
    /// <summary>The most characters that a name may have.</summary>
    public const int MaxLength = 64;

    /// <summary>What the addresses of views, and their labels, begin with.</summary>
    public const string Folder = "view/";

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_.-");

    private readonly string? _text;

    private ViewName(string text) => _text = text;

    /// <summary>The label that the view's records are listed under.</summary>
    public Label Label => Label.Parse(Folder + _text);

    /// <summary>Whether a label is a view's, and so no one's to set.</summary>
    public static bool IsLabelOfOne(string label) => label.StartsWith(Folder, StringComparison.Ordinal);

    /// <summary>Where the files of a label are, below its channel: nothing for <c>main</c>, else a path that ends with a slash.</summary>
    public static string FolderOf(string label) => label == Label.Main.ToString() ? "" : IsLabelOfOne(label) ? label + "/" : $"label/{label}/";

    /// <summary>The view of a label; null if the label is none's.</summary>
    public static ViewName? OfLabel(Label label) => IsLabelOfOne(label.ToString()) && TryParse(label.AsSpan()[Folder.Length..], null, out var name) ? name : null;

    /// <summary>Says what keeps <paramref name="text"/> from being a view's name; null if nothing does.</summary>
    public static string? Problem(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return "a view's name is missing";
        if (text.Length > MaxLength)
            return $"a view's name has {text.Length} characters; {MaxLength} are allowed";
        if (!char.IsAsciiLetterLower(text[0]))
            return $"the view's name '{text}' does not start with a lower-case letter";
        if (text.IndexOfAnyExcept(Allowed) is var bad and >= 0)
            return $"the view's name '{text}' has '{text[bad]}'; allowed are lower-case ASCII letters, digits, '_', '.' and '-'";
        // Clients would take the end of the view's address for a subdir.
        return Subdir.TryParse(text, null, out var subdir) && subdir.IsKnown ? $"'{text}' is the name of a subdir" : null;
    }

    /// <exception cref="Foundation.Diagnostics.BadInputException">No view can have this name.</exception>
    public static ViewName Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        Problem(s) is { } problem ? throw ViewDiagnostics.BadView.Refuse(null, problem) : new ViewName(s.ToString());

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static ViewName Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out ViewName result)
    {
        var valid = Problem(s) is null;
        result = valid ? new ViewName(s.ToString()) : default;
        return valid;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ViewName result) => TryParse(s.AsSpan(), provider, out result);

    public int CompareTo(ViewName other) => string.CompareOrdinal(_text, other._text);

    public override string ToString() => _text ?? "";
}
