using System.Text.Json.Serialization;
using Hearth.Channels.Publish;
using Hearth.Foundation.Hashing;
using Hearth.Server.Api;
using Hearth.Server.Folders;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Dialects.Artifactory;

/// <summary>
/// Files put and deleted at the addresses from which they are downloaded, as Artifactory's clients do and as <c>curl -T</c> does
/// (wire-formats §10). Properties behind a semicolon are Artifactory's own and left aside.
/// </summary>
internal static class ArtifactoryFiles
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } = [.. EndpointsBelow(""), .. EndpointsBelow("/artifactory")];

    private static IEnumerable<ApiEndpoint> EndpointsBelow(string root) =>
    [
        Endpoint("PUT", root + "/{channel}/{subdir}/{file}", Need.Publish, "Publishes the artifact in the body at its place.", PutAsync),
        Endpoint("PUT", root + "/{channel}/label/{label}/{subdir}/{file}", Need.Publish, "Publishes the artifact in the body under a label.", PutAsync),
        Endpoint("DELETE", root + "/{channel}/{subdir}/{file}", Need.Maintain, "Removes an artifact.", DeleteAsync),
        .. ReadsOf(root + "/{channel}/{subdir}/{file}"),
        .. ReadsOf(root + "/{channel}/label/{label}/{subdir}/{file}"),
    ];

    // Files are answered before routing. What comes here is of no channel, and absent is 404 to clients: never 405, because files can be put here.
    private static IEnumerable<ApiEndpoint> ReadsOf(string pattern) =>
    [
        Endpoint("GET", pattern, Need.Read, "Gives a file.", RefuseAbsentAsync),
        Endpoint("HEAD", pattern, Need.Read, "Says what a file is.", RefuseAbsentAsync),
    ];

    private static Task RefuseAbsentAsync(ApiCall call) => call.RefuseAsync(
        StatusCodes.Status404NotFound, PublishDiagnostics.NoSuchArtifact.In(null, $"{call.ChannelName} has no such file"));

    private static ApiEndpoint Endpoint(string method, string pattern, Need need, string summary, Func<ApiCall, Task> handle) =>
        new(method, pattern, need, summary, handle) { Dialect = "artifactory", Refuse = RefuseAsync };

    private static async Task PutAsync(ApiCall call)
    {
        var (subdir, file) = (Plain(call.Part("subdir")), Plain(call.Part("file")));
        // A deploy by checksum sends no bytes, and 404 is how a server asks for them.
        if (string.Equals(call.Request.Headers["X-Checksum-Deploy"], "true", StringComparison.OrdinalIgnoreCase))
        {
            await call.RefuseAsync(StatusCodes.Status404NotFound, PublishDiagnostics.NoSuchArtifact.In(file, "the bytes have to be sent"));
            return;
        }
        var label = call.Part("label");
        var (sha256, md5) = (ArtifactsApi.DigestOf(Header(call, "X-Checksum-Sha256")), Header(call, "X-Checksum-Md5"));
        var outcome = await call.PublishAsync(file, call.Request.Body, request => request with
        {
            Subdir = subdir,
            Labels = label.Length > 0 ? ArtifactsApi.LabelsOf([label]) : [],
            // Artifactory replaces what is there; a channel still has to allow it.
            Overwrite = true,
            ExpectedSha256 = sha256,
            ExpectedMd5 = Md5.TryParse(md5, null, out var parsed) ? parsed : null,
        });
        if (ArtifactsApi.ProblemsOf(outcome).Count > 0)
            await call.RefuseAsync(outcome);
        else
            await SendAsync(call, subdir, file, ArtifactsApi.StatusOf(outcome));
    }

    private static async Task SendAsync(ApiCall call, string subdir, string file, int status)
    {
        var stored = (await call.Instance.Listing.FindAsync(call.Channel.Channel.Id, subdir, file, call.Cancellation))!;
        var url = $"{call.Request.Scheme}://{call.Request.Host}/{call.ChannelName}/{subdir}/{Uri.EscapeDataString(file)}";
        call.Context.Response.Headers.Location = url;
        var checksums = new ArtifactoryChecksums(stored.Record.Text("md5"u8) ?? "", stored.Sha256.ToString());
        await call.SendAsync(
            new ArtifactoryFile(call.ChannelName.ToString(), $"/{subdir}/{file}", url, url, stored.Record.Size.ToString(System.Globalization.CultureInfo.InvariantCulture), call.Actor, checksums),
            ArtifactoryJson.Default.ArtifactoryFile,
            status);
    }

    private static async Task DeleteAsync(ApiCall call)
    {
        var (subdir, file) = (Plain(call.Part("subdir")), Plain(call.Part("file")));
        if (await call.Instance.Artifacts.RemoveAsync(call.ChannelName, subdir, file, call.Actor, "deleted at its address", block: false, call.Cancellation) is not null)
            await call.SendAsync(StatusCodes.Status204NoContent);
        else
            await call.RefuseAsync(StatusCodes.Status404NotFound, PublishDiagnostics.NoSuchArtifact.In($"{subdir}/{file}", $"{call.ChannelName} has no such artifact"));
    }

    private static Task RefuseAsync(ApiCall call, ApiRefusal refusal) => call.SendAsync(refusal.Status, ContentTypes.Json, refusal.ToJson((json, problem) =>
    {
        json.WriteStartArray("errors"u8);
        json.WriteStartObject();
        json.WriteNumber("status"u8, refusal.Status);
        json.WriteString("message"u8, problem.Message);
        json.WriteEndObject();
        json.WriteEndArray();
    }));

    private static string? Header(ApiCall call, string name) => call.Request.Headers[name] is [{ Length: > 0 } value, ..] ? value : null;

    private static string Plain(string part) => part.IndexOf(';') is var end and >= 0 ? part[..end] : part;
}

/// <summary>The digests of a file.</summary>
internal sealed record ArtifactoryChecksums(string Md5, string Sha256);

/// <summary>A file that was taken.</summary>
internal sealed record ArtifactoryFile(string Repo, string Path, string Uri, string DownloadUri, string Size, string CreatedBy, ArtifactoryChecksums Checksums);

/// <summary>How Artifactory's documents are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ArtifactoryFile))]
internal sealed partial class ArtifactoryJson : JsonSerializerContext;
