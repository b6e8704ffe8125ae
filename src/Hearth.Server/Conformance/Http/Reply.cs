using System.Globalization;
using System.Net;

namespace Hearth.Server.Conformance.Http;

/// <summary>What a server answered, redirects followed.</summary>
internal sealed record Reply
{
    /// <summary>The request, relative to the channel and without credentials, with the headers that matter.</summary>
    public required string Request { get; init; }

    public required HttpStatusCode Status { get; init; }

    public required Version Version { get; init; }

    /// <summary>The headers of the last answer; those that came twice are joined with a comma.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body, or its start.</summary>
    public required byte[] Body { get; init; }

    /// <summary>Whether <see cref="Body"/> is all of it.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>The places that redirects led through, without query.</summary>
    public required IReadOnlyList<Uri> Hops { get; init; }

    public bool IsOk => Status == HttpStatusCode.OK;

    public bool IsAbsent => Status == HttpStatusCode.NotFound;

    /// <summary>The status for people: <c>404 Not Found</c>.</summary>
    public string StatusText => string.Create(CultureInfo.InvariantCulture, $"{(int)Status} {Status}");

    public string? this[string header] => Headers.TryGetValue(header, out var value) ? value : null;

    /// <summary>The length of the whole file, as the headers say.</summary>
    public long? Length => long.TryParse(this["Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;

    /// <summary>A header for people.</summary>
    public string Tell(string header) => this[header] is { } value ? $"{header}: {value}" : $"no {header}";
}
