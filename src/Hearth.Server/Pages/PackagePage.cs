using System.Text.Json;
using Hearth.Channels.Browse;
using Hearth.Conda.Versions;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>A name: versions, builds, what they need, what needs them.</summary>
internal static class PackagePage
{
    private const int MostDependents = 500;

    public static async Task AnswerAsync(ApiCall call)
    {
        var (live, name) = (call.Channel, call.Part("name").ToLowerInvariant());
        var artifacts = await call.Instance.Browser.ArtifactsOfAsync(live.Channel.Id, name, call.Cancellation);
        if (artifacts.Count == 0)
        {
            await call.NotFoundAsync($"'{call.ChannelName}' has no package '{name}'");
            return;
        }
        var names = await call.Instance.Names.OfAsync(live, call.Cancellation);
        var versions = artifacts.GroupBy(artifact => artifact.Record.Version, StringComparer.Ordinal)
            .OrderByDescending(version => CondaVersion.TryParse(version.Key, null, out var parsed) ? parsed : default)
            .Select(version => new VersionDocument(version.Key, version.CountBy(artifact => artifact.Subdir).ToDictionary(StringComparer.Ordinal)))
            .ToList();
        var shown = call.Query("version") is { } asked && versions.Exists(version => version.Version == asked) ? asked : versions[0].Version;
        var dependents = names.DependentsOf(name);
        var about = artifacts.Where(artifact => artifact.Record.Version == versions[0].Version).MaxBy(artifact => artifact.Record.Timestamp)!.About;
        var document = new PackageDocument(
            "hearth.page-package.1",
            call.ChannelName.ToString(),
            live.Channel.Revision,
            name,
            versions[0].Version,
            about.Text("summary"u8) ?? "",
            about.Text("description"u8) ?? "",
            about.Text("license"u8) ?? "",
            about.Text("home"u8),
            about.Text("doc_url"u8),
            about.Text("dev_url"u8) ?? about.Text("source_url"u8),
            [.. artifacts.Select(artifact => artifact.Subdir).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            versions,
            shown,
            [.. artifacts.Where(artifact => artifact.Record.Version == shown).OrderBy(artifact => artifact.Subdir, StringComparer.Ordinal).ThenByDescending(artifact => artifact.Record.BuildNumber).Select(Build)],
            dependents.Count,
            [.. dependents.Take(MostDependents)]);
        await call.SendPageAsync(document, PageJson.Default.PackageDocument, page => PackageView.Of(page, PageFrame.ServerOf(call), required => names.Find(required) is not null));
    }

    /// <summary>Run exports by their kind; those of a package that does not say are empty.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> RunExportsOf(ReadOnlyMemory<byte> json)
    {
        var exports = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (json.IsEmpty)
            return exports;
        using var document = JsonDocument.Parse(json);
        foreach (var kind in document.RootElement.EnumerateObject().Where(kind => kind.Value.ValueKind == JsonValueKind.Array))
            exports[kind.Name] = [.. kind.Value.EnumerateArray().Where(spec => spec.ValueKind == JsonValueKind.String).Select(spec => spec.GetString()!)];
        return exports;
    }

    private static BuildDocument Build(BrowsedArtifact artifact) => new(
        artifact.Subdir,
        artifact.File,
        artifact.Record.Build,
        artifact.Record.BuildNumber,
        artifact.Record.Size,
        artifact.Sha256.ToString(),
        artifact.Published,
        artifact.Labels,
        artifact.IsHidden,
        artifact.Record.Depends,
        artifact.Record.Constrains,
        RunExportsOf(artifact.RunExports));
}
