using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Databases;

/// <summary>The row that a query stands at; columns count from 0. What says nothing of null must not meet it.</summary>
public abstract class SqlRow
{
    private protected SqlRow()
    {
    }

    public abstract bool IsNull(int column);

    public abstract long Integer(int column);

    public abstract string Text(int column);

    /// <summary>The bytes where they lie, valid until the query goes on; empty for null.</summary>
    public abstract ReadOnlySpan<byte> Span(int column);

    public long? IntegerOrNull(int column) => IsNull(column) ? null : Integer(column);

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public bool Flag(int column) => Integer(column) != 0;

    public byte[] Bytes(int column) => BytesOrNull(column) ?? throw Missing(column);

    /// <summary>The bytes; empty for null.</summary>
    public byte[] BytesOrEmpty(int column) => Span(column).ToArray();

    public byte[]? BytesOrNull(int column) => IsNull(column) ? null : Span(column).ToArray();

    public Sha256 Digest(int column) => new(Span(column));

    public Sha256? DigestOrNull(int column) => IsNull(column) ? null : new Sha256(Span(column));

    public DateTimeOffset Instant(int column) => DateTimeOffset.FromUnixTimeMilliseconds(Integer(column));

    public DateTimeOffset? InstantOrNull(int column) => IsNull(column) ? null : Instant(column);

    private protected static InvalidCastException Missing(int column) => new($"Column {column} of the row is null.");
}
