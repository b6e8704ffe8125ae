using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Databases;

/// <summary>
/// A statement and its values. Written as an interpolated string, in which every hole becomes a parameter: text from outside
/// can never become SQL. The text is the SQL that SQLite and PostgreSQL both understand.
/// </summary>
[InterpolatedStringHandler]
public sealed class Sql
{
    private readonly StringBuilder _text;
    private readonly List<object?> _values;

    public Sql(int literalLength, int formattedCount)
    {
        _text = new StringBuilder(literalLength + (formattedCount * 4));
        _values = new List<object?>(formattedCount);
    }

    internal string Text => _text.ToString();

    /// <summary>The values, as <see cref="long"/>, <see cref="string"/>, <see cref="byte"/>[] or null.</summary>
    internal IReadOnlyList<object?> Values => _values;

    public void AppendLiteral(string text) => _text.Append(text);

    public void AppendFormatted(long? value) => Add(value);

    public void AppendFormatted(string? value) => Add(value);

    public void AppendFormatted(byte[]? value) => Add(value);

    public void AppendFormatted(bool value) => Add(value ? 1L : 0L);

    /// <summary>As the 32 bytes that it is.</summary>
    public void AppendFormatted(Sha256? value) => Add(value is { } digest ? digest.AsSpan().ToArray() : null);

    /// <summary>As milliseconds since 1970, UTC.</summary>
    public void AppendFormatted(DateTimeOffset? value) => Add(value?.ToUnixTimeMilliseconds());

    internal void AppendValue(SqlValue value) => Add(value.Boxed);

    private void Add(object? value)
    {
        _text.Append("@p").Append(_values.Count.ToString(CultureInfo.InvariantCulture));
        _values.Add(value);
    }
}
