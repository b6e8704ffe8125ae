using System.Text.Json;
using Hearth.Conda.Names;
using Hearth.Conda.Records;
using Hearth.Server.Conformance.Subjects;

namespace Hearth.Server.Conformance.Cases;

/// <summary>The sampled shards (CEP 16, CEP 21; docs/specs/shards.md).</summary>
internal static class ShardCases
{
    private const int MostForConda = 16 << 20;

    // Fetching so many shards takes a second; more only when asked for.
    private const int FewNames = 200;

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        ConformanceCase.On(subdir => subdir.ShardIndex, "shard.there", "The shards that the index names are there", "CEP 16 § Repodata shard; LAYOUT-10", async (subdir, index, findings) =>
        {
            foreach (var entry in subdir.SampleOf(index))
            {
                var reply = await subdir.Client.PeekAsync(subdir.PathOf(index, entry));
                findings.Require(reply.IsOk, $"{reply.Request} ({entry.Name})", "200 OK", reply.StatusText, "publish shards before the index, and keep old ones for a week");
            }
        }),
        RepodataCases.Readable(subdir => subdir.Shards, "shard.readable", "A shard is zstd around MessagePack of repodata's shape", "CEP 16 § Repodata shard", "shards"),
        On("shard.digest", "A shard has the digest that it is named by", "CEP 16 § Repodata shard; SHARD-6; CLIENT-5", (_, shard, findings) =>
            findings.Require(shard.Digest == shard.Entry.Digest, $"{shard.Request} ({shard.Entry.Name})", $"{shard.Entry.Digest}", $"{shard.Digest}", "no client notices, and caches keep it for ever")),
        On("shard.maps", "A shard has 'packages' and 'packages.conda', even if empty", "CEP 16 § Repodata shard; SHARD-5; CLIENT-3", (_, shard, findings) =>
        {
            foreach (var key in (string[])["packages", "packages.conda"])
                findings.Require(shard.TopKeys.Contains(key), $"{shard.Request} ({shard.Entry.Name})", key, "missing", key == "packages" ? "conda and rattler fail" : "conda fails");
        }),
        On("shard.digest-type", "Digests in a shard are bytes, not text", "CEP 16 § Repodata shard; RECORD-4", (_, shard, findings) =>
            findings.Require(shard.TextDigest is null, $"{shard.Request} ({shard.Entry.Name})", "bytes", shard.TextDigest ?? "")),
        On("shard.name", "A shard has the records of its name and no others", "CEP 16; SHARD-9; RECORD-12", (_, shard, findings) =>
        {
            foreach (var listed in shard.Records)
                findings.Require(PackageName.Lenient(listed.Record.Name).ToString() == PackageName.Lenient(shard.Entry.Name).ToString(), $"{shard.Request}: {listed.File}", shard.Entry.Name, listed.Record.Name);
        }),
        On("shard.schema", "A shard follows the schema", "CEP 16; CEP 36", (_, shard, findings) =>
        {
            if (!shard.TopKeys.Contains("packages") || !shard.TopKeys.Contains("packages.conda"))
                return;
            foreach (var problem in ChannelUnderTest.Schemas.Check("urn:hearth:schema:shard:1", JsonElement.Parse(shard.Json)))
                findings.Advise(false, $"{shard.Request} ({shard.Entry.Name})", "a shard of CEP 16", $"{problem.Place}: {problem.Message}");
        }),
        On("shard.sorted", "The maps of a shard are sorted", "SHARD-8", (_, shard, findings) =>
            findings.Advise(shard.UnsortedKey is null, $"{shard.Request} ({shard.Entry.Name})", "sorted keys", $"{shard.UnsortedKey} stands too late", "equal content should give equal bytes")),
        On("shard.frame", "A shard is one zstd frame that states its size, of at most 16 MiB", "SHARD-7; CLIENT-7; CLIENT-9", (_, shard, findings) =>
        {
            findings.Require(shard.File.IsOneFrame, $"{shard.Request} ({shard.Entry.Name})", "one zstd frame", "more behind it", "rattler reads the first frame only");
            findings.Advise(shard.File.StatedSize is not null, $"{shard.Request} ({shard.Entry.Name})", "a content size in the frame header", "none", "conda caps such a shard at 16 MiB");
            findings.Advise(shard.File.Content.Length <= MostForConda, $"{shard.Request} ({shard.Entry.Name})", $"at most {MostForConda} bytes", $"{shard.File.Content.Length}");
        }),
        On("shard.removed", "What a shard lists as removed it does not list as a package", "SHARD-10; CLIENT-6", (_, shard, findings) =>
        {
            foreach (var file in shard.Removed.Where(file => shard.Records.Any(listed => listed.File == file)))
                findings.Require(false, $"{shard.Request}: removed", "no longer a package", file, "conda and mamba do not read 'removed' and install it");
        }),
        ConformanceCase.On(subdir => subdir.Shards, "shard.same", "A shard has the records that repodata.json has", "CEP 16; SHARD-12", async (subdir, shards, findings) =>
        {
            if ((await subdir.Repodata).Value is { } repodata)
                CompareAll(shards, repodata, findings);
            else
                findings.Skip("there is no repodata.json to compare it with");
        }),
        ConformanceCase.On(subdir => subdir.ShardIndex, "shard.union", "All shards together are repodata.json", "CEP 16; SHARD-12", CompareUnionAsync),
        ConformanceCase.On(subdir => subdir.Shards, "shard.run-exports", "Run exports in a shard are those of run_exports.json", "CEP 12; CEP 21", async (subdir, shards, findings) =>
        {
            if ((await subdir.RunExports).Value is not { } runExports)
            {
                findings.Skip("the subdir has no run_exports.json");
                return;
            }
            foreach (var (shard, listed) in shards.SelectMany(shard => shard.Records.Select(listed => (shard, listed))))
            {
                if (listed.Record.Has(RecordField.RunExports) && runExports.Files.TryGetValue(Fingerprint.Of(listed.File), out var expected))
                    findings.Require(Fingerprint.Of(listed.Record.Raw(RecordField.RunExports)) == expected, $"{shard.Request}: {listed.File}: run_exports", "those of run_exports.json", "others");
            }
        }),
    ];

    private static async Task CompareUnionAsync(SubdirUnderTest subdir, ReadShardIndex index, Findings findings)
    {
        if ((await subdir.Repodata).Value is not { } repodata)
        {
            findings.Skip("there is no repodata.json to compare it with");
            return;
        }
        if (index.Shards.Count > FewNames && !subdir.Channel.Options.Full)
        {
            findings.Skip($"the subdir has {index.Shards.Count} names; --full compares them all");
            return;
        }
        var limits = new ParallelOptions { MaxDegreeOfParallelism = subdir.Channel.Options.Concurrency, CancellationToken = subdir.Client.Cancellation };
        var differing = new System.Collections.Concurrent.ConcurrentBag<(string Name, string Says)>();
        await Parallel.ForEachAsync(index.Shards.Where(entry => entry.Digest is not null), limits, async (entry, _) =>
        {
            var reply = await subdir.Client.GetAsync(subdir.PathOf(index, entry));
            var expected = repodata.Names.GetValueOrDefault(PackageName.Lenient(entry.Name).ToString());
            if (!reply.IsOk)
                differing.Add((entry.Name, reply.StatusText));
            else if (ReadShard.Read(reply.Request, entry, subdir.Name, reply.Body).Sum is var sum && sum != expected)
                differing.Add((entry.Name, Tell(sum, expected)));
        });
        foreach (var (name, says) in differing.OrderBy(one => one.Name, StringComparer.Ordinal))
            findings.Require(false, $"the shard of {name}", $"the {repodata.Names.GetValueOrDefault(name).Count} records of repodata.json", says, "unless the channel changed meanwhile");
    }

    private static void CompareAll(IReadOnlyList<ReadShard> shards, ReadRepodata repodata, Findings findings)
    {
        foreach (var shard in shards)
        {
            var expected = repodata.Names.GetValueOrDefault(PackageName.Lenient(shard.Entry.Name).ToString());
            findings.Require(shard.Sum == expected, $"{shard.Request} ({shard.Entry.Name})", $"the {expected.Count} records of repodata.json", Tell(shard.Sum, expected), "unless the channel changed meanwhile");
        }
    }

    private static string Tell(NameRecords found, NameRecords expected) =>
        found.Count == expected.Count ? $"{found.Count} records of which some differ" : $"{found.Count} records";

    private static ConformanceCase On(string id, string title, string source, Action<SubdirUnderTest, ReadShard, Findings> check) =>
        ConformanceCase.On(subdir => subdir.Shards, id, title, source, (subdir, shards, findings) =>
        {
            foreach (var shard in shards)
                check(subdir, shard, findings);
        });
}
