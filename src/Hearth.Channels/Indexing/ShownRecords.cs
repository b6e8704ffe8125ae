using Hearth.Channels.Sqlite;
using Hearth.Conda.Patches;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;

namespace Hearth.Channels.Indexing;

/// <summary>Keeps what patches make of each record beside the record itself.</summary>
internal sealed class ShownRecords(SqliteDatabase database, long subdir)
{
    private const string Columns = "SELECT id, grp, file, name, record, run_exports, shown, shown_run_exports, hidden FROM artifact";

    /// <summary>Patches the records of one name.</summary>
    /// <returns>File names with the fields that a patch tried to change and may not.</returns>
    public IReadOnlyList<(string File, IReadOnlyList<string> Fields)> Patch(RecordPatcher patcher, string name)
    {
        using var select = database.Prepare(Columns + " INDEXED BY artifact_name WHERE subdir = ? AND name = ? AND grp >= 0");
        select.Bind(0, subdir).Bind(1, name);
        return Patch(patcher, select, static _ => { });
    }

    /// <summary>Patches every record again, because the instructions are others now; reports the names whose records changed.</summary>
    public IReadOnlyList<(string File, IReadOnlyList<string> Fields)> PatchAll(RecordPatcher patcher, Action<string> changed)
    {
        using var select = database.Prepare(Columns + " INDEXED BY artifact_order WHERE subdir = ? AND grp >= 0");
        select.Bind(0, subdir);
        var problems = Patch(patcher, select, changed);
        using var remember = database.Prepare("UPDATE subdir SET patch = ? WHERE id = ?");
        remember.Bind(0, patcher.Instructions.Digest.AsSpan()).Bind(1, subdir).Run();
        return problems;
    }

    private List<(string File, IReadOnlyList<string> Fields)> Patch(RecordPatcher patcher, SqliteStatement rows, Action<string> changed)
    {
        var problems = new List<(string, IReadOnlyList<string>)>();
        var updates = new List<(long Id, PatchedRow Row)>();
        while (rows.Step())
        {
            var record = PackageRecord.FromCanonical(rows.Blob(4).ToArray());
            var runExports = rows.Blob(5).ToArray();
            var patched = patcher.Apply((RecordGroup)rows.Integer(1), rows.Text(2), record, runExports);
            if (patched.ProtectedFields.Count > 0)
                problems.Add((rows.Text(2), patched.ProtectedFields));
            var row = PatchedRow.From(patched, record, runExports);
            if (row.Equals(rows.Blob(6), rows.Blob(7), rows.Integer(8) != 0))
                continue;
            updates.Add((rows.Integer(0), row));
            changed(rows.Text(3));
        }
        using var update = database.Prepare("UPDATE artifact SET shown = ?, shown_run_exports = ?, hidden = ? WHERE id = ?");
        foreach (var (id, row) in updates)
            update.BindOrNull(0, row.Shown.Span).BindOrNull(1, row.RunExports.Span).Bind(2, row.Hidden ? 1 : 0).Bind(3, id).Run();
        return problems;
    }

    // What the columns hold: nothing where the patches change nothing.
    private readonly record struct PatchedRow(ReadOnlyMemory<byte> Shown, ReadOnlyMemory<byte> RunExports, bool Hidden)
    {
        public static PatchedRow From(PatchedRecord patched, PackageRecord record, ReadOnlyMemory<byte> runExports) => new(
            patched.Record is null || patched.Record.Equals(record) ? default : patched.Record.Json,
            patched.RunExports.Span.SequenceEqual(runExports.Span) ? default : patched.RunExports,
            patched.Record is null);

        public bool Equals(ReadOnlySpan<byte> shown, ReadOnlySpan<byte> runExports, bool hidden) =>
            Shown.Span.SequenceEqual(shown) && RunExports.Span.SequenceEqual(runExports) && Hidden == hidden;
    }
}
