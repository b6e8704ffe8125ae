using System.Globalization;

namespace Hearth.Server.Tests.Conformance;

/// <summary>The suite can fail: each way of answering wrongly is noticed by its case, and by no other than follow from it.</summary>
public sealed class HttpDefectTests(GoodChannelFolder channel) : IClassFixture<GoodChannelFolder>
{
    private static readonly Dictionary<string, Defect> Defects = new(StringComparer.Ordinal)
    {
        ["layout.noarch channeldata.subdirs jlap.latest layout.index"] = After(e => e.Ends("/noarch/repodata.json"), e => e.Say(404)),
        ["layout.index channeldata.subdirs jlap.latest"] = After(e => e.Ends("/linux-64/repodata.json"), e => e.Say(404)),
        ["layout.compressed"] = After(e => e.Ends("/repodata.json.zst"), e => e.Say(404)),
        ["layout.sharded"] = After(e => e.Ends("/repodata_shards.msgpack.zst"), e => e.Say(404)),
        ["layout.optional"] = After(e => e.Ends(".zck"), e => e.Say(403)),
        ["layout.optional-at-root"] = After(e => e.Ends("/rss.xml"), e => e.Say(503)),
        ["layout.optional-head"] = After(e => e.Ends("/run_exports.json") && e.Method == "HEAD", e => e.Say(405)),
        ["layout.unknown-subdir"] = After(e => e.Ends("/nosuchos-nosucharch/repodata.json"), e => e.Say(200, "{}")),
        ["layout.unknown-subdir-shards"] = After(e => e.Ends("/nosuchos-nosucharch/repodata_shards.msgpack.zst"), e => e.Say(403)),
        ["layout.unknown-label"] = After(e => e.Target.Contains("/no-such-label-of-hearth-conformance/", StringComparison.Ordinal) && e.Ends(".msgpack.zst"), e => e.Say(401)),
        ["layout.unknown-file"] = After(e => e.Target.Contains("no-such-package", StringComparison.Ordinal), e => e.Say(401)),
        ["layout.unknown-shard"] = After(e => e.Target.Contains("/0000000000", StringComparison.Ordinal), e => e.Say(500)),
        ["path.dot-dot"] = After(e => e.Target.Contains("/../", StringComparison.Ordinal), e => e.Say(200, "root:x:0:0")),
        ["path.encoded-dot-dot"] = After(e => e.Target.Contains("..%2f", StringComparison.Ordinal), e => e.Say(200, "root:x:0:0")),
        ["path.control-characters"] = After(e => e.Target.Contains("%0d%0a", StringComparison.Ordinal), e => e.Say(500)),
        ["path.overlong"] = new(e => Shorten(e), null),
        ["path.encoded-name"] = After(e => e.Target.Contains("/%72", StringComparison.Ordinal), e => e.Say(404)),
        ["path.plus-and-epoch"] = After(e => e.Target.Contains("%2B", StringComparison.Ordinal), e => e.Say(404)),
        ["http.content-type"] = After(e => e.Ends("/repodata.json.zst"), e => e.Answer["Content-Type"] = "text/plain"),
        ["http.no-content-encoding"] = After(e => e.Ends(".zst") && e.Request.ContainsKey("Accept-Encoding") && e.Request["Accept-Encoding"].Contains("br", StringComparison.Ordinal), e => e.Answer["Content-Encoding"] = "zstd"),
        ["http.identity"] = After(e => e.Ends("/repodata.json") && e.Request.GetValueOrDefault("Accept-Encoding") == "identity", e => e.Answer["Content-Encoding"] = "gzip"),
        ["http.vary"] = After(e => e.Answer.ContainsKey("Content-Encoding"), e => e.Answer.Remove("Vary")),
        ["http.validator"] = After(e => e.Answer.ContainsKey("ETag"), e => e.Answer["ETag"] = "W/" + e.Answer["ETag"]),
        ["http.stable-etag http.head http.if-none-match range.if-range"] = After(e => e.Answer.ContainsKey("ETag"), e => e.Answer["ETag"] = $"\"{Guid.NewGuid():n}\""),
        ["http.last-modified http.if-modified-since"] = After(e => e.Ends(".conda"), e => e.Answer["Last-Modified"] = "Fri, 01 Jan 2100 00:00:00 GMT"),
        ["http.date"] = After(e => e.Ends("/repodata.json"), e => e.Answer["Date"] = DateTimeOffset.Parse(e.Answer["Date"], CultureInfo.InvariantCulture).AddDays(1).ToString("R")),
        ["http.if-none-match"] = new(e => e.Request.Remove("If-None-Match"), null),
        ["http.if-modified-since"] = new(e => e.Request.Remove("If-Modified-Since"), null),
        ["http.head"] = After(e => e.Method == "HEAD" && e.Ends(".conda"), e => e.Answer["ETag"] = "\"other\""),
        ["http.content-length"] = After(e => e.Method == "GET" && e.Status == 200 && e.Ends(".zst"), e => e.Answer.Remove("Content-Length")),
        ["http.cache-control"] = After(e => e.Ends("/repodata_shards.msgpack.zst"), e => e.Answer["Cache-Control"] = "public, max-age=31536000, immutable"),
        ["http.immutable-shards"] = After(e => e.Target.Contains("/shards/", StringComparison.Ordinal), e => e.Answer["Cache-Control"] = "public, max-age=60"),
        ["http.private"] = new(null, e => RefuseStrangers(e)) { Token = "secret" },
        ["http.challenge"] = After(e => e.Answer.ContainsKey("Cache-Control"), e => e.Answer["Cache-Control"] = e.Answer["Cache-Control"].Replace("public", "private", StringComparison.Ordinal)) with { Token = "secret" },
        ["http.no-cookies"] = After(e => e.Ends("/repodata.json"), e => e.Answer["Set-Cookie"] = "a=b"),
        ["http.redirects"] = After(e => e.Ends("/repodata_shards.msgpack.zst") && !e.Target.EndsWith("??????", StringComparison.Ordinal), e => Redirect(e)),
        ["range.part"] = After(e => e.Status == 206 && e.Request["Range"] == "bytes=2-11", e => e.Body[0] ^= 1),
        ["range.end"] = new(e => Drop(e, "Range", "bytes=-10"), null),
        ["range.beyond"] = new(e => _ = !e.Ends(".jlap") && Drop(e, "Range", "bytes=1000000000000-"), null),
        ["range.if-range"] = new(e => e.Request.Remove("If-Range"), null),
        ["range.head"] = After(e => e.Method == "HEAD" && e.Request.ContainsKey("Range"), e => e.Status = 206),
        ["jlap.range"] = new(e => _ = e.Ends(".jlap") && e.Request.Remove("Range"), null),
        ["repodata.same-age"] = After(e => e.Ends("/repodata.json.zst"), e => e.Answer["Cache-Control"] = "public, max-age=7200"),
    };

