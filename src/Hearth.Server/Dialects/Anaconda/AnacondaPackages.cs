using Hearth.Channels.Live;
using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Hearth.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Dialects.Anaconda;

/// <summary>Packages, releases, distributions, copies, users and search as anaconda-client asks for them (wire-formats §10).</summary>
internal static class AnacondaPackages
{
    private const string Dist = "{channel}/{name}/{version}/{subdir}/{file}";

    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        AnacondaJson.Endpoint("GET", "package/{channel}/{name}", Need.Read, "Shows a package.", ShowPackageAsync),
        AnacondaJson.Endpoint("POST", "package/{channel}/{name}", Need.Publish, "Makes a package; it exists once it has an artifact.", MakePackageAsync),
        AnacondaJson.Endpoint("PATCH", "package/{channel}/{name}", Need.Publish, "Leaves a package as it is: what it says comes from its artifacts.", MakePackageAsync),
        AnacondaJson.Endpoint("DELETE", "package/{channel}/{name}", Need.Maintain, "Removes every artifact of a package.", RemoveAllAsync),
        AnacondaJson.Endpoint("GET", "release/{channel}/{name}/{version}", Need.Read, "Shows a release.", ShowReleaseAsync),
        AnacondaJson.Endpoint("POST", "release/{channel}/{name}/{version}", Need.Publish, "Makes a release; it exists once it has an artifact.", MakeReleaseAsync),
        AnacondaJson.Endpoint("PATCH", "release/{channel}/{name}/{version}", Need.Publish, "Leaves a release as it is.", MakeReleaseAsync),
        AnacondaJson.Endpoint("DELETE", "release/{channel}/{name}/{version}", Need.Maintain, "Removes every artifact of a release.", RemoveAllAsync),
        AnacondaJson.Endpoint("GET", "dist/" + Dist, Need.Read, "Shows an artifact.", ShowDistAsync),
        AnacondaJson.Endpoint("PATCH", "dist/" + Dist, Need.Publish, "Leaves an artifact as it is: what it says comes from its bytes.", ShowDistAsync),
        AnacondaJson.Endpoint("DELETE", "dist/" + Dist, Need.Maintain, "Removes an artifact, so that another may take its name.", RemoveDistAsync),
        AnacondaJson.Endpoint("GET", "download/" + Dist, Need.Read, "Leads to an artifact's bytes.", DownloadAsync),
        AnacondaJson.Endpoint("POST", "copy/package/" + Dist, Need.Read, "Copies an artifact; 409 if it is there.", call => CopyAsync(call, isNew: true)),
        AnacondaJson.Endpoint("PUT", "copy/package/" + Dist, Need.Read, "Copies an artifact over what is there.", call => CopyAsync(call, isNew: false)),
        AnacondaJson.Endpoint("PATCH", "copy/package/" + Dist, Need.Read, "Copies an artifact, or its labels.", call => CopyAsync(call, isNew: false)),
        AnacondaJson.Endpoint("GET", "packages/{channel}", Need.Read, "Lists the packages of a channel.", ListAsync),
        AnacondaJson.Endpoint("GET", "search", Need.Nothing, "Finds packages by a part of their name, in every channel that the requester may read.", SearchAsync),
        AnacondaJson.Endpoint("GET", "user", Need.SignedIn, "Says who asks.", call => call.SendAsync(new AnacondaUser(call.Actor, call.Actor, "user"), AnacondaJson.Default.AnacondaUser)),
        AnacondaJson.Endpoint("GET", "user/{channel}", Need.Read, "Shows a channel as a user.", call => call.SendAsync(AnacondaUser.Channel(call.ChannelName.ToString()), AnacondaJson.Default.AnacondaUser)),
    ];

    private static async Task ShowPackageAsync(ApiCall call)
    {
        var artifacts = await ArtifactsOfAsync(call);
        if (artifacts.Count == 0)
            await RefuseAbsentAsync(call, call.Part("name"));
        else
            await call.SendAsync(PackageOf(call.Channel, call.Part("name"), artifacts), AnacondaJson.Default.AnacondaPackage);
    }

    private static async Task MakePackageAsync(ApiCall call)
    {
        await call.ReadAsync(AnacondaJson.Default.JsonElement);
        await call.SendAsync(PackageOf(call.Channel, PackageName.Parse(call.Part("name")).ToString(), await ArtifactsOfAsync(call)), AnacondaJson.Default.AnacondaPackage);
    }

    private static async Task ShowReleaseAsync(ApiCall call)
    {
        var release = await ReleaseAsync(call);
        if (release.Distributions.Count == 0)
            await RefuseAbsentAsync(call, $"{call.Part("name")} {release.Version}");
        else
            await call.SendAsync(release, AnacondaJson.Default.AnacondaRelease);
    }

    private static async Task MakeReleaseAsync(ApiCall call)
    {
        await call.ReadAsync(AnacondaJson.Default.JsonElement);
        await call.SendAsync(await ReleaseAsync(call), AnacondaJson.Default.AnacondaRelease);
    }

    private static async Task<AnacondaRelease> ReleaseAsync(ApiCall call)
    {
        var (channel, version) = (call.ChannelName.ToString(), call.Part("version"));
        var artifacts = (await ArtifactsOfAsync(call)).Where(artifact => artifact.Record.Version == version);
        return new AnacondaRelease(version, $"{channel}/{call.Part("name")}/{version}", [.. artifacts.Select(artifact => AnacondaDist.Of(channel, artifact))]);
    }

    private static async Task ShowDistAsync(ApiCall call)
    {
        if (await FindAsync(call) is { } artifact)
            await call.SendAsync(AnacondaDist.Of(call.ChannelName.ToString(), artifact), AnacondaJson.Default.AnacondaDist);
        else
            await RefuseAbsentAsync(call, $"{call.Part("subdir")}/{call.Part("file")}");
    }

    private static async Task RemoveDistAsync(ApiCall call)
    {
        if (await FindAsync(call) is { } artifact && await RemoveAsync(call, artifact) is not null)
            await call.SendAsync(AnacondaDist.Of(call.ChannelName.ToString(), artifact), AnacondaJson.Default.AnacondaDist);
        else
            await RefuseAbsentAsync(call, $"{call.Part("subdir")}/{call.Part("file")}");
    }

    // anaconda-client takes nothing but 201 for the removal of packages and releases.
    private static async Task RemoveAllAsync(ApiCall call)
    {
        var version = call.Part("version");
        var artifacts = (await ArtifactsOfAsync(call)).Where(artifact => version.Length == 0 || artifact.Record.Version == version).ToList();
        if (artifacts.Count == 0)
        {
            await RefuseAbsentAsync(call, $"{call.Part("name")} {version}".TrimEnd());
            return;
        }
        foreach (var artifact in artifacts)
            await RemoveAsync(call, artifact);
        await call.SendAsync(StatusCodes.Status201Created);
    }

    private static Task<long?> RemoveAsync(ApiCall call, ListedArtifact artifact) =>
        call.Instance.Artifacts.RemoveAsync(call.ChannelName, artifact.Record.Subdir, artifact.File, call.Actor, "removed by a client of Anaconda", block: false, call.Cancellation);

    private static Task DownloadAsync(ApiCall call)
    {
        call.Context.Response.Headers.Location = $"/{call.ChannelName}/{Uri.EscapeDataString(call.Part("subdir"))}/{Uri.EscapeDataString(call.Part("file"))}";
        return call.SendAsync(StatusCodes.Status302Found);
    }

    private static async Task CopyAsync(ApiCall call, bool isNew)
    {
        var copy = await call.ReadAsync(AnacondaJson.Default.AnacondaCopy);
        var owner = copy.ToOwner ?? call.ChannelName.ToString();
        if (!call.Instance.Live.TryFind(owner, out var target) || !call.MayRead(target))
        {
            await call.RefuseAsync(StatusCodes.Status404NotFound, ServerDiagnostics.NoSuchChannel.In(null, $"there is no channel '{owner}'"));
            return;
        }
        if (call.RefusalFor(Need.Publish, target) is { } refusal)
        {
            await call.RefuseAsync(refusal.Status, refusal.Problems);
            return;
        }
        if (await FindAsync(call) is not { } artifact || !artifact.Labels.Contains(copy.FromChannel ?? artifact.Labels[0], StringComparer.Ordinal))
        {
            await RefuseAbsentAsync(call, $"{call.Part("subdir")}/{call.Part("file")}");
            return;
        }
        var request = call.NewPublishRequestTo(target) with { Labels = ArtifactsApi.LabelsOf([copy.ToChannel ?? "main"]), Overwrite = !isNew };
        var outcome = await call.Instance.Artifacts.CopyAsync(call.ChannelName, artifact.Record.Subdir, artifact.File, artifact.Sha256, request, call.Cancellation);
        if (ArtifactsApi.ProblemsOf(outcome).Count > 0)
            await call.RefuseAsync(outcome);
        else if (isNew && outcome is PublishOutcome.AlreadyPresent)
            await call.RefuseAsync(StatusCodes.Status409Conflict, PublishDiagnostics.Exists.In(artifact.Path, $"{owner} has it under this label already"));
        else
            await call.SendAsync(AnacondaDist.Of(owner, artifact), AnacondaJson.Default.AnacondaDist);
    }

    private static async Task ListAsync(ApiCall call) => await call.SendAsync(await FindPackagesAsync(call, call.Channel, ""), AnacondaJson.Default.IReadOnlyListAnacondaPackage);

    private static async Task SearchAsync(ApiCall call)
    {
        var found = new List<AnacondaPackage>();
        foreach (var channel in call.Instance.Live.All.Where(channel => call.MayRead(channel)))
            found.AddRange(await FindPackagesAsync(call, channel, call.Query("name") ?? ""));
        await call.SendAsync(found, AnacondaJson.Default.IReadOnlyListAnacondaPackage);
    }

    // Lists show names alone; the artifacts of each are asked for by its name.
    private static async Task<IReadOnlyList<AnacondaPackage>> FindPackagesAsync(ApiCall call, LiveChannel channel, string containing)
    {
        var (names, _) = await call.Instance.Listing.NamesAsync(channel.Channel.Id, containing, call.Query("offset", 0, 0, int.MaxValue), call.Query("limit", 1000, 1, 1000), call.Cancellation);
        return names.ConvertAll(name => PackageOf(channel, name.Name, []));
    }

    private static AnacondaPackage PackageOf(LiveChannel channel, string name, IReadOnlyList<ListedArtifact> artifacts) =>
        AnacondaPackage.Of(channel.Channel.Name.ToString(), !channel.Channel.Settings.Private, name, artifacts);

    private static Task<List<ListedArtifact>> ArtifactsOfAsync(ApiCall call) => call.Instance.Listing.OfNameAsync(call.Channel.Channel.Id, call.Part("name"), call.Cancellation);

    private static Task<ListedArtifact?> FindAsync(ApiCall call) => call.Instance.Listing.FindAsync(call.Channel.Channel.Id, call.Part("subdir"), call.Part("file"), call.Cancellation);

    private static Task RefuseAbsentAsync(ApiCall call, string what) =>
        call.RefuseAsync(StatusCodes.Status404NotFound, PublishDiagnostics.NoSuchArtifact.In(what, $"{call.ChannelName} has no '{what}'"));
}
