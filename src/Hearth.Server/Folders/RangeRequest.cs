using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Folders;

/// <summary>What a <c>Range</c> header comes to for a file of a known size (RFC 9110 §14.2).</summary>
/// <param name="IsSatisfiable">False: the range starts behind the end and the answer is 416.</param>
/// <param name="Part">The bytes asked for; null for the whole file.</param>
internal readonly record struct RangeRequest(bool IsSatisfiable, ByteRange? Part)
{
    /// <summary>No range, or one to be ignored: the answer is 200.</summary>
    public static readonly RangeRequest Whole = new(true, null);

    private static readonly RangeRequest OutOfReach = new(false, null);

    public static RangeRequest Read(IHeaderDictionary request, Representation file) =>
        request.Range is { Count: > 0 } header && Precondition.AllowsRange(request, file) ? Read(header.ToString(), file.Length) : Whole;

    /// <summary>Reads one range; several ranges, other units and nonsense are ignored, as the RFC allows.</summary>
    public static RangeRequest Read(ReadOnlySpan<char> header, long size)
    {
        const string Unit = "bytes=";
        if (!header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase))
            return Whole;
        var spec = header[Unit.Length..].Trim();
        var dash = spec.IndexOf('-');
        if (dash < 0)
            return Whole;
        if (dash == 0)
            return TryNumber(spec[1..], out var count) ? Last(count, size) : Whole;
        var last = long.MaxValue;
        if (!TryNumber(spec[..dash], out var first)
            || (dash + 1 < spec.Length && (!TryNumber(spec[(dash + 1)..], out last) || last < first)))
        {
            return Whole;
        }
        return first < size ? new(true, new(first, Math.Min(last, size - 1) - first + 1)) : OutOfReach;
    }

    private static RangeRequest Last(long count, long size) =>
        count == 0 || size == 0 ? OutOfReach : new(true, new(Math.Max(0, size - count), Math.Min(count, size)));

    private static bool TryNumber(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
