using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Hearth.Conda.Records;
using Hearth.Server.Conformance.Subjects;

namespace Hearth.Server.Conformance.Cases;

/// <summary>The files beside the index (CEP 6, 12, 21, 38; docs/specs/side-files.md, patches.md).</summary>
internal static class SideFileCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        RepodataCases.Readable(subdir => subdir.RunExports, "run-exports.readable", "run_exports.json is JSON of its shape", "CEP 12", "run_exports.json"),
        ConformanceCase.On(subdir => subdir.RunExports, "run-exports.entries", "Every entry of run_exports.json has 'run_exports', even if empty", "CEP 12; SIDE-1", (_, runExports, findings) =>
            findings.Require(runExports.Misshapen is null, runExports.Request, "an object 'run_exports' with lists of texts", $"otherwise for {runExports.Misshapen}")),
        ConformanceCase.On(subdir => subdir.RunExports, "run-exports.complete", "run_exports.json has an entry for every package of the index", "CEP 12; SIDE-1", async (subdir, runExports, findings) =>
        {
            if ((await subdir.Repodata).Value is not { } repodata)
                return;
            var missing = repodata.Files.Count(file => !runExports.Files.ContainsKey(file));
            findings.Advise(missing == 0, runExports.Request, $"{repodata.Files.Count} packages", $"{missing} are missing", "build tools then load the package itself");
        }),
        ConformanceCase.On(subdir => subdir.RunExports, "run-exports.info", "run_exports.json says its subdir and version 0", "CEP 12; SIDE-2", (subdir, runExports, findings) =>
        {
            if (runExports.Info is not { ValueKind: JsonValueKind.Object } info)
            {
                findings.Advise(false, $"{runExports.Request}: info", "an object", "missing");
                return;
            }
            findings.Require(!info.TryGetProperty("subdir", out var own) || own.ToString() == subdir.Name, $"{runExports.Request}: info.subdir", subdir.Name, own.ToString());
            findings.Require(!info.TryGetProperty("version", out var version) || version.ToString() is "0" or "1", $"{runExports.Request}: info.version", "0", version.ToString());
        }),
        ConformanceCase.On(subdir => subdir.RunExportsZstd, "run-exports.zst-same", "run_exports.json.zst holds what run_exports.json holds", "CEP 12; LAYOUT-4", async (subdir, twin, findings) =>
        {
            if ((await subdir.RunExports).Value is { } plain)
                findings.Require(twin.Content.Sha256 == plain.Digests.Sha256, twin.Request, $"SHA-256 {plain.Digests.Sha256}", $"SHA-256 {twin.Content.Sha256}");
        }),
        ConformanceCase.On(subdir => subdir.PatchInstructions, "patches.schema", "patch_instructions.json follows its schema", "PATCH-8; PATCH-9", (_, patches, findings) =>
            RequireSchema("patch_instructions", patches, findings)),
        ConformanceCase.On(subdir => subdir.PatchInstructions, "patches.removed", "A package that patches remove is not listed", "PATCH-8; REPODATA-6", async (subdir, patches, findings) =>
        {
            if ((await subdir.Repodata).Value is not { } repodata || patches.Root.ValueKind != JsonValueKind.Object || !patches.Root.TryGetProperty("remove", out var removed) || removed.ValueKind != JsonValueKind.Array)
                return;
            foreach (var file in removed.EnumerateArray().Select(item => item.ToString()).Where(file => repodata.Files.Contains(Fingerprint.Of(file))))
                findings.Require(false, $"{repodata.Request}", "no longer a package", file, "one indexer lists it as removed and leaves the record");
        }),
        ConformanceCase.OfChannel("channeldata.readable", "channeldata.json is JSON", "CEP 38", async (channel, findings) => RequireReadable(await channel.ChannelData, "channeldata.json", findings)),
        OnChannel(channel => channel.ChannelData, "channeldata.schema", "channeldata.json follows its schema", "CEP 38", (_, data, findings) =>
        {
            foreach (var problem in Problems("channeldata", data))
                findings.Advise(false, data.Request, "channeldata of CEP 38", problem);
        }),
        OnChannel(channel => channel.ChannelData, "channeldata.subdirs", "Every subdir that channeldata.json names has an index", "CEP 38", async (channel, data, findings) =>
        {
            foreach (var subdir in Member(data.Root, "subdirs") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(item => item.ToString()).ToList() : [])
            {
                var reply = await channel.Client.HeadAsync($"{subdir}/repodata.json");
                findings.Require(reply.IsOk, reply.Request, "200 OK", reply.StatusText);
            }
        }),
        ConformanceCase.OfSubdir("channeldata.names", "channeldata.json has every name", "CEP 38", async (subdir, findings) =>
        {
            if ((await subdir.Channel.ChannelData).Value is not { } data || Member(data.Root, "packages") is not { ValueKind: JsonValueKind.Object } packages)
            {
                findings.Skip("the channel has no channeldata.json");
                return;
            }
            var known = packages.EnumerateObject().Select(package => package.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var name in (await subdir.Repodata).Value?.Names.Keys.Where(name => !known.Contains(name)).Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>())
                findings.Advise(false, $"{data.Request}: packages", name, "no such name");
        }),
        OnChannel(channel => channel.ChannelData, "channeldata.timestamp", "'timestamp' in channeldata.json is in seconds", "CEP 38; SIDE-4", (_, data, findings) =>
        {
            if (Member(data.Root, "packages") is not { ValueKind: JsonValueKind.Object } packages)
                return;
            foreach (var package in packages.EnumerateObject())
            {
                if (Member(package.Value, "timestamp") is { ValueKind: JsonValueKind.Number } time)
                    findings.Advise(time.GetDouble() <= BuildTime.LastSecond, $"{data.Request}: packages.{package.Name}.timestamp", "seconds", time.ToString());
            }
        }),
        ConformanceCase.OfChannel("notices.readable", "notices.json is JSON", "CEP 6", async (channel, findings) => RequireReadable(await channel.Notices, "notices.json", findings)),
        OnChannel(channel => channel.Notices, "notices.schema", "notices.json follows its schema", "CEP 6; SIDE-8", (_, notices, findings) => RequireSchema("notices", notices, findings)),
        ConformanceCase.OfChannel("feed.readable", "rss.xml is a feed", "SIDE-9", async (channel, findings) =>
        {
            var reply = await channel.Client.GetAsync("rss.xml");
            if (!reply.IsOk)
            {
                findings.Skip($"the channel has no rss.xml ({reply.StatusText})");
                return;
            }
            findings.Require(RootOf(reply.Body) is "rss" or "feed", reply.Request, "XML with 'rss' at its top", RootOf(reply.Body) ?? "no XML");
        }),
    ];

    private static ConformanceCase OnChannel(
        Func<ChannelUnderTest, Task<Fact<JsonFile>>> fact, string id, string title, string source, Func<ChannelUnderTest, JsonFile, Findings, Task> check) =>
        ConformanceCase.OfChannel(id, title, source, async (channel, findings) =>
        {
            var known = await fact(channel);
            if (known.Value is { } file)
                await check(channel, file, findings);
            else
                findings.Skip(known.Reason!);
        });

    private static ConformanceCase OnChannel(
        Func<ChannelUnderTest, Task<Fact<JsonFile>>> fact, string id, string title, string source, Action<ChannelUnderTest, JsonFile, Findings> check) =>
        OnChannel(fact, id, title, source, (channel, file, findings) =>
        {
            check(channel, file, findings);
            return Task.CompletedTask;
        });

    private static void RequireReadable(Fact<JsonFile> known, string file, Findings findings)
    {
        if (known is { Value: null, IsBroken: false })
            findings.Skip(known.Reason!);
        findings.Require(!known.IsBroken, $"GET {file}", "JSON", known.Reason ?? "");
    }

    private static void RequireSchema(string schema, JsonFile file, Findings findings)
    {
        foreach (var problem in Problems(schema, file))
            findings.Require(false, file.Request, $"the schema '{schema}'", problem, $"'hearth schema show {schema}' prints it");
    }

    private static IEnumerable<string> Problems(string schema, JsonFile file) =>
        ChannelUnderTest.Schemas.Check($"urn:hearth:schema:{schema}:1", file.Root).Select(problem => $"{problem.Place}: {problem.Message}");

    private static JsonElement? Member(JsonElement map, string key) => map.ValueKind == JsonValueKind.Object && map.TryGetProperty(key, out var value) ? value : null;

    private static string? RootOf(byte[] xml)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            return XDocument.Load(reader).Root?.Name.LocalName;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
