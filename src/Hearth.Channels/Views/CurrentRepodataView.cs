using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Views;

/// <summary>
/// current_repodata.json: the newest version of every name, and what those need (wire-formats §4). Old clients read it first.
/// </summary>
public static class CurrentRepodataView
{
    /// <summary>Writes the document.</summary>
    /// <param name="records">The subdir.</param>
    /// <param name="newest">Every name with the JSON list of the files kept for its own sake (see <see cref="NewestVersions"/>).</param>
    /// <param name="info">The document's <c>info</c>.</param>
    /// <param name="output">Receives the document.</param>
    public static void Write(ISubdirRecords records, IEnumerable<(string Name, byte[] Files)> newest, RepodataInfo info, Stream output)
    {
        var kept = new SortedDictionary<(RecordGroup Group, string File), PackageRecord>(DocumentOrder.Instance);
        foreach (var (name, files) in newest)
        {
            var wanted = JsonText.ReadList(files).ToHashSet(StringComparer.Ordinal);
            records.VisitName(name, record =>
            {
                if (wanted.Contains(record.File) && !record.IsRemoved)
                    kept[(record.Group, record.File)] = PackageRecord.FromCanonical(record.Json.ToArray());
            });
        }
        var writer = new RepodataWriter(output, info, []);
        foreach (var ((group, file), record) in kept)
            writer.Write(group, group.KeyOf(file), record.Json.Span);
        writer.Complete();
    }

    private sealed class DocumentOrder : IComparer<(RecordGroup Group, string File)>
    {
        public static readonly DocumentOrder Instance = new();

        public int Compare((RecordGroup Group, string File) x, (RecordGroup Group, string File) y) =>
            x.Group != y.Group ? x.Group.CompareTo(y.Group) : string.CompareOrdinal(x.File, y.File);
    }
}
