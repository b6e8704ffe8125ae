using System.Runtime.InteropServices;
using Hearth.Channels.Sqlite;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Databases;

/// <summary>A value of a statement or of a row that is to be added: a whole number, a text, bytes or null.</summary>
internal readonly struct SqlValue
{
    private readonly object? _reference;

    private SqlValue(object? reference) => _reference = reference;

    private SqlValue(long number) => (IsNumber, Number) = (true, number);

    private bool IsNumber { get; }

    private long Number { get; }

    /// <summary>As parameters of ADO.NET take it.</summary>
    public object? Boxed => IsNumber ? Number : _reference;

    /// <summary>Makes it the value of a parameter.</summary>
    public void BindTo(SqliteStatement statement, int parameter) => _ = this switch
    {
        { IsNumber: true } => statement.Bind(parameter, Number),
        { _reference: string text } => statement.Bind(parameter, text),
        { _reference: byte[] bytes } => statement.Bind(parameter, bytes),
        _ => statement.BindNull(parameter),
    };

    /// <summary>Whether it is seen at a glance to be the same; bytes and texts that are equal and not one object count as others.</summary>
    public bool Is(in SqlValue other) => IsNumber == other.IsNumber && Number == other.Number && ReferenceEquals(_reference, other._reference);

    public static implicit operator SqlValue(long value) => new(value);

    public static implicit operator SqlValue(bool value) => new(value ? 1L : 0L);

    public static implicit operator SqlValue(string? value) => new((object?)value);

    public static implicit operator SqlValue(byte[]? value) => new((object?)value);

    /// <summary>As the bytes themselves where they are all of an array, which must not change any more; else as a copy.</summary>
    public static implicit operator SqlValue(ReadOnlyMemory<byte> value) =>
        new(MemoryMarshal.TryGetArray(value, out var part) && part.Offset == 0 && part.Count == part.Array!.Length ? part.Array : value.ToArray());

    /// <summary>As the 32 bytes that it is.</summary>
    public static implicit operator SqlValue(Sha256 value) => new(value.AsSpan().ToArray());

    /// <summary>As milliseconds since 1970, UTC.</summary>
    public static implicit operator SqlValue(DateTimeOffset value) => new(value.ToUnixTimeMilliseconds());
}
