using Hearth.Server.Api;
using Hearth.Server.Auth;

namespace Hearth.Server.Pages;

/// <summary>The forms of a page for whoever looks at it: those that they may send, with what proves that they come from here.</summary>
internal sealed class PageForms(ApiCall call)
{
    /// <summary>Whether the reader may send forms that need something.</summary>
    public bool May(Need need) => call.Who.IsIdentified && call.Allows(need);

    /// <summary>A form.</summary>
    /// <param name="action">Where it goes.</param>
    /// <param name="fields">What is filled in.</param>
    /// <param name="button">What the button says.</param>
    /// <param name="shape">Further classes: <c>row</c> for one line, <c>grave</c> for what is not undone by the next click.</param>
    public Html Of(string action, Html fields, string button, string shape = "") => $"""
        <form class="form {shape}" method="post" action="{action}">{Proof}{fields}<button>{button}</button></form>
        """;

    /// <summary>A button that does one thing.</summary>
    /// <param name="action">Where it goes.</param>
    /// <param name="text">What it says.</param>
    /// <param name="about">What it is about, for those who hear it without seeing what stands beside it.</param>
    /// <param name="hidden">What it sends along.</param>
    public Html Button(string action, string text, string about, params IReadOnlyList<(string Name, string Value)> hidden) => $"""
        <form class="act" method="post" action="{action}">{Proof}{hidden.Select(field => (Html)$"""<input type="hidden" name="{field.Name}" value="{field.Value}">""")}<button class="quiet">{text}<span class="unseen"> {about}</span></button></form>
        """;

    /// <summary>A form that opens when it is wanted.</summary>
    public static Html Folded(string summary, Html form) => $"""<details class="fold"><summary>{summary}</summary>{form}</details>""";

    private Html Proof => call.Who.Token is { } token
        ? $"""<input type="hidden" name="{CsrfTokens.Field}" value="{call.Instance.Csrf.Of(token)}">"""
        : Html.None;
}