    public static TheoryData<string> Expected => [.. Defects.Keys];

    [Theory]
    [MemberData(nameof(Expected))]
    public async Task A_wrong_answer_is_noticed_by_its_case(string expected)
    {
        var defect = Defects[expected];
        var found = await BrokenServer.FindAsync(channel.Path, defect.Before, defect.After, options => options with { Token = defect.Token });
        Assert.Equal(string.Join(' ', expected.Split(' ').Order(StringComparer.Ordinal)), string.Join(' ', found));
    }

    [Fact]
    public async Task A_server_that_answers_rightly_through_the_same_proxy_passes() =>
        Assert.Empty(await BrokenServer.FindAsync(channel.Path, before: _ => { }));

    private static Defect After(Func<Exchange, bool> where, Action<Exchange> what) => new(null, e =>
    {
        if (where(e))
            what(e);
    });

    private static bool Drop(Exchange exchange, string header, string value) =>
        exchange.Request.GetValueOrDefault(header) == value && exchange.Request.Remove(header);

    private static void RefuseStrangers(Exchange exchange)
    {
        if (exchange.Request.ContainsKey("Authorization"))
            return;
        exchange.Say(401);
        exchange.Answer["WWW-Authenticate"] = "Bearer";
    }

    private static void Redirect(Exchange exchange)
    {
        exchange.Say(302);
        exchange.Answer["Location"] = exchange.Target + (exchange.Target.Contains('?', StringComparison.Ordinal) ? "?" : "??");
    }

    private static void Shorten(Exchange exchange)
    {
        if (exchange.Target.Length > 9000)
            exchange.Target = "/noarch/repodata.json";
    }

    private sealed record Defect(Action<Exchange>? Before, Action<Exchange>? After)
    {
        public string? Token { get; init; }
    }
}
