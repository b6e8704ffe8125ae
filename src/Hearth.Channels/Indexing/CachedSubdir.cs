using Hearth.Channels.Sqlite;
using Hearth.Channels.Views;
using Hearth.Conda.Patches;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Indexing;

/// <summary>The rows of one subdir in the index cache.</summary>
internal sealed class CachedSubdir : ISubdirRecords, IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly List<SqliteStatement> _statements = [];
    private readonly long _id;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _delete;
    private readonly SqliteStatement _markDirty;
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _markRemoved;
    private readonly SqliteStatement _unmarkRemoved;
    private readonly SqliteStatement _firstSeen;
    private readonly SqliteStatement _setFirstSeen;
    private readonly SqliteStatement _byName;

    public CachedSubdir(SqliteDatabase database, string name)
    {
        _database = database;
        Subdir = name;
        database.InTransaction(() =>
        {
            using var insert = database.Prepare("INSERT INTO subdir(name) VALUES (?) ON CONFLICT DO NOTHING");
            insert.Bind(0, name).Run();
        });
        using (var select = database.Prepare("SELECT id FROM subdir WHERE name = ?"))
        {
            select.Bind(0, name).Step();
            _id = select.Integer(0);
        }
        _insert = Prepare("INSERT INTO artifact(subdir, file, size, modified, name, grp, record, run_exports, about, problem) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        _delete = Prepare("DELETE FROM artifact INDEXED BY artifact_file WHERE subdir = ? AND file = ?");
        _find = Prepare("SELECT name, json_extract(CAST(record AS TEXT), '$.sha256'), json_extract(CAST(record AS TEXT), '$.indexed_timestamp') FROM artifact INDEXED BY artifact_file WHERE subdir = ? AND file = ? AND record IS NOT NULL");
        _markDirty = Prepare("INSERT INTO dirty(subdir, name) VALUES (?, ?) ON CONFLICT DO NOTHING");
        _markRemoved = Prepare("INSERT INTO removed(subdir, file, name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
        _unmarkRemoved = Prepare("DELETE FROM removed WHERE subdir = ? AND file = ?");
        _firstSeen = Prepare("SELECT sha256, at FROM first_seen WHERE subdir = ? AND file = ?");
        _setFirstSeen = Prepare("INSERT INTO first_seen(subdir, file, sha256, at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET sha256 = excluded.sha256, at = excluded.at");
        _byName = Prepare("SELECT grp, file, record, run_exports, shown, shown_run_exports, hidden FROM artifact INDEXED BY artifact_name WHERE subdir = ? AND name = ? AND grp >= 0 ORDER BY grp, file");
    }

    public string Subdir { get; }

    public IReadOnlyList<string> Removed => Strings("SELECT file FROM removed WHERE subdir = ? UNION SELECT file FROM artifact INDEXED BY artifact_hidden WHERE subdir = ?1 AND hidden = 1 ORDER BY file");

    public IReadOnlyList<string> Gone => Strings("SELECT file FROM removed WHERE subdir = ? ORDER BY file");

    /// <summary>Whether no patch is in force, so that every record is shown as its artifact has it.</summary>
    public bool IsUnpatched => PatchDigest is null || PatchDigest == PatchInstructions.None.Digest;

    /// <summary>Counts the changes of the subdir's rows.</summary>
    public long Revision => Integer("SELECT revision FROM subdir WHERE id = ?");

    /// <summary>The digest of the patch instructions that the shown records were made with.</summary>
    public Sha256? PatchDigest
    {
        get
        {
            using var select = _database.Prepare("SELECT patch FROM subdir WHERE id = ?");
            return select.Bind(0, _id).Step() && select.Blob(0) is { Length: Sha256.Size } blob ? new Sha256(blob) : null;
        }
    }

    /// <summary>The names whose shard is older than their records, sorted.</summary>
    public IReadOnlyList<string> DirtyNames => Strings("SELECT name FROM dirty WHERE subdir = ? ORDER BY name");

    /// <summary>Why files cannot be listed: file name and reason, sorted.</summary>
    public IReadOnlyList<(string File, string Problem)> Problems
    {
        get
        {
            using var select = _database.Prepare("SELECT file, problem FROM artifact INDEXED BY artifact_problem WHERE subdir = ? AND problem IS NOT NULL ORDER BY file");
            select.Bind(0, _id);
            var problems = new List<(string, string)>();
            while (select.Step())
                problems.Add((select.Text(0), select.Text(1)));
            return problems;
        }
    }

    public long RecordCount => Integer("SELECT count(*) FROM artifact INDEXED BY artifact_order WHERE subdir = ? AND grp >= 0");

    /// <summary>Visits what the cache knows of each file, sorted by name.</summary>
    public void VisitFiles(Action<FolderFile> visit)
    {
        using var select = _database.Prepare("SELECT file, size, modified FROM artifact INDEXED BY artifact_file WHERE subdir = ? ORDER BY file");
        select.Bind(0, _id);
        while (select.Step())
            visit(new FolderFile(select.Text(0), select.Integer(1), select.Integer(2)));
    }

    public void VisitGroup(RecordGroup group, ISubdirRecords.Visitor visit)
    {
        using var select = _database.Prepare("SELECT grp, file, record, run_exports, shown, shown_run_exports, hidden FROM artifact INDEXED BY artifact_order WHERE subdir = ? AND grp = ? ORDER BY file");
        select.Bind(0, _id).Bind(1, (long)group);
        while (select.Step())
            visit(Row(select));
    }

    public void VisitName(string name, ISubdirRecords.Visitor visit)
    {
        _byName.Bind(0, _id).Bind(1, name);
        while (_byName.Step())
            visit(Row(_byName));
    }

    /// <summary>The listed artifacts of a name, in document order, with what channel-wide files take from them.</summary>
    public IReadOnlyList<(string File, PackageRecord Record, byte[] RunExports, byte[] About)> AboutOf(string name)
    {
        using var select = _database.Prepare("SELECT file, coalesce(shown, record), coalesce(shown_run_exports, run_exports), about FROM artifact INDEXED BY artifact_name WHERE subdir = ? AND name = ? AND grp >= 0 AND hidden = 0 ORDER BY grp, file");
        select.Bind(0, _id).Bind(1, name);
        var all = new List<(string, PackageRecord, byte[], byte[])>();
        while (select.Step())
            all.Add((select.Text(0), PackageRecord.FromCanonical(select.Blob(1).ToArray()), select.Blob(2).ToArray(), select.Blob(3).ToArray()));
        return all;
    }

    /// <summary>The instant at which this very artifact first appeared, if it ever did; null where it appeared but nothing says when.</summary>
    public bool TryFirstSeen(string file, Sha256 sha256, out long? at)
    {
        at = null;
        var digest = sha256.ToString();
        _find.Bind(0, _id).Bind(1, file);
        while (_find.Step())
        {
            if (!_find.IsNull(1) && _find.Text(1) == digest && !_find.IsNull(2))
                at = _find.Integer(2);
        }
        if (at is not null)
            return true;
        _firstSeen.Bind(0, _id).Bind(1, file);
        var known = _firstSeen.Step() && (_firstSeen.IsNull(0) || _firstSeen.Text(0) == digest);
        at = known && !_firstSeen.IsNull(1) ? _firstSeen.Integer(1) : null;
        _firstSeen.Reset();
        return known;
    }

    public void SetFirstSeen(string file, string? sha256, long? at)
    {
        _setFirstSeen.Bind(0, _id).Bind(1, file);
        _ = sha256 is null ? _setFirstSeen.BindNull(2) : _setFirstSeen.Bind(2, sha256);
        _ = at is null ? _setFirstSeen.BindNull(3) : _setFirstSeen.Bind(3, at.Value);
        _setFirstSeen.Run();
    }

    /// <summary>Adds an artifact, or replaces the one of that file name.</summary>
    public void Put(IndexedArtifact artifact)
    {
        Forget(artifact.File.Name);
        var name = artifact.Record.PackageName.ToString();
        Insert(artifact.File, name, (int)artifact.Group, artifact.Record.Json.Span, artifact.RunExports.Span, artifact.About.Span, null);
        MarkDirty(name);
        _unmarkRemoved.Bind(0, _id).Bind(1, artifact.File.Name).Run();
    }

    /// <summary>Remembers that a file cannot be listed, so that it is not opened again until it changes.</summary>
    public void PutProblem(FolderFile file, string problem)
    {
        Delete(file.Name);
        Insert(file, "", -1, default, default, default, problem);
    }

    /// <summary>Takes a file that is gone out of the records, and lists it as removed.</summary>
    public void Delete(string file)
    {
        if (Forget(file) is { } name)
            MarkRemoved(file, name);
    }

    public void MarkRemoved(string file, string name) => _markRemoved.Bind(0, _id).Bind(1, file).Bind(2, name).Run();

    public void MarkDirty(string name) => _markDirty.Bind(0, _id).Bind(1, name).Run();

    /// <summary>The removed files of one name, and those that a patch hides, sorted.</summary>
    public IReadOnlyList<string> RemovedOf(string name)
    {
        using var select = _database.Prepare("SELECT file FROM removed INDEXED BY removed_name WHERE subdir = ?1 AND name = ?2 UNION SELECT file FROM artifact INDEXED BY artifact_hidden WHERE subdir = ?1 AND name = ?2 AND hidden = 1 ORDER BY file");
        select.Bind(0, _id).Bind(1, name);
        var files = new List<string>();
        while (select.Step())
            files.Add(select.Text(0));
        return files;
    }

    public void CountChange() => Run("UPDATE subdir SET revision = revision + 1 WHERE id = ?");

    public SubdirShards Shards() => new(_database, _id);

    public WrittenFiles Written() => new(_database, _id);

    public SubdirSummaries Summaries() => new(_database, _id);

    public ShownRecords Shown() => new(_database, _id);

    public void Dispose()
    {
        foreach (var statement in _statements)
            statement.Dispose();
    }

    private static ListedRecord Row(SqliteStatement row)
    {
        var record = row.Blob(2);
        var shown = row.Blob(4);
        return new ListedRecord
        {
            Group = (RecordGroup)row.Integer(0),
            File = row.Text(1),
            UnpatchedJson = record,
            Json = row.Integer(6) != 0 ? default : shown.IsEmpty ? record : shown,
            RunExports = row.IsNull(5) ? row.Blob(3) : row.Blob(5),
        };
    }

    private string? Forget(string file)
    {
        string? name = null;
        _find.Bind(0, _id).Bind(1, file);
        while (_find.Step())
        {
            name = _find.Text(0);
            if (!_find.IsNull(1))
                SetFirstSeen(file, _find.Text(1), _find.IsNull(2) ? null : _find.Integer(2));
        }
        if (name is not null)
            MarkDirty(name);
        _delete.Bind(0, _id).Bind(1, file).Run();
        return name;
    }

    private void Insert(
        FolderFile file, string name, int group, ReadOnlySpan<byte> record, ReadOnlySpan<byte> runExports, ReadOnlySpan<byte> about, string? problem)
    {
        _insert.Bind(0, _id).Bind(1, file.Name).Bind(2, file.Size).Bind(3, file.Modified).Bind(4, name).Bind(5, group);
        _insert.BindOrNull(6, record).BindOrNull(7, runExports).BindOrNull(8, about);
        _ = problem is null ? _insert.BindNull(9) : _insert.Bind(9, problem);
        _insert.Run();
    }

    private SqliteStatement Prepare(string sql)
    {
        var statement = _database.Prepare(sql);
        _statements.Add(statement);
        return statement;
    }

    private void Run(string sql)
    {
        using var statement = _database.Prepare(sql);
        statement.Bind(0, _id).Run();
    }

    private long Integer(string sql)
    {
        using var statement = _database.Prepare(sql);
        return statement.Bind(0, _id).Step() ? statement.Integer(0) : 0;
    }

    private List<string> Strings(string sql)
    {
        using var statement = _database.Prepare(sql);
        statement.Bind(0, _id);
        var strings = new List<string>();
        while (statement.Step())
            strings.Add(statement.Text(0));
        return strings;
    }
}
