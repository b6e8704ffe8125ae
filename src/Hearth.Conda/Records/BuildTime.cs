namespace Hearth.Conda.Records;

/// <summary>The unit rule for <c>timestamp</c> values that conda-index and rattler share and no CEP states.</summary>
public static class BuildTime
{
    /// <summary>The last second of the year 9999; a larger value can only be milliseconds.</summary>
    public const long LastSecond = 253_402_300_799;

    /// <summary>The value in milliseconds since 1970.</summary>
    public static long ToMilliseconds(long value) => value is >= -LastSecond and <= LastSecond ? value * 1000 : value;

    /// <summary>The instant that a record's value means; null if it lies outside the years 1 to 9999.</summary>
    public static DateTimeOffset? FromRecord(long value)
    {
        var milliseconds = ToMilliseconds(value);
        return milliseconds is >= -62_135_596_800_000 and <= 253_402_300_799_999
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
    }
}
