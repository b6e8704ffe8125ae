using System.Text;
using System.Text.Json;
using Hearth.Channels.Browse;
using Hearth.Conda.Records;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>An artifact: what is in it, who published it, what patches changed.</summary>
internal static class ArtifactPage
{
    public static async Task AnswerAsync(ApiCall call)
    {
        var (live, subdir, file) = (call.Channel, call.Part("subdir"), call.Part("file"));
        if (await call.Instance.Browser.ArtifactAsync(live.Channel.Id, subdir, file, call.Cancellation) is not { } artifact)
        {
            await call.NotFoundAsync($"'{call.ChannelName}' has no artifact '{subdir}/{file}'");
            return;
        }
        var names = await call.Instance.Names.OfAsync(live, call.Cancellation);
        var history = await call.Instance.Store.Log.OfSubjectAsync(live.Channel.Id, $"{subdir}/{file}", call.Cancellation);
        var document = new ArtifactDocument(
            "hearth.page-artifact.1",
            call.ChannelName.ToString(),
            live.Channel.Revision,
            artifact.Subdir,
            artifact.File,
            StateOf(artifact),
            artifact.Record.Name,
            artifact.Record.Version,
            artifact.Record.Size,
            artifact.Sha256.ToString(),
            artifact.Published,
            artifact.Publisher,
            artifact.Labels,
            JsonElement.Parse(artifact.Record.Json.Span),
            Patched(artifact.Unpatched, artifact.Record),
            PackagePage.RunExportsOf(artifact.RunExports),
            [.. history.Select(ChangesPage.Line)],
            artifact.IsBlocked ? null : await ArtifactContents.ReadAsync(call.Instance.Store.Blobs, artifact, call.Cancellation));
        await call.SendPageAsync(
            document, PageJson.Default.ArtifactDocument, page => ArtifactView.Of(page, artifact.Record, new PageForms(call), PageFrame.ServerOf(call), required => names.Find(required) is not null));
    }

    private static string StateOf(BrowsedArtifact artifact) =>
        artifact.IsBlocked ? "blocked" : artifact.Removed is not null ? "removed" : artifact.IsHidden ? "hidden" : "listed";

    private static List<PatchedField> Patched(PackageRecord before, PackageRecord after) =>
    [
        .. before.FieldNames.Union(after.FieldNames, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(field => new PatchedField(field, TextOf(before, field), TextOf(after, field)))
            .Where(field => field.Before != field.After),
    ];

    private static string? TextOf(PackageRecord record, string field) =>
        record.Raw(Encoding.UTF8.GetBytes(field)) is { IsEmpty: false } value ? Encoding.UTF8.GetString(value) : null;
}
