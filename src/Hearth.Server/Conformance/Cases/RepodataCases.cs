using System.Text.Json;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Json.Schema;
using Hearth.Server.Conformance.Subjects;

namespace Hearth.Server.Conformance.Cases;

/// <summary>repodata.json, its variants and its compressed copies (CEP 15, 36, 42, 48; docs/specs/repodata.md).</summary>
internal static class RepodataCases
{
    private static readonly JsonElement EmptyMap = JsonElement.Parse("{}");

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Readable(subdir => subdir.Repodata, "repodata.readable", "repodata.json is JSON of repodata's shape", "CEP 36; REPODATA-1", "repodata.json"),
        On("repodata.not-empty", "repodata.json has at least '{}' in it", "CEP 36; CLIENT-8", (_, repodata, findings) =>
            findings.Advise(repodata.Digests.Size > 0, repodata.Request, "{}", "an empty file", "CEP 36 allows it, rattler refuses it")),
        On("repodata.schema", "What repodata.json says of itself follows the schema", "CEP 36; CEP 48", (_, repodata, findings) =>
        {
            foreach (var problem in Problems(repodata))
                findings.Require(false, repodata.Request, "repodata of CEP 36", $"{problem.Place}: {problem.Message}", "'hearth schema check' says more");
        }),
        On("repodata.subdir", "'info.subdir' is the subdir", "CEP 36", (subdir, repodata, findings) =>
        {
            if (repodata.Info("subdir") is null)
                findings.Skip("repodata.json does not say its subdir");
            else
                findings.Require(repodata.InfoText("subdir") == subdir.Name, $"{repodata.Request}: info.subdir", subdir.Name, $"{repodata.Info("subdir")}");
        }),
        On("repodata.version", "'repodata_version' is 2 if 'info' has 'base_url', else 1", "CEP 15; CEP 48; REPODATA-4", (_, repodata, findings) =>
        {
            if (!repodata.Members.TryGetValue("repodata_version", out var version))
                return;
            var expected = repodata.InfoText("base_url") is null ? "1" : "2";
            findings.Require(version.ToString() is "1" or "2", $"{repodata.Request}: repodata_version", expected, version.ToString(), "clients refuse versions that they do not know");
            findings.Advise(version.ToString() is not ("1" or "2") || version.ToString() == expected, $"{repodata.Request}: repodata_version", expected, version.ToString());
        }),
        On("repodata.base-url", "'info.base_url' ends with a slash", "CEP 15; SHARD-3", (_, repodata, findings) =>
        {
            if (repodata.InfoText("base_url") is not { } url)
                findings.Skip("the packages are beside the index");
            else
                findings.Require(url.EndsWith('/'), $"{repodata.Request}: info.base_url", "a slash at the end", url, "conda drops the last segment of a relative one");
        }),
        On("repodata.removed", "What is listed as removed is not listed as a package", "REPODATA-6", (_, repodata, findings) =>
        {
            var removed = TextsOf(repodata, "removed");
            if (removed.Count == 0)
                findings.Skip("nothing is listed as removed");
            foreach (var file in removed.Where(file => repodata.Files.Contains(Fingerprint.Of(file))))
                findings.Require(false, $"{repodata.Request}: removed", "no longer a package", file, "conda and mamba do not read 'removed' and install it");
        }),
        On("repodata.removed-sorted", "'removed' is sorted and names each file once", "REPODATA-6", (_, repodata, findings) =>
        {
            var removed = TextsOf(repodata, "removed");
            findings.Advise(removed.SequenceEqual(removed.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)), $"{repodata.Request}: removed", "sorted, each once", "another order, or twice");
        }),
        On("repodata.listed-once", "A file is listed once", "CEP 48; REPODATA-9", (_, repodata, findings) =>
            findings.Require(repodata.ListedTwice is null, repodata.Request, "each file once", $"{repodata.ListedTwice} twice", "a client that reads revision 3 finds it twice")),
        Readable(subdir => subdir.Zstd, "repodata.zst-readable", "repodata.json.zst can be decompressed", "CEP 36 § Repodata variants", "repodata.json.zst"),
        ConformanceCase.On(subdir => subdir.Zstd, "repodata.zst-same", "repodata.json.zst holds what repodata.json holds", "CEP 36 § Repodata variants; LAYOUT-4", CompareTwinAsync),
        ConformanceCase.On(subdir => subdir.Zstd, "repodata.zst-frame", "repodata.json.zst is one zstd frame that states its size", "SHARD-7; CLIENT-9", (_, twin, findings) =>
        {
            findings.Advise(twin.StatedSize is not null, twin.Request, "a content size in the frame header", "none", "clients must grow their memory as they read");
            findings.Require(twin.StatedSize is not { } size || size == twin.Content.Size, twin.Request, $"one frame of {twin.Content.Size} bytes", $"a first frame of {twin.StatedSize} bytes", "rattler reads the first frame only");
        }),
        ConformanceCase.On(subdir => subdir.Zstd, "repodata.zst-once", "repodata.json.zst is compressed once", "LAYOUT-3", (_, twin, findings) =>
            findings.Require(!ZstdFile.IsZstd(twin.Start) && !twin.Start.AsSpan().StartsWith<byte>([0x1f, 0x8b]), twin.Request, "JSON inside", "another compressed file inside", "a proxy or store compressed it a second time")),
        Readable(subdir => subdir.Bzip2, "repodata.bz2-readable", "repodata.json.bz2 can be decompressed", "CEP 36 § Repodata variants", "repodata.json.bz2"),
        ConformanceCase.On(subdir => subdir.Bzip2, "repodata.bz2-same", "repodata.json.bz2 holds what repodata.json holds", "CEP 36 § Repodata variants; LAYOUT-4", CompareTwinAsync),
        ConformanceCase.On(subdir => subdir.Zstd, "repodata.same-age", "repodata.json and its compressed copy may be cached equally long", "LAYOUT-4; LAYOUT-5", async (subdir, _, findings) =>
        {
            var plain = await subdir.Client.HeadAsync(subdir.PathTo("repodata.json"));
            var twin = await subdir.Client.HeadAsync(subdir.PathTo("repodata.json.zst"));
            findings.Advise(plain["Cache-Control"] == twin["Cache-Control"], twin.Request, plain.Tell("Cache-Control"), twin.Tell("Cache-Control"), "clients that read different files see different channels");
        }),
        Readable(subdir => subdir.CurrentRepodata, "current.readable", "current_repodata.json is JSON of repodata's shape", "CEP 36 § Repodata variants", "current_repodata.json"),
        ConformanceCase.On(subdir => subdir.CurrentRepodata, "current.subset", "current_repodata.json lists only what repodata.json lists", "CEP 36 § Repodata variants; REPODATA-7", RequireSubsetAsync),
        ConformanceCase.On(subdir => subdir.CurrentRepodata, "current.names", "current_repodata.json has every name", "REPODATA-7", async (subdir, current, findings) =>
        {
            if ((await subdir.Repodata).Value is not { } repodata)
                return;
            foreach (var name in repodata.Names.Keys.Where(name => !current.Names.ContainsKey(name)))
                findings.Advise(false, current.Request, name, "no such name", "conda's first try does not find it");
        }),
        Readable(subdir => subdir.UnpatchedRepodata, "unpatched.readable", "repodata_from_packages.json is JSON of repodata's shape", "REPODATA-5", "repodata_from_packages.json"),
        ConformanceCase.On(subdir => subdir.UnpatchedRepodata, "unpatched.superset", "repodata_from_packages.json lists all that repodata.json lists", "REPODATA-5", async (subdir, unpatched, findings) =>
        {
            if ((await subdir.Repodata).Value is { } repodata)
                findings.Require(repodata.Files.IsSubsetOf(unpatched.Files), unpatched.Request, "every file of repodata.json", $"{repodata.Files.Count(file => !unpatched.Files.Contains(file))} files less", "patches remove, they never add");
        }),
        On("revisions.summary", "'repodata_revisions' sums up the records of revision 3", "CEP 48; REPODATA-10", (_, repodata, findings) =>
        {
            if (repodata.Revision3Count == 0)
            {
                findings.Skip("no record needs revision 3");
                return;
            }
            var summary = repodata.Info("repodata_revisions") is { ValueKind: JsonValueKind.Object } all && all.TryGetProperty("v3", out var v3) ? v3 : EmptyMap;
            var at = $"{repodata.Request}: info.repodata_revisions.v3";
            findings.Require(Number(summary, "n_packages") is not { } count || count == repodata.Revision3Count, at, $"n_packages {repodata.Revision3Count}", $"{Number(summary, "n_packages")}");
            if (repodata.Revision3Times is not { } times)
                return;
            findings.Require(Number(summary, "oldest") is not { } oldest || oldest == times.Oldest, at, $"oldest {times.Oldest}", $"{Number(summary, "oldest")}", "it is that of indexed_timestamp, not of timestamp");
            findings.Require(Number(summary, "newest") is not { } newest || newest == times.Newest, at, $"newest {times.Newest}", $"{Number(summary, "newest")}", "it is that of indexed_timestamp, not of timestamp");
        }),
        On("relations.references", "Related channels are named relative to this one and exist", "CEP 42 § Channel references; REPODATA-12", async (subdir, repodata, findings) =>
        {
            if (RelationsOf(repodata.Info("channel_relations")) is not { } relations)
            {
                findings.Skip("the channel declares no relations");
                return;
            }
            var at = $"{repodata.Request}: info.channel_relations";
            findings.Require(relations.Problem() is null, at, "references of CEP 42", relations.Problem() ?? "");
            foreach (var reference in new[] { relations.Base, relations.Overrides }.OfType<string>())
            {
                var path = subdir.Client.Resolve("", reference.TrimEnd('/') + "/") + "noarch/repodata.json";
                var reply = await subdir.Client.HeadAsync(path);
                findings.Advise(reply.IsOk, reply.Request, "200 OK", reply.StatusText, "clients that follow the relation stop");
            }
        }),
        On("relations.same-in-shards", "repodata.json and the shard index declare the same relations", "CEP 42 § Sharded repodata", async (subdir, repodata, findings) =>
        {
            if ((await subdir.ShardIndex).Value is not { } index)
                findings.Skip("the subdir has no shard index");
            else if (RelationsOf(repodata.Info("channel_relations")) is var inJson && RelationsOf(InfoOf(index, "channel_relations")) is var inShards)
                findings.Require(inJson == inShards, $"{index.Request}: info.channel_relations", $"{inJson}", $"{inShards}");
        }),
    ];

    /// <summary>A case that fails when something is there and cannot be read; all other cases about it are then skipped.</summary>
    internal static ConformanceCase Readable<T>(Func<SubdirUnderTest, Task<Fact<T>>> fact, string id, string title, string source, string file)
        where T : class =>
        ConformanceCase.OfSubdir(id, title, source, async (subdir, findings) =>
        {
            var known = await fact(subdir);
            if (known is { Value: null, IsBroken: false })
                findings.Skip(known.Reason!);
            findings.Require(!known.IsBroken, $"GET {subdir.PathTo(file)}", "a readable file", known.Reason ?? "");
        });

    private static ConformanceCase On(string id, string title, string source, Action<SubdirUnderTest, ReadRepodata, Findings> check) =>
        ConformanceCase.On(subdir => subdir.Repodata, id, title, source, check);

    private static ConformanceCase On(string id, string title, string source, Func<SubdirUnderTest, ReadRepodata, Findings, Task> check) =>
        ConformanceCase.On(subdir => subdir.Repodata, id, title, source, check);

    // The records are judged one by one by their own rules.
    private static IReadOnlyList<SchemaProblem> Problems(ReadRepodata repodata)
    {
        var known = repodata.Members.Where(member => !member.Key.StartsWith("v3.", StringComparison.Ordinal) && member.Key != "signatures");
        var document = $"{{{string.Join(',', known.Select(member => $"{Quoted(member.Key)}:{member.Value.GetRawText()}"))}}}";
        return ChannelUnderTest.Schemas.Check("urn:hearth:schema:repodata:1", JsonElement.Parse(document));
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static async Task CompareTwinAsync(SubdirUnderTest subdir, ReadTwin twin, Findings findings)
    {
        if ((await subdir.Repodata).Value is not { } repodata)
        {
            findings.Skip("there is no repodata.json to compare it with");
            return;
        }
        findings.Require(twin.Content.Sha256 == repodata.Digests.Sha256, twin.Request, $"{repodata.Digests.Size} bytes with SHA-256 {repodata.Digests.Sha256}",
            $"{twin.Content.Size} bytes with SHA-256 {twin.Content.Sha256}", "unless the channel changed meanwhile, clients see different packages");
    }

    private static async Task RequireSubsetAsync(SubdirUnderTest subdir, ReadRepodata part, Findings findings)
    {
        if ((await subdir.Repodata).Value is { } repodata)
            findings.Require(part.Files.IsSubsetOf(repodata.Files), part.Request, "files of repodata.json only", $"{part.Files.Count(file => !repodata.Files.Contains(file))} others");
    }

    private static IReadOnlyList<string> TextsOf(ReadRepodata repodata, string member) =>
        repodata.Members.TryGetValue(member, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];

    private static long? Number(JsonElement map, string key) =>
        map.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private static JsonElement? InfoOf(ReadShardIndex index, string key) => index.Info is { } info && info.TryGetProperty(key, out var value) ? value : null;

    private static ChannelRelations? RelationsOf(JsonElement? relations)
    {
        return relations is { ValueKind: JsonValueKind.Object } map && (TextOf(map, "base"), TextOf(map, "overrides")) is var (@base, overrides) && (@base ?? overrides) is not null
            ? new(@base, overrides)
            : null;

        static string? TextOf(JsonElement map, string key) => map.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
