using System.Text.Json;
using Hearth.Channels.Browse;
using Hearth.Conda.Names;
using Hearth.Conda.Versions;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>A name: versions, builds, what they need, what needs them.</summary>
internal static class PackagePage
{
    private const int MostDependents = 500;

    public static Task AnswerAsync(ApiCall call) => PagePast.AnswerAsync(call, asOf => AnswerAsync(call, asOf));

    private static async Task AnswerAsync(ApiCall call, AsOfDocument? asOf)
    {
        var (live, name) = (call.Channel, call.Part("name").ToLowerInvariant());
        var artifacts = asOf is null
            ? await call.Instance.Browser.ArtifactsOfAsync(live.Channel.Id, name, call.Cancellation)
            : await call.Instance.Past.ArtifactsOfAsync(live.Channel.Id, name, asOf.Revision, call.Cancellation);
        if (artifacts.Count == 0)
        {
            await call.NotFoundAsync($"'{call.ChannelName}' {(asOf is null ? "has" : "had")} no package '{name}'{(asOf is null ? "" : $" at r{asOf.Revision}, {Parts.Instant(asOf.ShownAt)}")}");
            return;
        }
        var names = await call.Instance.Names.OfAsync(live, call.Cancellation);
        var document = Document(call, name, artifacts, asOf, asOf is null ? names.DependentsOf(name) : []);
        var isInChannel = await PagePast.NamesAsync(call, asOf);
        await call.SendPageAsync(
            document, PageJson.Default.PackageDocument, page => PackageView.Of(page, PageFrame.ServerOf(call), isInChannel) with { Now = names.Find(name) is null ? PageAddress.Channel(page.Channel) : null });
    }

    private static PackageDocument Document(ApiCall call, string name, IReadOnlyList<BrowsedArtifact> artifacts, AsOfDocument? asOf, IReadOnlyList<string> dependents)
    {
        var versions = artifacts.GroupBy(artifact => artifact.Record.Version, StringComparer.Ordinal)
            .OrderByDescending(version => VersionOf(version.Key))
            .Select(version => new VersionDocument(version.Key, version.CountBy(artifact => artifact.Subdir).ToDictionary(StringComparer.Ordinal)))
            .ToList();
        var shown = call.Query("version") is { } asked && versions.Exists(version => version.Version == asked) ? asked : versions[0].Version;
        var about = artifacts.Where(artifact => artifact.Record.Version == versions[0].Version).MaxBy(artifact => artifact.Record.Timestamp)!.About;
        return new PackageDocument(
            "hearth.page-package.1",
            call.ChannelName.ToString(),
            asOf?.Revision ?? call.Channel.Channel.Revision,
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
            [.. artifacts.Where(IsShown).GroupBy(artifact => artifact.Subdir, StringComparer.Ordinal).OrderBy(subdir => subdir.Key, StringComparer.Ordinal).Select(Newest)],
            dependents.Count,
            [.. dependents.Take(MostDependents)],
            asOf);
    }

    private static CondaVersion VersionOf(string text) => CondaVersion.TryParse(text, null, out var version) ? version : default;

    private static bool IsShown(BrowsedArtifact artifact) => !artifact.IsHidden && artifact.Labels.Contains(Label.Main.ToString(), StringComparer.Ordinal);

    // In the order in which solvers prefer them, other things being equal: version, build number, time; a .conda before its .tar.bz2.
    private static NewestBuild Newest(IGrouping<string, BrowsedArtifact> subdir)
    {
        var first = subdir.OrderByDescending(artifact => VersionOf(artifact.Record.Version))
            .ThenByDescending(artifact => artifact.Record.BuildNumber)
            .ThenByDescending(artifact => artifact.Record.Timestamp)
            .ThenBy(artifact => artifact.File, StringComparer.Ordinal)
            .First();
        return new NewestBuild(subdir.Key, first.Record.Version, first.Record.Build, first.File);
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
