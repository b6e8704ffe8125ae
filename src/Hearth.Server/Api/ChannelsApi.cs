using System.Text;
using System.Text.Json;
using Hearth.Channels.Composition;
using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Api;

/// <summary>Channels and their settings.</summary>
internal static class ChannelsApi
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        new("GET", "/api/v1/channels", Need.Nothing, "Lists the channels that the requester may read.", ListAsync) { Response = nameof(ChannelList) },
        new("POST", "/api/v1/channels", Need.Administer, "Makes a channel.", CreateAsync) { Request = nameof(NewChannel), Response = nameof(ChannelDocument) },
        new("GET", "/api/v1/channels/{channel}", Need.Read, "Shows a channel and its settings.", ShowAsync) { Response = nameof(ChannelDocument) },
        new("DELETE", "/api/v1/channels/{channel}", Need.Own, "Deletes a channel: it is not served any more, its log and artifacts stay, and its name is not given again.", DeleteAsync) { Response = nameof(RevisionDocument) },
        new("PUT", "/api/v1/channels/{channel}/settings", Need.Own, "Replaces the settings of a channel.", ConfigureAsync) { Request = nameof(ChannelSettings), Response = nameof(ChannelDocument) },
    ];

    private static Task ListAsync(ApiCall call) => call.SendAsync(
        new ChannelList("hearth.channels.1", [.. call.Instance.Live.All.Where(channel => call.MayRead(channel)).Select(ChannelDocument.Of)]), ApiJson.Default.ChannelList);

    private static async Task CreateAsync(ApiCall call)
    {
        var wanted = await call.ReadAsync(ApiJson.Default.NewChannel);
        var name = ChannelName.Parse(wanted.Name);
        var settings = SettingsOf(wanted.Settings);
        await CheckMembersAsync(call, name, settings);
        if (await call.Instance.Store.Catalog.CreateAsync(name, settings, call.Actor, call.Cancellation) is not { } created)
        {
            await call.RefuseAsync(StatusCodes.Status409Conflict, ServerDiagnostics.ChannelExists.In(null, $"there is a channel '{name}' already"));
            return;
        }
        await call.Instance.Live.RefreshAsync(call.Cancellation);
        await call.SendAsync(ChannelDocument.Of(created), ApiJson.Default.ChannelDocument, StatusCodes.Status201Created);
    }

    private static Task ShowAsync(ApiCall call) => call.SendAsync(ChannelDocument.Of(call.Channel), ApiJson.Default.ChannelDocument);

    private static async Task ConfigureAsync(ApiCall call)
    {
        var settings = SettingsOf(await call.ReadAsync(ApiJson.Default.JsonElement));
        await CheckMembersAsync(call, call.ChannelName, settings with { Mirror = call.Channel.Channel.Settings.Mirror });
        var channel = await call.Instance.Store.Catalog.ConfigureAsync(call.ChannelName, now => settings with { Mirror = now.Mirror }, call.Actor, call.Cancellation);
        await call.Instance.Live.RefreshAsync(call.Cancellation);
        await call.SendAsync(ChannelDocument.Of(channel!), ApiJson.Default.ChannelDocument);
    }

    private static async Task DeleteAsync(ApiCall call)
    {
        var revision = await call.Instance.Store.Catalog.DeleteAsync(call.ChannelName, call.Actor, call.Cancellation);
        await call.Instance.Live.RefreshAsync(call.Cancellation);
        await call.SendAsync(new RevisionDocument("hearth.revision.1", call.ChannelName.ToString(), revision ?? 0), ApiJson.Default.RevisionDocument);
    }

    // Who shows a channel to others must be among those who may read it.
    private static async Task CheckMembersAsync(ApiCall call, ChannelName name, ChannelSettings settings)
    {
        if ((settings.Virtual?.Members ?? []).FirstOrDefault(member => !call.MayRead(member)) is { } hidden)
            throw CompositionDiagnostics.BadVirtual.Refuse(null, $"there is no channel '{hidden}'");
        await VirtualDefinition.CheckAsync(call.Instance.Store.Catalog, name, settings, call.Cancellation);
    }

    private static ChannelSettings SettingsOf(JsonElement? given)
    {
        var settings = given is { ValueKind: not JsonValueKind.Null } named ? ChannelSettings.Parse(Encoding.UTF8.GetBytes(named.GetRawText())) : new ChannelSettings();
        // Whoever says what a mirror copies makes this machine ask other machines, and read its folders.
        return settings.Mirror is null ? settings : throw LogDiagnostics.BadSettings.Refuse(null, "what a channel mirrors is not set here", "an administrator does so at /api/v1/channels/{channel}/mirror, or with 'hearth mirror add'");
    }
}
