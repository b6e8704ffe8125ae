using System.Net;
using Hearth.Server.Conformance.Http;
using Hearth.Server.Conformance.Subjects;

namespace Hearth.Server.Conformance.Cases;

/// <summary>Which files a channel has, and what is answered for those it has not (CEP 26, 36; docs/specs/channel-layout.md).</summary>
internal static class LayoutCases
{
    private const string StopsRattler = "rattler takes 404 and 501 alone for \"absent\" and stops at anything else";

    private static readonly string[] OptionalInSubdir =
    [
        "repodata.json.zst", "repodata.json.bz2", "current_repodata.json", "repodata_from_packages.json", SubdirUnderTest.ShardIndexName,
        "repodata_shards_daily.msgpack.zst", "repodata_shards_weekly.msgpack.zst", "repodata.jlap", "repodata.json.zck", "run_exports.json",
        "run_exports.json.zst", "patch_instructions.json",
    ];

    private static readonly string[] OptionalInChannel = ["channeldata.json", "notices.json", "rss.xml"];

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        ConformanceCase.OfChannel("layout.noarch", "noarch/repodata.json is there, however empty the channel", "CEP 36; LAYOUT-1", async (channel, findings) =>
        {
            var reply = await channel.Client.PeekAsync("noarch/repodata.json");
            findings.Require(reply.IsOk, reply.Request, "200 OK", reply.StatusText, "every client asks for noarch beside its own platform");
        }),
        ConformanceCase.OfSubdir("layout.index", "A subdir has repodata.json", "CEP 36; CLIENT-12", async (subdir, findings) =>
        {
            var reply = await subdir.Client.PeekAsync(subdir.PathTo("repodata.json"));
            if (reply.IsOk)
                return;
            var hasShards = (await subdir.ShardIndex).Value is not null;
            findings.Require(hasShards, reply.Request, "200 OK", reply.StatusText);
            findings.Advise(!hasShards, reply.Request, "200 OK", $"{reply.StatusText}, and a shard index", "conda's classic solver and listings read repodata.json alone");
        }),
        ConformanceCase.OfSubdir("layout.compressed", "A subdir has repodata.json.zst", "CEP 36 § Repodata variants", async (subdir, findings) =>
        {
            var reply = await subdir.Client.PeekAsync(subdir.PathTo("repodata.json.zst"));
            findings.Advise(reply.IsOk, reply.Request, "200 OK", reply.StatusText, "clients then load the plain file, several times its size");
        }),
        ConformanceCase.OfSubdir("layout.sharded", "A subdir has a shard index", "CEP 16", async (subdir, findings) =>
        {
            var reply = await subdir.Client.PeekAsync(subdir.PathTo(SubdirUnderTest.ShardIndexName));
            findings.Advise(reply.IsOk, reply.Request, "200 OK", reply.StatusText, "clients then load the records of all packages");
        }),
        ConformanceCase.OfSubdir("layout.optional", "An optional file of a subdir is there or is 404", "LAYOUT-2; CLIENT-2", (subdir, findings) =>
            RequireThereOrAbsentAsync(subdir.Client, OptionalInSubdir.Select(subdir.PathTo), findings)),
        ConformanceCase.OfChannel("layout.optional-at-root", "An optional file of the channel is there or is 404", "LAYOUT-2", (channel, findings) =>
            RequireThereOrAbsentAsync(channel.Client, OptionalInChannel, findings)),
        ConformanceCase.OfSubdir("layout.optional-head", "HEAD answers for an optional file what GET answers", "CLIENT-2; RFC 9110 § 9.3.2", async (subdir, findings) =>
        {
            foreach (var file in OptionalInSubdir)
            {
                var get = await subdir.Client.PeekAsync(subdir.PathTo(file));
                var head = await subdir.Client.HeadAsync(subdir.PathTo(file));
                findings.Require(head.Status == get.Status, head.Request, get.StatusText, head.StatusText, "mamba asks with HEAD whether the file is there");
            }
        }),
        ConformanceCase.OfChannel("layout.unknown-subdir", "The index of a subdir that the channel has not is 404", "CEP 26; LAYOUT-2", (channel, findings) =>
            RequireAbsentAsync(channel.Client, "nosuchos-nosucharch/repodata.json", findings)),
        ConformanceCase.OfChannel("layout.unknown-subdir-shards", "The shard index of a subdir that the channel has not is 404", "CEP 16; LAYOUT-2", (channel, findings) =>
            RequireAbsentAsync(channel.Client, $"nosuchos-nosucharch/{SubdirUnderTest.ShardIndexName}", findings)),
        ConformanceCase.OfChannel("layout.unknown-label", "The index of a label that the channel has not is 404", "CEP 26; LAYOUT-2", async (channel, findings) =>
        {
            foreach (var file in (string[])["repodata.json", SubdirUnderTest.ShardIndexName])
                await RequireAbsentAsync(channel.Client, $"label/no-such-label-of-hearth-conformance/noarch/{file}", findings);
        }),
        ConformanceCase.OfSubdir("layout.unknown-file", "A package that the channel has not is 404", "LAYOUT-2", (subdir, findings) =>
            RequireAbsentAsync(subdir.Client, subdir.PathTo("no-such-package-of-hearth-conformance-0-0.conda"), findings)),
        ConformanceCase.On(subdir => subdir.ShardIndex, "layout.unknown-shard", "A shard that the channel has not is 404", "CEP 16; LAYOUT-2", (subdir, index, findings) =>
            RequireAbsentAsync(subdir.Client, subdir.PathOf(index, new("", default, default(Foundation.Hashing.Sha256))), findings)),
    ];

    private static async Task RequireThereOrAbsentAsync(ChannelClient client, IEnumerable<string> paths, Findings findings)
    {
        foreach (var path in paths)
        {
            var reply = await client.PeekAsync(path);
            findings.Require(reply.Status is HttpStatusCode.OK or HttpStatusCode.NotFound, reply.Request, "200 OK or 404 NotFound", reply.StatusText, StopsRattler);
        }
    }

    private static async Task RequireAbsentAsync(ChannelClient client, string path, Findings findings)
    {
        var reply = await client.PeekAsync(path);
        findings.Require(reply.IsAbsent, reply.Request, "404 NotFound", reply.StatusText, StopsRattler);
    }
}
