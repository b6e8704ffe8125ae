using Hearth.Channels.Databases;

namespace Hearth.Channels.History;

/// <summary>What a view of the past says is gone, and what patches hid in it.</summary>
/// <param name="Gone">The files that were once listed and were not any more, sorted.</param>
/// <param name="Hidden">The listed files that a patch hid.</param>
internal sealed record PastRemovals(IReadOnlyList<string> Gone, IReadOnlyList<HiddenFile> Hidden)
{
    /// <summary>All of them, as documents and shards list them, sorted.</summary>
    public IReadOnlyList<string> Removed { get; } = [.. Gone.Concat(Hidden.Select(file => file.File)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    public static PastRemovals Read(SqlSession session, long channel, Publication shown)
    {
        var byName = new Dictionary<string, string>(StringComparer.Ordinal);
        session.Visit(
            $"SELECT name, body FROM past_removal WHERE channel = {channel} AND label = {shown.Label} AND subdir = {shown.Subdir} AND since <= {shown.Revision} ORDER BY name, since",
            row => byName[row.Text(0)] = row.Text(1));
        var all = byName.Values.Select(PastName.ReadRemoval).ToList();
        return new PastRemovals([.. all.SelectMany(name => name.Gone).Order(StringComparer.Ordinal)], [.. all.SelectMany(name => name.Hidden)]);
    }
}
