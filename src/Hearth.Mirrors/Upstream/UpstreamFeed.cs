using System.Globalization;
using System.Text.Json;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;

namespace Hearth.Mirrors.Upstream;

/// <summary>The changes of a channel on another Hearth server (docs/reference/mirrors.md).</summary>
public sealed class UpstreamFeed
{
    /// <summary>The header that names the feed, with the indexes and documents of a channel.</summary>
    public const string Header = "Hearth-Changes";

    /// <summary>The header that says up to which change a file shows the channel.</summary>
    public const string RevisionHeader = "Hearth-Revision";

    /// <summary>The most changes that one answer has.</summary>
    public const int MostPerAnswer = 1_000;

    private const int MostBytes = 1 << 26;

    private readonly IUpstream _upstream;
    private readonly string _reference;

    internal UpstreamFeed(IUpstream upstream, string reference) => (_upstream, _reference) = (upstream, reference);

    /// <summary>The changes after a revision, oldest first.</summary>
    /// <param name="since">The revision; 0 for all.</param>
    /// <param name="limit">The most changes that are wanted.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null if there is no feed, or what comes is none: it is an offer, and the indexes say all that it says.</returns>
    public async Task<FeedAnswer?> ReadAsync(long since, int limit, CancellationToken cancellation)
    {
        try
        {
            if (await _upstream.OpenAsync(string.Create(CultureInfo.InvariantCulture, $"{_reference}?since={since}&limit={limit}"), etag: null, cancellation) is not UpstreamFile.Opened opened)
                return null;
            await using (opened)
                return Parse(await Bounded.ReadAsync(opened.Content, MostBytes, _reference, cancellation));
        }
        catch (Exception e) when (e is BadInputException or JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    private static FeedAnswer Parse(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new FeedAnswer([.. root.GetProperty("changes").EnumerateArray().Select(Change)], root.GetProperty("shown").GetInt64(), root.GetProperty("documented").GetInt64());
    }

    private static FeedChange Change(JsonElement change) => new(
        change.GetProperty("revision").GetInt64(),
        change.GetProperty("kind").GetString() ?? "",
        change.GetProperty("subject").GetString() ?? "",
        Sha256.Parse(change.GetProperty("hash").GetString() ?? ""));
}
