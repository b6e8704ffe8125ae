using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Hearth.Channels.History;

/// <summary>
/// A point in the life of a channel, as addresses and commands name it: a revision (<c>r12345</c>), an instant (RFC 3339, also without
/// punctuation, also a date alone), a time ago (<c>7d</c>, <c>36h</c>, <c>2w</c>), or the name of a snapshot.
/// </summary>
public abstract record Moment : ISpanParsable<Moment>
{
    private static readonly SearchValues<char> InSnapshotName = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_.-");

    /// <summary>The most characters that a snapshot's name may have.</summary>
    public const int MostCharacters = 64;

    private const int LengthOfDate = 10;
    private const int MostOfAUnit = 100_000;

    private static readonly string[] Instants =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyyMMdd'T'HHmmssK", "yyyyMMdd'T'HHmmK",
    ];

    private Moment()
    {
    }

    /// <summary>The state of a revision.</summary>
    public sealed record AtRevision(long Number) : Moment
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"r{Number}");
    }

    /// <summary>What was served at an instant. For a date alone that is its end, so that the day is in it.</summary>
    public sealed record AtInstant(DateTimeOffset Instant) : Moment
    {
        public override string ToString() => Instant.UtcDateTime.ToString("yyyyMMdd't'HHmmss'z'", CultureInfo.InvariantCulture);
    }

    /// <summary>What was served so long ago: a channel with a cool-down.</summary>
    public sealed record Ago(TimeSpan Span) : Moment
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(long)Span.TotalHours}h");
    }

    /// <summary>A snapshot.</summary>
    public sealed record AtSnapshot(string Name) : Moment
    {
        public override string ToString() => Name;
    }

    /// <summary>Whether a snapshot may have this name: it must be a part of a path, and nothing else that a moment can be.</summary>
    public static bool IsSnapshotName(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MostCharacters && char.IsAsciiLetterLower(text[0]) && !IsRevision(text) && !text.ContainsAnyExcept(InSnapshotName);

    /// <exception cref="Foundation.Diagnostics.BadInputException">The text is none of these.</exception>
    public static Moment Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) => TryParse(s, provider, out var moment)
        ? moment
        : throw HistoryDiagnostics.BadMoment.Refuse(null, "this is no moment", "a revision like r123, an instant like 2026-11-01T10:15:00Z, a date like 2026-11-01, a time ago like 7d, or the name of a snapshot");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static Moment Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, [NotNullWhen(true)] out Moment? result)
    {
        result = null;
        if (s.Length is 0 or > MostCharacters)
            return false;
        if (IsRevision(s))
        {
            if (long.TryParse(s[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                result = new AtRevision(number);
        }
        else if (char.IsAsciiDigit(s[0]))
        {
            result = AgoOf(s) ?? (Moment?)InstantOf(s.ToString().ToUpperInvariant());
        }
        else if (IsSnapshotName(s))
        {
            result = new AtSnapshot(s.ToString());
        }
        return result is not null;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [NotNullWhen(true)] out Moment? result) => TryParse(s.AsSpan(), provider, out result);

    private static AtInstant? InstantOf(string text)
    {
        if (DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day < DateOnly.MaxValue ? new AtInstant(new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero).AddMilliseconds(-1)) : null;
        // An instant without a zone would mean another one on each machine.
        return (text.EndsWith('Z') || text.AsSpan(Math.Min(text.Length, LengthOfDate)).ContainsAny('+', '-'))
            && DateTimeOffset.TryParseExact(text, Instants, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var instant)
                ? new AtInstant(instant)
                : null;
    }

    private static Ago? AgoOf(ReadOnlySpan<char> text)
    {
        if (!int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > MostOfAUnit)
            return null;
        return text[^1] switch
        {
            'h' => new Ago(TimeSpan.FromHours(count)),
            'd' => new Ago(TimeSpan.FromDays(count)),
            'w' => new Ago(TimeSpan.FromDays(count * 7)),
            _ => null,
        };
    }

    private static bool IsRevision(ReadOnlySpan<char> text) => text.Length > 1 && text[0] == 'r' && text[1..].IndexOfAnyExceptInRange('0', '9') < 0;
}
