using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Syncing;

/// <summary>
/// Follows the change feed of a source that is a Hearth server, so that a sync looks at nothing but the names that changed. What the feed
/// cannot say (it is gone, it was begun anew, a patch changed whatever it changed, too much happened) is found in the indexes, as with every source.
/// </summary>
internal static class FeedFollower
{
    // Their shards would cost more than the whole document.
    private const int MostNames = 2_000;
    private const int MostChanges = 20_000;

    // What changes no record that the channel itself shows.
    private static readonly string[] Harmless = ["channel.", "view.", "snapshot.", "submission."];

    /// <summary>What is new since a position, as far as the source's shards show it.</summary>
    /// <param name="source">The source.</param>
    /// <param name="known">The position.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null if everything has to be looked at.</returns>
    public static async Task<FeedNews?> NewsAsync(UpstreamChannel source, FeedPosition known, CancellationToken cancellation)
    {
        if (known is not { Revision: > 0 and { } revision, Hash: { } hash } || known.Source != source.Name)
            return null;
        var feed = source.FeedAt(known.Reference);
        var changes = new List<FeedChange>();
        // The change that is known already comes first, and proves that this is the log that was followed.
        for (var since = revision - 1; ; since = changes[^1].Revision)
        {
            if (await feed.ReadAsync(since, UpstreamFeed.MostPerAnswer, cancellation) is not { } answer)
                return null;
            changes.AddRange(answer.Changes);
            if (changes is not [var first, ..] || first.Revision != revision || first.Hash != hash || changes.Count > MostChanges || changes[^1].Revision != revision + changes.Count - 1)
                return null;
            if (answer.Changes.Count < UpstreamFeed.MostPerAnswer)
                return Of(known, changes.TakeWhile(change => change.Revision <= Math.Max(revision, answer.Shown)).ToList());
        }
    }

    /// <summary>Where a mirror will be that reads the source's indexes after this call; the position without a revision where the feed does not say.</summary>
    /// <param name="source">The source.</param>
    /// <param name="feed">Its feed.</param>
    /// <param name="now">When that is.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<FeedPosition> HeadAsync(UpstreamChannel source, FeedPosition feed, DateTimeOffset now, CancellationToken cancellation)
    {
        var unknown = feed with { Source = source.Name, Revision = null, Hash = null, LookedAtAll = now };
        var reader = source.FeedAt(feed.Reference);
        if (feed.Source != source.Name || await reader.ReadAsync(0, 1, cancellation) is not { Documented: > 0 and var documented })
            return unknown;
        return await reader.ReadAsync(documented - 1, 1, cancellation) is { Changes: [var last, ..] } && last.Revision == documented
            ? unknown with { Revision = documented, Hash = last.Hash }
            : unknown;
    }

    private static FeedNews? Of(FeedPosition known, List<FeedChange> changes)
    {
        var names = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        var last = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var change in changes.Skip(1))
        {
            if (change.Kind == ChangeKind.NoticesSet.ToString() || change.Kind == ChangeKind.ChannelSettings.ToString())
                return null;
            if (Harmless.Any(kind => change.Kind.StartsWith(kind, StringComparison.Ordinal)))
                continue;
            var slash = change.Subject.IndexOf('/');
            if (!change.Kind.StartsWith("artifact.", StringComparison.Ordinal) || slash < 0 || !ArtifactFileName.TryParseLenient(change.Subject.AsSpan(slash + 1), out var file))
                return null;
            var subdir = change.Subject[..slash];
            if (!Subdir.TryParse(subdir, null, out _))
                return null;
            last[subdir] = change.Revision;
            if (!names.TryGetValue(subdir, out var ofSubdir))
                names[subdir] = ofSubdir = new HashSet<string>(StringComparer.Ordinal);
            ofSubdir.Add(file.Name.ToString());
        }
        var reached = known with { Revision = changes[^1].Revision, Hash = changes[^1].Hash };
        return names.Values.Sum(ofSubdir => ofSubdir.Count) <= MostNames ? new FeedNews(reached, names, last) : null;
    }
}
