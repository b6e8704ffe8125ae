using System.Buffers.Text;
using System.Globalization;

namespace Hearth.Packages.Archives.Tar;

/// <summary>What an extended header (pax <c>x</c>, GNU <c>L</c> and <c>K</c>) says about the member after it.</summary>
internal struct PaxFields
{
    public string? Path;
    public string? LinkTarget;
    public long? Size;
    public DateTimeOffset? Modified;
    public bool IsSparse;

    /// <summary>Adds the records of a pax header: <c>LENGTH KEY=VALUE\n</c>, one after the other.</summary>
    /// <exception cref="FormatException">The records are damaged.</exception>
    public void Read(ReadOnlySpan<byte> records)
    {
        while (records.Length > 0)
        {
            if (!Utf8Parser.TryParse(records, out int length, out var digits)
                || length <= digits + 2 || length > records.Length || records[digits] != ' ' || records[length - 1] != '\n')
            {
                throw new FormatException("a pax record has a wrong length");
            }
            var record = records[(digits + 1)..(length - 1)];
            var equals = record.IndexOf((byte)'=');
            if (equals <= 0)
                throw new FormatException("a pax record has no '='");
            Set(record[..equals], record[(equals + 1)..]);
            records = records[length..];
        }
    }

    private void Set(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("path"u8))
            Path = TarText.Decode(value);
        else if (key.SequenceEqual("linkpath"u8))
            LinkTarget = TarText.Decode(value);
        else if (key.SequenceEqual("size"u8))
            Size = Utf8Parser.TryParse(value, out long size, out var used) && used == value.Length && size >= 0
                ? size
                : throw new FormatException("a pax size is no number");
        else if (key.SequenceEqual("mtime"u8))
            Modified = InstantOf(value);
        else if (key.StartsWith("GNU.sparse."u8))
            IsSparse = true;
    }

    // Seconds since 1970 with a decimal fraction of any length.
    private static DateTimeOffset InstantOf(ReadOnlySpan<byte> value)
    {
        if (!decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            || seconds < DateTimeOffset.MinValue.ToUnixTimeSeconds() || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            throw new FormatException("a pax mtime is no instant");
        }
        return DateTimeOffset.UnixEpoch.AddTicks((long)decimal.Floor(seconds * TimeSpan.TicksPerSecond));
    }
}
