using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hearth.Channels.Access;
using Hearth.Channels.Jobs;
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

/// <summary>A part of the artifacts of a name.</summary>
internal sealed record QuetzVersionPage(QuetzPage Pagination, IReadOnlyList<QuetzVersion> Result);

/// <summary>Who asks, or whom a user is.</summary>
internal sealed record QuetzProfile(string Name, string AvatarUrl, QuetzUser? User = null);

/// <summary>A user.</summary>
internal sealed record QuetzUser(string Id, string Username, QuetzProfile? Profile = null)
{
    public static QuetzUser Of(User user) => new(user.Name.ToString(), user.Name.ToString(), new QuetzProfile(user.DisplayName, ""));

    public static QuetzUser Named(string name) => new(name, name);
}

/// <summary>A part of the users.</summary>
internal sealed record QuetzUserPage(QuetzPage Pagination, IReadOnlyList<QuetzUser> Result);

/// <summary>A user's role on a channel.</summary>
internal sealed record QuetzMember(string Role, QuetzUser User)
{
    public static QuetzMember Of(AccountName user, Role role) => new(QuetzMembers.WordOf(role), QuetzUser.Named(user.ToString()));
}

/// <summary>A role to be given.</summary>
internal sealed record QuetzMemberWish(string? Username, string? Role);

/// <summary>A token; the whole of it when it is made, and its name later.</summary>
internal sealed record QuetzKey(string Key, string Description, string TimeCreated, string? ExpireAt, IReadOnlyList<QuetzKeyRole> Roles)
{
    public static QuetzKey Of(ApiToken token, string key) => new(
        key,
        token.Description,
        Rfc3339.Format(token.Created),
        token.Expires?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        [.. token.Grants.Select(grant => new QuetzKeyRole(grant.Channel, grant.Names.Count == 1 ? grant.Names[0] : null, QuetzMembers.WordOf(grant.Role)))]);
}

/// <summary>What a token may do where.</summary>
internal sealed record QuetzKeyRole(string? Channel, string? Package, string? Role);

/// <summary>A token to be made.</summary>
internal sealed record QuetzKeyWish(string? Description, string? ExpireAt, IReadOnlyList<QuetzKeyRole>? Roles);

/// <summary>Something to be done with a channel.</summary>
internal sealed record QuetzAction(string? Action, string? StartAt, long? RepeatEverySeconds);

/// <summary>A mirror of a channel; there are none.</summary>
internal sealed record QuetzMirror(string Id, string Url);

/// <summary>A job.</summary>
internal sealed record QuetzJob(long Id, string Manifest, string OwnerId, string Created, string Status)
{
    public static QuetzJob Of(Job job) => new(job.Id, job.Kind.Word(), job.Actor, Rfc3339.Format(job.Created), job.State switch
    {
        JobState.Waiting => "pending",
        JobState.Running => "running",
        JobState.Done => "success",
        JobState.Failed => "failed",
        _ => "cancelled",
    });
}

/// <summary>What shall become of a job.</summary>
internal sealed record QuetzJobWish(string? Status);

/// <summary>A part of the jobs.</summary>
internal sealed record QuetzJobPage(QuetzPage Pagination, IReadOnlyList<QuetzJob> Result);

/// <summary>How quetz's documents are written, and its refusals: FastAPI's clients look for <c>detail</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(QuetzUploaded))]
[JsonSerializable(typeof(QuetzChannelWish))]
[JsonSerializable(typeof(QuetzChannelPage))]
[JsonSerializable(typeof(QuetzPackagePage))]
[JsonSerializable(typeof(IReadOnlyList<QuetzVersion>))]
[JsonSerializable(typeof(QuetzVersionPage))]
[JsonSerializable(typeof(QuetzProfile))]
[JsonSerializable(typeof(QuetzUserPage))]
[JsonSerializable(typeof(QuetzMemberWish))]
[JsonSerializable(typeof(IReadOnlyList<QuetzMember>))]
[JsonSerializable(typeof(QuetzKeyWish))]
[JsonSerializable(typeof(IReadOnlyList<QuetzKey>))]
[JsonSerializable(typeof(QuetzAction))]
[JsonSerializable(typeof(IReadOnlyList<QuetzMirror>))]
[JsonSerializable(typeof(QuetzJobWish))]
[JsonSerializable(typeof(QuetzJobPage))]
internal sealed partial class QuetzJson : JsonSerializerContext
{
    public static ApiEndpoint Endpoint(string method, string pattern, Need need, string summary, Func<ApiCall, Task> handle) =>
        new(method, pattern, need, summary, handle) { Dialect = "quetz", Refuse = ApiRefusal.WithMessageIn("detail") };
}
