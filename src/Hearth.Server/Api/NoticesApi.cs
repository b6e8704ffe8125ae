using System.Text.Json;
using Hearth.Channels.Indexing;
using Hearth.Foundation.Diagnostics;
using Hearth.Server.Folders;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Api;

/// <summary>What clients tell the users of a channel (CEP 6).</summary>
internal static class NoticesApi
{
    private static readonly byte[] None = "{\"notices\":[]}"u8.ToArray();

    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        new("GET", "/api/v1/channels/{channel}/notices", Need.Read, "Shows the notices of a channel as notices.json has them.", ShowAsync),
        new("PUT", "/api/v1/channels/{channel}/notices", Need.Own, "Replaces the notices of a channel; the body is a notices.json.", SetAsync) { Response = nameof(RevisionDocument) },
    ];

    private static async Task ShowAsync(ApiCall call) => await call.SendAsync(
        StatusCodes.Status200OK, ContentTypes.Json, await call.Instance.Store.Catalog.NoticesAsync(call.Channel.Channel.Id, call.Cancellation) ?? None);

    private static async Task SetAsync(ApiCall call)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(await call.ReadAsync(ApiJson.Default.JsonElement), ApiJson.Default.JsonElement);
        var problems = NoticesFile.Problems(json, NoticesFile.Name);
        if (problems.Count > 0)
            throw new BadInputException(problems);
        var revision = await call.Instance.Store.Catalog.SetNoticesAsync(call.ChannelName, json, call.Actor, call.Cancellation);
        await call.SendAsync(new RevisionDocument("hearth.revision.1", call.ChannelName.ToString(), revision!.Value), ApiJson.Default.RevisionDocument);
    }
}
