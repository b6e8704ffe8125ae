using Hearth.Channels.Publish;
using Hearth.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Dialects.Quetz;

/// <summary>Packages and their versions as quetz's clients look at them and remove them (wire-formats §11).</summary>
internal static class QuetzPackages
{
    private const int MostFound = 1000;
    private const string WhyRemoved = "removed by a client of quetz";

    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        QuetzJson.Endpoint("GET", "/api/channels/{channel}/packages", Need.Read, "Lists the names in a channel (?skip&limit&q).", ListAsync),
        QuetzJson.Endpoint("GET", "/api/paginated/channels/{channel}/packages", Need.Read, "Lists the names in a channel page by page.", PageAsync),
        QuetzJson.Endpoint("GET", "/api/channels/{channel}/packages/{package}", Need.Read, "Shows a name.", ShowAsync),
        QuetzJson.Endpoint("GET", "/api/channels/{channel}/packages/{package}/versions", Need.Read, "Lists the artifacts of a name.", VersionsAsync),
        QuetzJson.Endpoint("GET", "/api/paginated/channels/{channel}/packages/{package}/versions", Need.Read, "Lists the artifacts of a name page by page.", VersionPageAsync),
        QuetzJson.Endpoint("DELETE", "/api/channels/{channel}/packages/{package}", Need.Maintain, "Removes every artifact of a name.", RemoveAllAsync),
        QuetzJson.Endpoint("GET", "/api/packages/search", Need.Nothing, "Finds names by a part of them, in every channel that the requester may read (?q).", SearchAsync),
        QuetzJson.Endpoint("GET", "/api/channels/{channel}/packages/{package}/versions/{platform}/{file}", Need.Read, "Shows an artifact.", VersionAsync),
        QuetzJson.Endpoint("DELETE", "/api/channels/{channel}/packages/{package}/versions/{platform}/{file}", Need.Maintain, "Removes an artifact.", RemoveAsync),
        QuetzJson.Endpoint("POST", "/api/channels/{channel}/packages/copy", Need.Publish, "Copies an artifact of another channel (?source_channel&source_package&subdir&filename).", CopyAsync),
    ];

    private static async Task ListAsync(ApiCall call) => await call.SendAsync((await ReadPageAsync(call)).Result, QuetzJson.Default.IReadOnlyListQuetzPackage);

    private static async Task PageAsync(ApiCall call) => await call.SendAsync(await ReadPageAsync(call), QuetzJson.Default.QuetzPackagePage);

    private static async Task<QuetzPackagePage> ReadPageAsync(ApiCall call)
    {
        var (skip, limit) = (call.Query("skip", 0, 0, int.MaxValue), call.Query("limit", 100, 1, 1000));
        var (names, all) = await call.Instance.Listing.NamesAsync(call.Channel.Channel.Id, call.Query("q") ?? "", skip, limit, call.Cancellation);
        return new QuetzPackagePage(new QuetzPage(skip, limit, all), names.ConvertAll(name => QuetzPackage.Of(call.ChannelName.ToString(), name)));
    }

    private static async Task ShowAsync(ApiCall call)
    {
        var artifacts = await OfNameAsync(call);
        if (artifacts.Count == 0)
            await RefuseAbsentAsync(call, call.Part("package"));
        else
            await call.SendAsync(QuetzPackage.Of(call.ChannelName.ToString(), new ListedName(call.Part("package"), artifacts.Count, artifacts.Max(artifact => artifact.At))), QuetzJson.Default.QuetzPackage);
    }

    private static async Task VersionsAsync(ApiCall call) =>
        await call.SendAsync((await OfNameAsync(call)).ConvertAll(artifact => QuetzVersion.Of(call.ChannelName.ToString(), artifact)), QuetzJson.Default.IReadOnlyListQuetzVersion);

    private static async Task VersionPageAsync(ApiCall call)
    {
        var (skip, limit) = (call.Query("skip", 0, 0, int.MaxValue), call.Query("limit", 100, 1, 1000));
        var artifacts = await OfNameAsync(call);
        await call.SendAsync(
            new QuetzVersionPage(new QuetzPage(skip, limit, artifacts.Count), [.. artifacts.Skip((int)skip).Take((int)limit).Select(artifact => QuetzVersion.Of(call.ChannelName.ToString(), artifact))]),
            QuetzJson.Default.QuetzVersionPage);
    }

    private static async Task SearchAsync(ApiCall call)
    {
        var found = new List<QuetzPackage>();
        foreach (var channel in call.Instance.Live.All.Where(channel => call.MayRead(channel)))
        {
            var (names, _) = await call.Instance.Listing.NamesAsync(channel.Channel.Id, call.Query("q") ?? "", 0, MostFound - found.Count, call.Cancellation);
            found.AddRange(names.Select(name => QuetzPackage.Of(channel.Channel.Name.ToString(), name)));
        }
        await call.SendAsync(found, QuetzJson.Default.IReadOnlyListQuetzPackage);
    }

    private static async Task VersionAsync(ApiCall call)
    {
        if (await call.Instance.Listing.FindAsync(call.Channel.Channel.Id, call.Part("platform"), call.Part("file"), call.Cancellation) is { } artifact)
            await call.SendAsync(QuetzVersion.Of(call.ChannelName.ToString(), artifact), QuetzJson.Default.QuetzVersion);
        else
            await RefuseAbsentAsync(call, call.Part("file"));
    }

    private static async Task RemoveAllAsync(ApiCall call)
    {
        var artifacts = await OfNameAsync(call);
        if (artifacts.Count == 0)
        {
            await RefuseAbsentAsync(call, call.Part("package"));
            return;
        }
        foreach (var artifact in artifacts)
            await call.Instance.Artifacts.RemoveAsync(call.ChannelName, artifact.Record.Subdir, artifact.File, call.Actor, WhyRemoved, block: false, call.Cancellation);
        await call.SendAsync(StatusCodes.Status200OK);
    }

    private static async Task RemoveAsync(ApiCall call)
    {
        if (await call.Instance.Artifacts.RemoveAsync(call.ChannelName, call.Part("platform"), call.Part("file"), call.Actor, WhyRemoved, block: false, call.Cancellation) is not null)
            await call.SendAsync(StatusCodes.Status200OK);
        else
            await RefuseAbsentAsync(call, call.Part("file"));
    }

    private static async Task CopyAsync(ApiCall call)
    {
        var from = call.Query("source_channel") ?? "";
        if (!call.MayRead(from))
        {
            await call.RefuseAsync(StatusCodes.Status404NotFound, ServerDiagnostics.NoSuchChannel.In(null, $"there is no channel '{from}'"));
            return;
        }
        var outcome = await call.Instance.Artifacts.CopyAsync(
            Conda.Names.ChannelName.Parse(from), call.Query("subdir") ?? "", call.Query("filename") ?? "", digest: null, call.NewPublishRequest(), call.Cancellation);
        if (ArtifactsApi.ProblemsOf(outcome).Count > 0)
            await call.RefuseAsync(outcome);
        else
            await call.SendAsync(new QuetzUploaded("ok"), QuetzJson.Default.QuetzUploaded, StatusCodes.Status201Created);
    }

    private static Task<List<ListedArtifact>> OfNameAsync(ApiCall call) => call.Instance.Listing.OfNameAsync(call.Channel.Channel.Id, call.Part("package"), call.Cancellation);

    private static Task RefuseAbsentAsync(ApiCall call, string what) =>
        call.RefuseAsync(StatusCodes.Status404NotFound, PublishDiagnostics.NoSuchArtifact.In(what, $"{call.ChannelName} has no '{what}'"));
}
