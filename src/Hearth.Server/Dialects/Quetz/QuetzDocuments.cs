using System.Text.Json;
using System.Text.Json.Serialization;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Foundation.Time;
using Hearth.Server.Api;

namespace Hearth.Server.Dialects.Quetz;

/// <summary>What an upload is answered with.</summary>
internal sealed record QuetzUploaded(string Status);

/// <summary>A channel; what Hearth does not have is left out.</summary>
internal sealed record QuetzChannel(string Name, string Description, bool Private, long? SizeLimit, long Size, int Ttl)
{
    public static QuetzChannel Of(ManagedChannel channel) =>
        new(channel.Name.ToString(), channel.Settings.Description, channel.Settings.Private, channel.Settings.QuotaBytes, channel.Bytes, 36000);
}

/// <summary>A channel to be made or changed; what is not said stays as it is.</summary>
internal sealed record QuetzChannelWish(string? Name, string? Description, bool? Private, long? SizeLimit, string? MirrorChannelUrl, string? MirrorMode);

/// <summary>Where a list is cut.</summary>
internal sealed record QuetzPage(long Skip, long Limit, long AllRecordsCount);

/// <summary>A part of the channels.</summary>
internal sealed record QuetzChannelPage(QuetzPage Pagination, IReadOnlyList<QuetzChannel> Result);

/// <summary>A part of the packages.</summary>
internal sealed record QuetzPackagePage(QuetzPage Pagination, IReadOnlyList<QuetzPackage> Result);

/// <summary>A name.</summary>
internal sealed record QuetzPackage(string Name, string ChannelName, long VersionsCount, string LatestChange)
{
    public static QuetzPackage Of(string channel, ListedName name) => new(name.Name, channel, name.Artifacts, Rfc3339.Format(name.Latest));
}

/// <summary>An artifact.</summary>
internal sealed record QuetzVersion(
    string Id, string ChannelName, string PackageName, string Platform, string Version, string BuildString, long BuildNumber, string Filename, JsonElement Info, string Uploader, string TimeCreated)
{
    public static QuetzVersion Of(string channel, ListedArtifact artifact) => new(
        artifact.Sha256.ToString(),
        channel,
        artifact.Record.Name,
        artifact.Record.Subdir,
        artifact.Record.Version,
        artifact.Record.Build,
        artifact.Record.BuildNumber,
        artifact.File,
        JsonElement.Parse(artifact.Record.Json.Span),
        artifact.Actor,
        Rfc3339.Format(artifact.At));
}

/// <summary>Who asks.</summary>
internal sealed record QuetzProfile(string Name, QuetzUser User);

/// <summary>A user.</summary>
internal sealed record QuetzUser(string Id, string Username);

/// <summary>How quetz's documents are written, and its refusals: FastAPI's clients look for <c>detail</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(QuetzUploaded))]
[JsonSerializable(typeof(QuetzChannelWish))]
[JsonSerializable(typeof(QuetzChannelPage))]
[JsonSerializable(typeof(QuetzPackagePage))]
[JsonSerializable(typeof(IReadOnlyList<QuetzVersion>))]
[JsonSerializable(typeof(QuetzProfile))]
internal sealed partial class QuetzJson : JsonSerializerContext
{
    public static ApiEndpoint Endpoint(string method, string pattern, Need need, string summary, Func<ApiCall, Task> handle) =>
        new(method, pattern, need, summary, handle) { Dialect = "quetz", Refuse = ApiRefusal.WithMessageIn("detail") };
}
