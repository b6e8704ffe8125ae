using System.Runtime.InteropServices;

namespace Hearth.Channels.Sqlite;

/// <summary>
/// The functions of SQLite's C interface that are called here, by their names there. Those that take a few instructions run without telling the garbage
/// collector: rows have many columns, and there are many rows.
/// </summary>
internal static unsafe partial class SqliteLibrary
{
    public const string Name = "e_sqlite3";

    public const int Ok = 0;
    public const int Corrupt = 11;
    public const int Full = 13;
    public const int NotADatabase = 26;
    public const int Row = 100;
    public const int Done = 101;

    public const int TypeNull = 5;

    public const int OpenReadWrite = 0x2;
    public const int OpenCreate = 0x4;
    public const int OpenNoMutex = 0x8000;

    public const uint PreparePersistent = 1;

    public const int ConfigMemoryStatus = 9;

    /// <summary>What is bound is copied before the call returns.</summary>
    public const nint Transient = -1;

    private const DllImportSearchPath Places = DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories;

    [LibraryImport(Name, EntryPoint = "sqlite3_config")]
    [DefaultDllImportSearchPaths(Places)]
    public static partial int Config(int option, int value);

    [LibraryImport(Name, EntryPoint = "sqlite3_open_v2", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(Places)]
    public static partial int Open(string path, out nint database, int flags, nint system);

    [LibraryImport(Name, EntryPoint = "sqlite3_close_v2")]
    [DefaultDllImportSearchPaths(Places)]
    public static partial int Close(nint database);

    [LibraryImport(Name, EntryPoint = "sqlite3_busy_timeout")]
    [DefaultDllImportSearchPaths(Places)]
    public static partial int BusyTimeout(nint database, int milliseconds);

    [LibraryImport(Name, EntryPoint = "sqlite3_errmsg")]
    [DefaultDllImportSearchPaths(Places)]
    public static partial nint ErrorMessage(nint database);

    [LibraryImport(Name, EntryPoint = "sqlite3_get_autocommit")]
    [DefaultDllImportSearchPaths(Places)]
    public static partial int GetAutocommit(nint database);

    [LibraryImport(Name, EntryPoint = "sqlite3_changes")]
    [DefaultDllImportSearchPaths(Places)]
    public static partial int Changes(nint database);

    [LibraryImport(Name, EntryPoint = "sqlite3_exec", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(Places)]
    public static partial int Execute(nint database, string sql, nint callback, nint argument, nint message);

    [LibraryImport(Name, EntryPoint = "sqlite3_prepare_v3")]
    [DefaultDllImportSearchPaths(Places)]
    public static partial int Prepare(nint database, byte* sql, int length, uint flags, out nint statement, out byte* rest);

    [LibraryImport(Name, EntryPoint = "sqlite3_finalize")]
    [DefaultDllImportSearchPaths(Places)]
    public static partial int Finalize(nint statement);

    [LibraryImport(Name, EntryPoint = "sqlite3_step")]
    [DefaultDllImportSearchPaths(Places)]
    public static partial int Step(nint statement);

    [LibraryImport(Name, EntryPoint = "sqlite3_reset")]
    [DefaultDllImportSearchPaths(Places)]
    public static partial int Reset(nint statement);

    [LibraryImport(Name, EntryPoint = "sqlite3_clear_bindings")]
    [DefaultDllImportSearchPaths(Places)]
    public static partial int ClearBindings(nint statement);

    [LibraryImport(Name, EntryPoint = "sqlite3_bind_int64")]
    [DefaultDllImportSearchPaths(Places)]
    [SuppressGCTransition]
    public static partial int BindInteger(nint statement, int place, long value);

    [LibraryImport(Name, EntryPoint = "sqlite3_bind_null")]
    [DefaultDllImportSearchPaths(Places)]
    [SuppressGCTransition]
    public static partial int BindNull(nint statement, int place);

    [LibraryImport(Name, EntryPoint = "sqlite3_bind_text")]
    [DefaultDllImportSearchPaths(Places)]
    public static partial int BindText(nint statement, int place, byte* text, int length, nint release);

    [LibraryImport(Name, EntryPoint = "sqlite3_bind_blob")]
    [DefaultDllImportSearchPaths(Places)]
    public static partial int BindBytes(nint statement, int place, byte* bytes, int length, nint release);

    [LibraryImport(Name, EntryPoint = "sqlite3_column_type")]
    [DefaultDllImportSearchPaths(Places)]
    [SuppressGCTransition]
    public static partial int ColumnType(nint statement, int column);

    [LibraryImport(Name, EntryPoint = "sqlite3_column_int64")]
    [DefaultDllImportSearchPaths(Places)]
    [SuppressGCTransition]
    public static partial long ColumnInteger(nint statement, int column);

    [LibraryImport(Name, EntryPoint = "sqlite3_column_text")]
    [DefaultDllImportSearchPaths(Places)]
    [SuppressGCTransition]
    public static partial byte* ColumnText(nint statement, int column);

    [LibraryImport(Name, EntryPoint = "sqlite3_column_blob")]
    [DefaultDllImportSearchPaths(Places)]
    [SuppressGCTransition]
    public static partial byte* ColumnBytes(nint statement, int column);

    [LibraryImport(Name, EntryPoint = "sqlite3_column_bytes")]
    [DefaultDllImportSearchPaths(Places)]
    [SuppressGCTransition]
    public static partial int ColumnLength(nint statement, int column);
}
