using Hearth.Channels.Sqlite;

namespace Hearth.Channels.Indexing;

/// <summary>The tables of the index cache. A cache of another version is thrown away: it can always be made again.</summary>
internal static class IndexCacheSchema
{
    public const int Version = 3;

    private const string Tables = """
        CREATE TABLE subdir(
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            revision INTEGER NOT NULL DEFAULT 0,    -- counts changes; views remember the one they show
            patch BLOB                              -- digest of the instructions that 'shown' was made with
        ) STRICT;

        -- One row per package file. 'shown' differs from 'record' only where a patch changes it.
        CREATE TABLE artifact(
            id INTEGER PRIMARY KEY,
            subdir INTEGER NOT NULL,
            file TEXT NOT NULL,
            size INTEGER NOT NULL,
            modified INTEGER NOT NULL,
            name TEXT NOT NULL,
            grp INTEGER NOT NULL,
            record BLOB,
            run_exports BLOB,
            shown BLOB,
            shown_run_exports BLOB,
            hidden INTEGER NOT NULL DEFAULT 0,      -- removed by a patch
            about BLOB,                             -- what channeldata takes from the artifact
            problem TEXT                            -- why the file cannot be listed
        ) STRICT;
        CREATE INDEX artifact_file ON artifact(subdir, file, size, modified);
        CREATE INDEX artifact_order ON artifact(subdir, grp, file);
        CREATE INDEX artifact_name ON artifact(subdir, name, grp, file);
        CREATE INDEX artifact_hidden ON artifact(subdir, name, file) WHERE hidden = 1;
        CREATE INDEX artifact_problem ON artifact(subdir, file) WHERE problem IS NOT NULL;

        -- Names whose shard is older than their records.
        CREATE TABLE dirty(subdir INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY(subdir, name)) STRICT, WITHOUT ROWID;

        -- A null digest is a name that is gone; it stays while a delta index has to say so.
        CREATE TABLE shard(
            subdir INTEGER NOT NULL,
            name TEXT NOT NULL,
            sha256 BLOB,
            changed INTEGER NOT NULL,
            PRIMARY KEY(subdir, name)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE garbage(subdir INTEGER NOT NULL, sha256 BLOB NOT NULL, since INTEGER NOT NULL, PRIMARY KEY(subdir, sha256)) STRICT, WITHOUT ROWID;

        -- Files that were once listed, and when each artifact first appeared (CEP 47): kept for ever.
        CREATE TABLE removed(subdir INTEGER NOT NULL, file TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY(subdir, file)) STRICT, WITHOUT ROWID;
        CREATE INDEX removed_name ON removed(subdir, name, file);
        CREATE TABLE first_seen(subdir INTEGER NOT NULL, file TEXT NOT NULL, sha256 TEXT, at INTEGER, PRIMARY KEY(subdir, file)) STRICT, WITHOUT ROWID;

        -- What each name adds to channel-wide files and to current_repodata.
        CREATE TABLE summary(subdir INTEGER NOT NULL, name TEXT NOT NULL, channeldata BLOB NOT NULL, newest BLOB NOT NULL, PRIMARY KEY(subdir, name)) STRICT, WITHOUT ROWID;

        -- The stamp says what a written file shows; subdir 0 is the channel itself.
        CREATE TABLE written(subdir INTEGER NOT NULL, file TEXT NOT NULL, stamp TEXT NOT NULL, PRIMARY KEY(subdir, file)) STRICT, WITHOUT ROWID;
        """;

    /// <summary>Makes the tables in an empty database.</summary>
    /// <returns>False if the database holds tables of another version.</returns>
    public static bool Ensure(SqliteDatabase database)
    {
        using var version = database.Prepare("PRAGMA user_version");
        version.Step();
        var found = version.Integer(0);
        version.Reset();
        if (found == Version)
            return true;
        if (found != 0)
            return false;
        database.InTransaction(() =>
        {
            database.Execute(Tables);
            database.Execute($"PRAGMA user_version = {Version}");
        });
        return true;
    }
}
