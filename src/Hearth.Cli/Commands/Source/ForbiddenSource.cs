using Hearth.Channels.Log;
using Hearth.Channels.Sources;
using Hearth.Mirrors.Sources;
using Hearth.Server;

namespace Hearth.Cli.Commands.Source;

/// <summary>Sources that are held, and that the policy gives to nobody.</summary>
internal static class ForbiddenSource
{
    /// <summary>What their state is called.</summary>
    public const string State = "forbidden";

    public static async Task<IReadOnlyList<GapDocument>> OfAsync(ManagedInstance instance, ManagedChannel? channel, CancellationToken cancellation)
    {
        var (needs, users) = (new SourceNeeds(instance.Store), new SourceUsers(instance.Store));
        var found = new List<GapDocument>();
        foreach (var one in channel is null ? await instance.Store.Catalog.ListAsync(cancellation) : [channel])
        {
            foreach (var need in await needs.HeldAsync(one.Id, cancellation))
            {
                var built = await users.OfAsync(need.Held!.Value, cancellation);
                var judgement = instance.SourcePolicy.Judge([.. built.Select(user => (user.Package, user.Licence)).Distinct()]);
                if (judgement.Audience == SourceAudience.Nobody && found.All(known => known.Sha256 != need.Held.ToString()))
                    found.Add(GapDocument.Of(new SourceGap(need, [.. built.Select(user => $"{user.Channel}/{user.Subdir}/{user.File}")])) with { State = State, Reason = judgement.Reason });
            }
        }
        return found;
    }
}
