using Hearth.Channels.Databases;
using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;

namespace Hearth.Channels.Composition;

/// <summary>An artifact as a member of a virtual channel shows it.</summary>
/// <param name="Member">The member.</param>
/// <param name="Artifact">What it shows, with the time of its first appearance.</param>
/// <param name="FirstSeen">CEP 47: that time.</param>
internal sealed record MemberArtifact(string Member, NewArtifact Artifact, DateTimeOffset FirstSeen)
{
    private static readonly string NoArch = Conda.Names.Subdir.NoArch.ToString();

    public string Subdir => Artifact.Record.Subdir;

    public string Path => $"{Subdir}/{Artifact.File}";

    /// <summary>What a member shows of a name, in order of subdir and file.</summary>
    public static Task<List<MemberArtifact>> OfAsync(SqlSession session, long id, string member, string name, CancellationToken cancellation) => session.QueryAsync(
        $"""
        SELECT a.file, a.grp, coalesce(a.shown, a.record), a.sha256, coalesce(a.shown_run_exports, a.run_exports), a.about, a.at
        FROM artifact a JOIN listing l ON l.artifact = a.id AND l.label = {Label.Main.ToString()}
        WHERE a.channel = {id} AND a.name = {name} AND a.removed IS NULL AND a.hidden = 0 ORDER BY a.subdir, a.file
        """,
        row =>
        {
            var record = PackageRecord.FromCanonical(row.Bytes(2));
            var seen = record.IndexedTimestamp ?? row.Instant(6);
            var dated = PackageRecord.From(record.ToBuilder().Set(RecordField.IndexedTimestamp, seen.ToUnixTimeMilliseconds()));
            return new MemberArtifact(member, new NewArtifact(row.Text(0), (RecordGroup)row.Integer(1), dated, row.Digest(3), row.Bytes(4), row.BytesOrEmpty(5), []), seen);
        },
        cancellation);

    /// <summary>Which of the artifacts of one name are shown.</summary>
    /// <param name="byMember">What each member shows, first the one that goes before all others.</param>
    /// <param name="flexible">Whether artifacts of several members are shown beside each other.</param>
    public static IReadOnlyList<MemberArtifact> Choose(IEnumerable<IReadOnlyList<MemberArtifact>> byMember, bool flexible)
    {
        var chosen = new List<MemberArtifact>();
        var paths = new HashSet<string>(StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var artifacts in byMember)
        {
            foreach (var artifact in artifacts.Where(artifact => flexible || IsFree(artifact.Subdir, taken)))
            {
                if (paths.Add(artifact.Path))
                    chosen.Add(artifact);
            }
            taken.UnionWith(artifacts.Select(artifact => artifact.Subdir));
        }
        return chosen;
    }

    // A client asks for its platform and for noarch, and takes the first channel that has the name in either. What is noarch is seen by
    // all platforms, so it gives way to an earlier member that has the name for any.
    private static bool IsFree(string subdir, HashSet<string> taken) => subdir == NoArch ? taken.Count == 0 : !taken.Contains(subdir) && !taken.Contains(NoArch);
}
