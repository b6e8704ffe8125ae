using System.Text;
using System.Text.Json;
using Hearth.Channels.Browse;
using Hearth.Channels.Sources;
using Hearth.Conda.Records;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>An artifact: what is in it, who published it, what patches changed.</summary>
internal static class ArtifactPage
{
    public static Task AnswerAsync(ApiCall call) => PagePast.AnswerAsync(call, asOf => AnswerAsync(call, asOf));

    private static async Task AnswerAsync(ApiCall call, AsOfDocument? asOf)
    {
        var (live, subdir, file) = (call.Channel, call.Part("subdir"), call.Part("file"));
        var found = asOf is null
            ? await call.Instance.Browser.ArtifactAsync(live.Channel.Id, subdir, file, call.Cancellation)
            : await call.Instance.Past.ArtifactAsync(live.Channel.Id, subdir, file, asOf.Revision, call.Cancellation);
        if (found is not { } artifact)
        {
            await call.NotFoundAsync($"'{call.ChannelName}' {(asOf is null ? "has" : "had")} no artifact '{subdir}/{file}'{(asOf is null ? "" : $" at r{asOf.Revision}, {Parts.Instant(asOf.ShownAt)}")}");
            return;
        }
        var isInChannel = await PagePast.NamesAsync(call, asOf);
        var history = await call.Instance.Store.Log.OfArtifactAsync(live.Channel.Id, subdir, file, call.Cancellation);
        var document = new ArtifactDocument(
            "hearth.page-artifact.1",
            call.ChannelName.ToString(),
            asOf?.Revision ?? live.Channel.Revision,
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
            [.. history.Where(change => asOf is null || change.Revision <= asOf.Revision).Select(ChangesPage.Line)],
            artifact.IsBlocked ? null : await ArtifactContents.ReadAsync(call.Instance.Store.Blobs, artifact, call.Cancellation),
            await new SourceManifests(call.Instance.Store).FindAsync(artifact.Sha256, call.Cancellation) is { } manifest ? ArtifactSources.Of(manifest) : null,
            asOf);
        await call.SendPageAsync(
            document, PageJson.Default.ArtifactDocument, page => ArtifactView.Of(page, artifact.Record, new PageForms(call), PageFrame.ServerOf(call), isInChannel));
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
