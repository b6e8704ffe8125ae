namespace Hearth.Conda.Records;

/// <summary>The names of the fields of a package record, as UTF-8 (CEP 34, CEP 36, wire-formats §2).</summary>
public static class RecordField
{
    public static ReadOnlySpan<byte> Build => "build"u8;
    public static ReadOnlySpan<byte> BuildNumber => "build_number"u8;
    public static ReadOnlySpan<byte> Constrains => "constrains"u8;
    public static ReadOnlySpan<byte> Depends => "depends"u8;

    /// <summary>CEP 44.</summary>
    public static ReadOnlySpan<byte> ExtraDepends => "extra_depends"u8;

    /// <summary>CEP 45.</summary>
    public static ReadOnlySpan<byte> Flags => "flags"u8;

    /// <summary>CEP 47: Unix time in milliseconds, set by the indexer once.</summary>
    public static ReadOnlySpan<byte> IndexedTimestamp => "indexed_timestamp"u8;

    public static ReadOnlySpan<byte> License => "license"u8;
    public static ReadOnlySpan<byte> Md5 => "md5"u8;
    public static ReadOnlySpan<byte> Name => "name"u8;
    public static ReadOnlySpan<byte> Noarch => "noarch"u8;
    public static ReadOnlySpan<byte> Revoked => "revoked"u8;

    /// <summary>CEP 21: in shards only.</summary>
    public static ReadOnlySpan<byte> RunExports => "run_exports"u8;

    public static ReadOnlySpan<byte> SchemaVersion => "schema_version"u8;
    public static ReadOnlySpan<byte> Sha256 => "sha256"u8;
    public static ReadOnlySpan<byte> Size => "size"u8;
    public static ReadOnlySpan<byte> Subdir => "subdir"u8;
    public static ReadOnlySpan<byte> Timestamp => "timestamp"u8;
    public static ReadOnlySpan<byte> TrackFeatures => "track_features"u8;
    public static ReadOnlySpan<byte> Version => "version"u8;
}
