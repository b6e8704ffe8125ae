using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Databases;

/// <summary>What can be wrong with a database as a whole.</summary>
public static class DatabaseDiagnostics
{
    public static readonly DiagnosticKind BadAddress = new(
        "HRT4040",
        "Not the address of a database",
        Severity.Error,
        "--database takes the path of a SQLite file, or postgres://user:password@host:port/database. Give the password in the settings "
        + "file or in the environment, not on the command line.");

    public static readonly DiagnosticKind NewerDatabase = new(
        "HRT4041",
        "The database was written by a newer Hearth",
        Severity.Error,
        "Databases are brought forward by the first start of a new version, and never back. Start the newer program, or restore the "
        + "backup that was made before the upgrade.");

    public static IReadOnlyList<DiagnosticKind> All { get; } = [BadAddress, NewerDatabase];
}
