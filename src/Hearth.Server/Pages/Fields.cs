namespace Hearth.Server.Pages;

/// <summary>The fields of one form, each with its label.</summary>
/// <param name="form">Tells the fields of several forms on a page apart.</param>
internal sealed class Fields(string form)
{
    /// <summary>A line of text.</summary>
    /// <param name="name">What it is sent as.</param>
    /// <param name="label">What people read.</param>
    /// <param name="hint">What helps to fill it in.</param>
    /// <param name="value">What it holds at first.</param>
    /// <param name="isRequired">Whether it must be filled in.</param>
    /// <param name="type">The type of the input.</param>
    public Html Text(string name, string label, string hint = "", string value = "", bool isRequired = false, string type = "text") => $"""
        <div class="field"><label for="{form}-{name}">{label}</label>{Hint(name, hint)}<input id="{form}-{name}" name="{name}" type="{type}" value="{value}" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="2000"{(isRequired ? Required : Html.None)}{DescribedBy(name, hint)}></div>
        """;

    /// <summary>Several lines of text.</summary>
    public Html Lines(string name, string label, string hint = "", bool isRequired = false) => $"""
        <div class="field"><label for="{form}-{name}">{label}</label>{Hint(name, hint)}<textarea id="{form}-{name}" name="{name}" rows="3" maxlength="4000"{(isRequired ? Required : Html.None)}{DescribedBy(name, hint)}></textarea></div>
        """;

    /// <summary>A choice; the first is chosen at first.</summary>
    public Html Choice(string name, string label, params IEnumerable<(string Value, string Text)> options) => $"""
        <div class="field"><label for="{form}-{name}">{label}</label><select id="{form}-{name}" name="{name}">{options.Select(option => (Html)$"""<option value="{option.Value}">{option.Text}</option>""")}</select></div>
        """;

    /// <summary>Boxes to tick.</summary>
    public static Html Boxes(string name, string legend, params IEnumerable<(string Value, string Text, bool IsTicked)> boxes) => $"""
        <fieldset><legend>{legend}</legend>{boxes.Select(box => Box(name, box.Value, box.Text, box.IsTicked))}</fieldset>
        """;

    /// <summary>A box to tick.</summary>
    public static Html Box(string name, string value, string text, bool isTicked = false) => $"""
        <label class="box"><input type="checkbox" name="{name}" value="{value}"{(isTicked ? (Html)$" checked" : Html.None)}> {text}</label>
        """;

    private static Html Required => $" required";

    private Html Hint(string name, string hint) => hint.Length == 0 ? Html.None : $"""<span class="hint" id="{form}-{name}-hint">{hint}</span>""";

    private Html DescribedBy(string name, string hint) => hint.Length == 0 ? Html.None : $""" aria-describedby="{form}-{name}-hint" """;
}
