using System.Globalization;

namespace Hearth.Foundation.Time;

/// <summary>Instants as every channel file writes them: RFC 3339, UTC, <c>Z</c>.</summary>
public static class Rfc3339
{
    /// <summary>Whole seconds, as in <c>2026-11-22T10:15:00Z</c>.</summary>
    public static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
