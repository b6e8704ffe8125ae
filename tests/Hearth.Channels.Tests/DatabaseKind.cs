namespace Hearth.Channels.Tests;

/// <summary>The two databases that every store test runs on.</summary>
public enum DatabaseKind
{
    Sqlite,
    Postgres,
}
