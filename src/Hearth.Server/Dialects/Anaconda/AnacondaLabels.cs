using Hearth.Conda.Names;
using Hearth.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Dialects.Anaconda;

/// <summary>Labels, which anaconda-client calls channels (wire-formats §10). A label exists by having artifacts.</summary>
internal static class AnacondaLabels
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        AnacondaJson.Endpoint("GET", "channels/{channel}", Need.Read, "Lists the labels of a channel.", ListAsync),
        AnacondaJson.Endpoint("GET", "channels/{channel}/{label}", Need.Read, "Lists the artifacts under a label.", ShowAsync),
        AnacondaJson.Endpoint("POST", "channels/{channel}/{label}", Need.Publish, "Makes a label; it exists once an artifact has it.", MakeAsync),
        AnacondaJson.Endpoint("DELETE", "channels/{channel}/{label}", Need.Maintain, "Takes a label off every artifact.", RemoveAsync),
        AnacondaJson.Endpoint("POST", "channels/{channel}/{label}/lock", Need.Own, "Locks a label: nothing is listed under it until it is unlocked.", call => LockAsync(call, isLocked: true)),
        AnacondaJson.Endpoint("DELETE", "channels/{channel}/{label}/lock", Need.Own, "Unlocks a label.", call => LockAsync(call, isLocked: false)),
        AnacondaJson.Endpoint("POST", "channels/{channel}/{label}/copy/{to}", Need.Maintain, "Gives every artifact under a label another label too.", CopyAsync),
    ];

    private static Task ListAsync(ApiCall call) => call.SendAsync(
        call.Channel.Labels.ToDictionary(label => label, label => new AnacondaLabelState(call.Channel.Channel.Settings.LockedLabels.Contains(label)), StringComparer.Ordinal), AnacondaJson.Default.IReadOnlyDictionaryStringAnacondaLabelState);

    private static async Task ShowAsync(ApiCall call)
    {
        var label = call.Part("label");
        var files = await FilesAsync(call);
        await call.SendAsync(
            new AnacondaLabel(label, files.ConvertAll(file => new AnacondaLabelledFile($"{file.Subdir}/{file.File}", FullName(call, file.Subdir, file.File)))), AnacondaJson.Default.AnacondaLabel);
    }

    private static Task MakeAsync(ApiCall call)
    {
        Label.Parse(call.Part("label"));
        return call.SendAsync(StatusCodes.Status201Created);
    }

    private static async Task LockAsync(ApiCall call, bool isLocked)
    {
        var label = Label.Parse(call.Part("label")).ToString();
        await call.Instance.Store.Catalog.ConfigureAsync(
            call.ChannelName,
            settings => settings with
            {
                LockedLabels = isLocked
                    ? [.. settings.LockedLabels.Append(label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
                    : [.. settings.LockedLabels.Where(locked => locked != label)],
            },
            call.Actor,
            call.Cancellation);
        await call.Instance.Live.RefreshAsync(call.Cancellation);
        await call.SendAsync(StatusCodes.Status201Created);
    }

    private static Task RemoveAsync(ApiCall call) => RelabelAsync(call, labels => labels.Where(label => label.ToString() != call.Part("label")));

    private static Task CopyAsync(ApiCall call)
    {
        var to = Label.Parse(call.Part("to"));
        return RelabelAsync(call, labels => labels.Append(to));
    }

    private static async Task RelabelAsync(ApiCall call, Func<IEnumerable<Label>, IEnumerable<Label>> change)
    {
        foreach (var (subdir, file) in await FilesAsync(call))
        {
            if (await call.Instance.Listing.FindAsync(call.Channel.Channel.Id, subdir, file, call.Cancellation) is not { } artifact)
                continue;
            var labels = change(artifact.Labels.Select(label => Label.Parse(label))).ToList();
            // An artifact without a label is kept under the one that is reserved for those.
            await call.Instance.Artifacts.SetLabelsAsync(call.ChannelName, subdir, file, call.Actor, labels.Count > 0 ? labels : [Label.None], call.Cancellation);
        }
        await call.SendAsync(StatusCodes.Status201Created);
    }

    private static Task<List<(string Subdir, string File)>> FilesAsync(ApiCall call) =>
        call.Instance.Listing.OfLabelAsync(call.Channel.Channel.Id, Label.Parse(call.Part("label")).ToString(), call.Cancellation);

    private static string FullName(ApiCall call, string subdir, string file) =>
        ArtifactFileName.TryParse(file, null, out var name) ? $"{call.ChannelName}/{name.Name}/{name.VersionText}/{subdir}/{file}" : $"{call.ChannelName}/{subdir}/{file}";
}
