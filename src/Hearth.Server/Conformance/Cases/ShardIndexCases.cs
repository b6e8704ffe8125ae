using System.Globalization;
using Hearth.Foundation.MsgPack;
using Hearth.Server.Conformance.Subjects;

namespace Hearth.Server.Conformance.Cases;

/// <summary>The shard index and the delta indexes beside it (CEP 16; docs/specs/shards.md).</summary>
internal static class ShardIndexCases
{
    private const int MostForMamba = 100_000_000;

    private static readonly string[] Urls = ["base_url", "shards_base_url"];

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        RepodataCases.Readable(subdir => subdir.ShardIndex, "index.readable", "The shard index is zstd around a MessagePack map with 'shards'", "CEP 16 § Repodata shard index", SubdirUnderTest.ShardIndexName),
        On("index.info", "'info' has subdir, base_url and shards_base_url", "CEP 16 § Repodata shard index; SHARD-1", (_, index, findings) =>
        {
            foreach (var key in (string[])["subdir", .. Urls])
                findings.Require(index.InfoKinds.ContainsKey(key), $"{index.Request}: info", key, "missing", key == "subdir" ? "rattler needs it" : "conda and rattler need it");
        }),
        On("index.url-types", "URLs in 'info' are texts", "SHARD-2", (_, index, findings) =>
        {
            foreach (var key in Urls.Where(index.InfoKinds.ContainsKey))
                findings.Require(index.InfoKinds[key] == MsgPackKind.Text, $"{index.Request}: info.{key}", "a text", $"{index.InfoKinds[key]}", "mamba reads it without a look at its type");
        }),
        On("index.url-slash", "URLs in 'info' end with a slash", "CEP 16; SHARD-3", (_, index, findings) =>
        {
            foreach (var key in Urls)
                findings.Require(index.InfoText(key) is null or "" || index.InfoText(key)!.EndsWith('/'), $"{index.Request}: info.{key}", "a slash at the end", $"{index.InfoText(key)}", "conda drops the last segment of a relative one");
        }),
        On("index.subdir", "'info.subdir' is the subdir", "SHARD-1", (subdir, index, findings) =>
            findings.Require(index.InfoText("subdir") is null || index.InfoText("subdir") == subdir.Name, $"{index.Request}: info.subdir", subdir.Name, $"{index.InfoText("subdir")}")),
        On("index.version", "'version' is 1", "CEP 16 § Repodata shard index; SHARD-14", (_, index, findings) =>
        {
            findings.Advise(index.Version is not null, $"{index.Request}: version", "1", "missing");
            findings.Require(index.Version is null or 1 or 2, $"{index.Request}: version", "1", $"{index.Version}");
        }),
        On("index.created-at", "'info.created_at' is an RFC 3339 time that has passed", "CEP 16 § Repodata shard index; SHARD-1", (subdir, index, findings) =>
        {
            findings.Advise(index.InfoText("created_at") is not null, $"{index.Request}: info.created_at", "a time", "missing", "clients choose a delta index by it");
            if (index.InfoText("created_at") is not { } text)
                return;
            var isTime = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created) && text.Contains('T', StringComparison.Ordinal);
            findings.Require(isTime, $"{index.Request}: info.created_at", "an RFC 3339 time", text);
            findings.Advise(!isTime || created <= subdir.Channel.Now.AddMinutes(5), $"{index.Request}: info.created_at", "a time that has passed", text);
        }),
        On("index.digest-type", "A digest is 32 bytes, not text", "CEP 16 § Repodata shard index; SHARD-4", (_, index, findings) =>
        {
            foreach (var entry in index.Shards.Where(entry => entry.Kind != MsgPackKind.Binary || entry.Digest is null))
                findings.Require(false, $"{index.Request}: shards.{entry.Name}", "32 bytes", $"{entry.Kind}", "mamba passes over it without a word, and the channel looks empty");
        }),
        On("index.names", "Names are in lower case", "CEP 26; SHARD-9", (_, index, findings) =>
        {
            foreach (var entry in index.Shards.Where(entry => entry.Name.AsSpan().ContainsAnyInRange('A', 'Z')))
                findings.Require(false, $"{index.Request}: shards", entry.Name.ToLowerInvariant(), entry.Name, "clients look for the name in lower case");
        }),
        On("index.sorted", "Names are sorted, each once", "SHARD-8", (_, index, findings) =>
        {
            for (var i = 1; i < index.Shards.Count; i++)
            {
                var (before, name) = (index.Shards[i - 1].Name, index.Shards[i].Name);
                findings.Require(before != name, $"{index.Request}: shards", "each name once", name);
                findings.Advise(string.CompareOrdinal(before, name) <= 0, $"{index.Request}: shards", "sorted names", $"{name} after {before}", "equal content should give equal bytes");
            }
        }),
        On("index.frame", "The shard index is one zstd frame that states its size", "SHARD-7; CLIENT-7; CLIENT-9", (_, index, findings) =>
        {
            findings.Require(index.File.IsOneFrame, index.Request, "one zstd frame", "more behind it", "rattler reads the first frame only");
            findings.Advise(index.File.StatedSize is not null, index.Request, "a content size in the frame header", "none", "conda and mamba cap such a file at 100 MB");
            findings.Advise(index.File.Content.Length <= MostForMamba, index.Request, $"at most {MostForMamba} bytes", $"{index.File.Content.Length}", "mamba refuses it");
        }),
        On("index.base-url", "Packages are where the shard index says", "CEP 16; CEP 15", async (subdir, index, findings) =>
        {
            if ((await subdir.Shards).Value is not [{ Records: [var listed, ..] }, ..])
            {
                findings.Skip("no shard with a record could be fetched");
                return;
            }
            var reply = await subdir.Client.HeadAsync(subdir.ArtifactsOf(index) + Http.ChannelClient.Escape(listed.File));
            findings.Require(reply.IsOk, reply.Request, "200 OK", reply.StatusText, "the index says so in info.base_url");
        }),
        On("index.names-of-repodata", "The shard index has the names that repodata.json has", "CEP 16; SHARD-12", async (subdir, index, findings) =>
        {
            if ((await subdir.Repodata).Value is not { } repodata)
            {
                findings.Skip("there is no repodata.json to compare it with");
                return;
            }
            var names = index.Shards.Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var name in repodata.Names.Keys.Where(name => !names.Contains(name)).Order(StringComparer.Ordinal))
                findings.Require(false, $"{index.Request}: shards", name, "no such name", "clients that read shards do not find it");
            // A name all of whose packages were removed may keep a shard that says so.
            foreach (var name in names.Where(name => !repodata.Names.ContainsKey(name)).Order(StringComparer.Ordinal))
                findings.Advise(false, $"{index.Request}: shards", "names of repodata.json", name, "clients that read repodata.json do not find it");
        }),
        RepodataCases.Readable(subdir => subdir.DailyIndex, "delta.daily-readable", "The daily delta index has the shape of the shard index", "CEP 16 § Update optimization; SHARD-13", "repodata_shards_daily.msgpack.zst"),
        RepodataCases.Readable(subdir => subdir.WeeklyIndex, "delta.weekly-readable", "The weekly delta index has the shape of the shard index", "CEP 16 § Update optimization; SHARD-13", "repodata_shards_weekly.msgpack.zst"),
        ConformanceCase.On(subdir => subdir.DailyIndex, "delta.daily-same", "The daily delta index says of a name what the shard index says", "CEP 16 § Update optimization; SHARD-13", CompareDeltaAsync),
        ConformanceCase.On(subdir => subdir.WeeklyIndex, "delta.weekly-same", "The weekly delta index says of a name what the shard index says", "CEP 16 § Update optimization; SHARD-13", CompareDeltaAsync),
    ];

    private static async Task CompareDeltaAsync(SubdirUnderTest subdir, ReadShardIndex delta, Findings findings)
    {
        if ((await subdir.ShardIndex).Value is not { } index)
        {
            findings.Skip("there is no shard index to compare it with");
            return;
        }
        var whole = new Dictionary<string, ShardEntry>(StringComparer.Ordinal);
        foreach (var entry in index.Shards)
            whole[entry.Name] = entry;
        foreach (var entry in delta.Shards)
        {
            var known = whole.GetValueOrDefault(entry.Name);
            findings.Require(entry.Digest == known?.Digest, $"{delta.Request}: shards.{entry.Name}", known?.Digest?.ToString() ?? "nil", entry.Digest?.ToString() ?? $"{entry.Kind}", "unless the channel changed meanwhile");
        }
    }

    private static ConformanceCase On(string id, string title, string source, Action<SubdirUnderTest, ReadShardIndex, Findings> check) =>
        ConformanceCase.On(subdir => subdir.ShardIndex, id, title, source, check);

    private static ConformanceCase On(string id, string title, string source, Func<SubdirUnderTest, ReadShardIndex, Findings, Task> check) =>
        ConformanceCase.On(subdir => subdir.ShardIndex, id, title, source, check);
}
