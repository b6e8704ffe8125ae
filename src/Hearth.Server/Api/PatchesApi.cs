using System.Text.Json;
using Hearth.Conda.Names;
using Hearth.Conda.Patches;
using Hearth.Foundation.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Api;

/// <summary>The patch sets of a channel: what changes records and leaves artifacts alone.</summary>
internal static class PatchesApi
{
    private const int LongestName = 100;

    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        new("GET", "/api/v1/channels/{channel}/patches", Need.Read, "Lists every patch set that the channel ever had, oldest first.", ListAsync) { Response = nameof(PatchSetList) },
        new("PUT", "/api/v1/channels/{channel}/patches/{name}", Need.Maintain, "Applies a patch set: an object of patch_instructions.json by subdir. One of the same name ends.", ApplyAsync) { Response = nameof(RevisionDocument) },
        new("DELETE", "/api/v1/channels/{channel}/patches/{name}", Need.Maintain, "Withdraws a patch set: records are shown as if it had never been.", WithdrawAsync) { Response = nameof(RevisionDocument) },
    ];

    private static async Task ListAsync(ApiCall call)
    {
        var sets = await call.Instance.Patches.ListAsync(call.Channel.Channel.Id, call.Cancellation);
        await call.SendAsync(new PatchSetList("hearth.patches.1", call.ChannelName.ToString(), sets), ApiJson.Default.PatchSetList);
    }

    private static async Task ApplyAsync(ApiCall call)
    {
        var bySubdir = Read(await call.ReadAsync(ApiJson.Default.JsonElement));
        var revision = await call.Instance.Patches.ApplyAsync(call.ChannelName, NameOf(call), bySubdir, call.Actor, call.Cancellation);
        await SendAsync(call, revision, "there is no such channel");
    }

    private static async Task WithdrawAsync(ApiCall call) => await SendAsync(
        call, await call.Instance.Patches.WithdrawAsync(call.ChannelName, NameOf(call), call.Actor, call.Cancellation), "no patch set of this name is in force");

    // All that is wrong with any of them is told at once.
    private static Dictionary<string, PatchInstructions> Read(JsonElement sent)
    {
        if (sent.ValueKind != JsonValueKind.Object || !sent.EnumerateObject().Any())
            throw ServerDiagnostics.BadRequest.Refuse(null, "the body is not an object of patch instructions by subdir");
        var bySubdir = new Dictionary<string, PatchInstructions>(StringComparer.Ordinal);
        var problems = new List<Diagnostic>();
        foreach (var property in sent.EnumerateObject())
        {
            try
            {
                var json = JsonSerializer.SerializeToUtf8Bytes(property.Value, ApiJson.Default.JsonElement);
                bySubdir[Subdir.Parse(property.Name).ToString()] = PatchInstructions.Parse(json, property.Name);
            }
            catch (BadInputException e)
            {
                problems.AddRange(e.Diagnostics);
            }
        }
        return problems.Count == 0 ? bySubdir : throw new BadInputException(problems);
    }

    private static string NameOf(ApiCall call) => call.Part("name") is { Length: > 0 and <= LongestName } name && !name.Any(char.IsControl)
        ? name
        : throw ServerDiagnostics.BadRequest.Refuse(null, $"the name of a patch set has 1 to {LongestName} characters that can be seen");

    private static Task SendAsync(ApiCall call, long? revision, string otherwise) => revision is { } done
        ? call.SendAsync(new RevisionDocument("hearth.revision.1", call.ChannelName.ToString(), done), ApiJson.Default.RevisionDocument)
        : call.RefuseAsync(StatusCodes.Status404NotFound, ServerDiagnostics.NoSuchPatchSet.In(null, otherwise));
}
