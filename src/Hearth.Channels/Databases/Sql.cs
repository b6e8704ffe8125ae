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
    private readonly List<SqlValue> _values;

    public Sql(int literalLength, int formattedCount)
    {
        _text = new StringBuilder(literalLength + (formattedCount * 4));
        _values = new List<SqlValue>(formattedCount);
    }

    internal string Text => _text.ToString();

    internal IReadOnlyList<SqlValue> Values => _values;

    public void AppendLiteral(string text) => _text.Append(text);

    public void AppendFormatted(long? value) => Append(value is { } number ? number : default(SqlValue));

    public void AppendFormatted(string? value) => Append(value);

    public void AppendFormatted(byte[]? value) => Append(value);

    public void AppendFormatted(bool value) => Append(value);

    /// <summary>As the 32 bytes that it is.</summary>
    public void AppendFormatted(Sha256? value) => Append(value is { } digest ? digest : default(SqlValue));

    /// <summary>As milliseconds since 1970, UTC.</summary>
    public void AppendFormatted(DateTimeOffset? value) => Append(value is { } instant ? instant : default(SqlValue));

    internal void Append(SqlValue value)
    {
        _text.Append(CultureInfo.InvariantCulture, $"@p{_values.Count}");
        _values.Add(value);
    }
}
