using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Hearth.Server.Folders;

/// <summary>
/// Conditional requests, in the order of RFC 9110 §13.2.2. Dates count only when they are exactly the one that was sent:
/// a file that was rolled back to an older state has changed too.
/// </summary>
internal static class Precondition
{
    /// <summary>The status that a request's conditions lead to: 200 to go on, 304 or 412.</summary>
    public static int StatusFor(IHeaderDictionary request, Representation current)
    {
        if (request.IfMatch is { Count: > 0 } wanted)
        {
            if (!Names(wanted, current.EntityTag, weakly: false))
                return StatusCodes.Status412PreconditionFailed;
        }
        else if (request.IfUnmodifiedSince is { Count: > 0 } since && since != current.Headers.LastModified)
        {
            return StatusCodes.Status412PreconditionFailed;
        }

        var isKnown = request.IfNoneMatch is { Count: > 0 } known
            ? Names(known, current.EntityTag, weakly: true)
            : request.IfModifiedSince is { Count: > 0 } date && date == current.Headers.LastModified;
        return isKnown ? StatusCodes.Status304NotModified : StatusCodes.Status200OK;
    }

    /// <summary>Whether a <c>Range</c> header counts: without <c>If-Range</c>, or when that names this very state (§13.1.5).</summary>
    public static bool AllowsRange(IHeaderDictionary request, Representation current) =>
        request.IfRange is not { Count: > 0 } condition || condition == current.EntityTag || condition == current.Headers.LastModified;

    private static bool Names(StringValues header, string tag, bool weakly)
    {
        foreach (var line in header)
        {
            if (string.Equals(line, tag, StringComparison.Ordinal))
                return true;
            var text = line.AsSpan();
            foreach (var range in text.Split(','))
            {
                var item = text[range].Trim();
                if (weakly && item.StartsWith("W/", StringComparison.Ordinal))
                    item = item[2..];
                if (item is "*" || item.SequenceEqual(tag))
                    return true;
            }
        }
        return false;
    }
}
