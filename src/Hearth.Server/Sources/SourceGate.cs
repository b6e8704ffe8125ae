using Hearth.Channels.Blobs;
using Hearth.Channels.Sources;
using Hearth.Mirrors;
using Hearth.Mirrors.Sources;
using Hearth.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Sources;

/// <summary>
/// Decides who gets a source: nobody what was taken down; of the rest, whoever may read a channel that lists something built from it, as far as the policy
/// says so for its licences. What nobody may know of is answered as if it were not there.
/// </summary>
internal static class SourceGate
{
    public static async Task<SourceDecision> DecideAsync(ApiCall call, ArchivedSource source)
    {
        if (source.Takedown is { } takedown)
            return Of(takedown);
        var store = call.Instance.Store;
        var users = await call.Instance.SourceUsers.OfAsync(source.Sha256, call.Cancellation);
        var channels = users.Select(user => user.Channel).Distinct(StringComparer.Ordinal).ToList();
        var readable = channels.Where(call.MayRead).ToList();
        if (channels.Count > 0 && readable.Count == 0)
            return new SourceDecision.Refused(StatusCodes.Status404NotFound, SourceDiagnostics.NoSuchSource.In(null, "the archive has no such source"));
        if (source.IsDamaged || await store.Blobs.SizeAsync(BlobSpace.Sources, source.Sha256, call.Cancellation) != source.Size)
            return new SourceDecision.Refused(StatusCodes.Status404NotFound, SourceDiagnostics.Damaged.In(null, "the bytes of the source are damaged or gone; it is collected again where that can be done"));
        var judgement = call.Instance.SourcePolicy.Judge([.. users.Select(user => (user.Package, user.Licence)).Distinct()]);
        // What is kept from the requester may be named in a channel that they may not know of.
        var told = call.Instance.SourcePolicy.Judge([.. users.Where(user => readable.Contains(user.Channel, StringComparer.Ordinal)).Select(user => (user.Package, user.Licence)).Distinct()]);
        var reason = told.Audience == judgement.Audience ? told.Reason : "something else that was built from it is";
        var isPublic = readable.Count == 0 || readable.Any(channel => call.Instance.Live.TryFind(channel, out var live) && !live.Channel.Settings.Private);
        return judgement.Audience switch
        {
            SourceAudience.Everyone => new SourceDecision.Given(source, !isPublic),
            SourceAudience.Internal when call.Who.IsIdentified => new SourceDecision.Given(source, IsPrivate: true),
            SourceAudience.Internal => new SourceDecision.Refused(StatusCodes.Status401Unauthorized, SourceDiagnostics.NotGivenOut.In(null, $"the source is for those who are signed in: {reason}")),
            _ => new SourceDecision.Refused(StatusCodes.Status403Forbidden, SourceDiagnostics.NotGivenOut.In(null, $"the source is kept, and given to nobody: {reason}")),
        };
    }

    public static SourceDecision.Refused Of(SourceTakedown takedown) => new(takedown.Status, SourceDiagnostics.TakenDown.In(null, $"the source was taken down: {takedown.Reason}"));
}
