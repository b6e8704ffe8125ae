using System.Data.Common;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Databases;

/// <summary>The row that a query stands at; columns count from 0.</summary>
public readonly struct SqlRow(DbDataReader reader)
{
    public long Integer(int column) => reader.GetInt64(column);

    public long? IntegerOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public string Text(int column) => reader.GetString(column);

    public string? TextOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public bool Flag(int column) => reader.GetInt64(column) != 0;

    public byte[] Bytes(int column) => reader.GetFieldValue<byte[]>(column);

    /// <summary>The bytes; empty for null.</summary>
    public byte[] BytesOrEmpty(int column) => reader.IsDBNull(column) ? [] : reader.GetFieldValue<byte[]>(column);

    public byte[]? BytesOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<byte[]>(column);

    public Sha256 Digest(int column) => new(Bytes(column));

    public Sha256? DigestOrNull(int column) => reader.IsDBNull(column) ? null : new Sha256(Bytes(column));

    public DateTimeOffset Instant(int column) => DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));

    public DateTimeOffset? InstantOrNull(int column) => reader.IsDBNull(column) ? null : Instant(column);
}
