using Hearth.Channels.Publish;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Pages;

/// <summary>What a maintainer does to an artifact from its page: labels, broken, remove, restore.</summary>
internal static class ArtifactForms
{
    private const string Root = "/{channel}/-/artifacts/{subdir}/{file}/";

    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        PageRouter.Form(Root + "labels", Need.Maintain, "Adds a label to an artifact, or takes one away.", LabelAsync),
        PageRouter.Form(Root + "broken", Need.Maintain, "Moves an artifact to the label broken: solvers choose it no longer.", BreakAsync),
        PageRouter.Form(Root + "remove", Need.Maintain, "Removes an artifact from every label.", RemoveAsync),
        PageRouter.Form(Root + "restore", Need.Maintain, "Lists an artifact that was removed again.", RestoreAsync),
    ];

    /// <summary>The forms on the page of an artifact; nothing for those who may not send them.</summary>
    public static Html Of(ArtifactDocument page, PageForms forms)
    {
        if (!forms.May(Need.Maintain))
            return Html.None;
        string Action(string action) => PageAddress.Artifact(page.Channel, page.Subdir, page.File, action);
        var fields = new Fields("manage");
        Html body = page.State is "removed" or "blocked"
            ? forms.Of(Action("restore"), fields.Text("labels", "Labels", "Empty for main"), "Restore it")
            : $"""
                <ul class="people">{page.Labels.Select(label => (Html)$"""<li><span class="mark">{label}</span>{(page.Labels.Count > 1 ? forms.Button(Action("labels"), "Take away", $"the label {label}", ("remove", label)) : Html.None)}</li>""")}</ul>
                {forms.Of(Action("labels"), fields.Text("add", "Another label", isRequired: true), "Add", "row")}
                {(page.Labels is ["broken"] ? Html.None : PageForms.Folded("Mark it broken", forms.Of(Action("broken"), $"""<p class="soft">It moves to the label broken: solvers choose it no longer, and it can still be had.</p>""", "Mark it broken")))}
                {PageForms.Folded("Remove it", forms.Of(Action("remove"), $"""{fields.Text("reason", "Why, for the log")}{Fields.Box("block", "1", "Give its bytes out no more either")}""", "Remove it", "grave"))}
                """;
        return $"""
            <section class="manage" aria-labelledby="manage"><h2 id="manage">Manage</h2>
            {body}</section>
            """;
    }

    private static async Task LabelAsync(ApiCall call)
    {
        var form = await SentForm.ReadAsync(call);
        var (subdir, file) = (call.Part("subdir"), call.Part("file"));
        var listed = await call.Instance.Listing.FindAsync(call.Channel.Channel.Id, subdir, file, call.Cancellation);
        var labels = (listed?.Labels ?? []).Union(form.Words("add"), StringComparer.Ordinal).Except(form.Words("remove"), StringComparer.Ordinal);
        await SeeAsync(call, await call.Instance.Artifacts.SetLabelsAsync(call.ChannelName, subdir, file, call.Actor, ArtifactsApi.LabelsOf(labels), call.Cancellation));
    }

    private static async Task BreakAsync(ApiCall call) =>
        await SeeAsync(call, await call.Instance.Artifacts.MarkBrokenAsync(call.ChannelName, call.Part("subdir"), call.Part("file"), call.Actor, call.Cancellation));

    private static async Task RemoveAsync(ApiCall call)
    {
        var form = await SentForm.ReadAsync(call);
        await SeeAsync(call, await call.Instance.Artifacts.RemoveAsync(
            call.ChannelName, call.Part("subdir"), call.Part("file"), call.Actor, form.Text("reason"), form.IsTicked("block"), call.Cancellation));
    }

    private static async Task RestoreAsync(ApiCall call)
    {
        var form = await SentForm.ReadAsync(call);
        await SeeAsync(call, await call.Instance.Artifacts.RestoreAsync(
            call.ChannelName, call.Part("subdir"), call.Part("file"), call.Actor, ArtifactsApi.LabelsOf(form.Words("labels")), call.Cancellation));
    }

    private static Task SeeAsync(ApiCall call, long? revision) => revision is null
        ? call.RefuseAsync(
            StatusCodes.Status404NotFound, PublishDiagnostics.NoSuchArtifact.In($"{call.Part("subdir")}/{call.Part("file")}", $"{call.ChannelName} has no such artifact in the state that this needs"))
        : call.SeeAsync(PageAddress.Artifact(call.ChannelName.ToString(), call.Part("subdir"), call.Part("file")));
}
