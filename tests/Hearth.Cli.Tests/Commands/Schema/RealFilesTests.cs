using System.Formats.Tar;
using Hearth.Cli.Commands.Schema;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Diagnostics;
using Hearth.Packages.Archives;
using Hearth.Testing;

namespace Hearth.Cli.Tests.Commands.Schema;

/// <summary>Files that real channels served match our schemas; those that do not are listed, with the reason.</summary>
public sealed class RealFilesTests
{
    // Below the folder of shared data: how many problems, and why the file is wrong rather than the schema.
    private static readonly Dictionary<string, (int Problems, string Reason)> Exceptions = new(StringComparer.Ordinal)
    {
        ["packages/conda-format-repo/channeldata.json"] = (5, "four entries have no timestamp, one has run_exports of no version; CEP 38 requires both"),
        ["packages/mamba-test-server/channel_a/linux-64/repodata.json"] = (3, "file names with underscores for dashes"),
        ["packages/mamba-test-server/channel_a/noarch/repodata.json"] = (1, "a file name with underscores for dashes"),
        ["packages/mamba-test-server/channel_a/win-64/repodata.json"] = (3, "file names with underscores for dashes"),
        ["packages/mamba-test-server/channel_b/linux-64/repodata.json"] = (1, "a file name with underscores for dashes"),
        ["packages/mamba-test-server/channel_b/win-64/repodata.json"] = (1, "a file name with underscores for dashes"),
        ["packages/rattler-channels/dummy-no-conda-packages/linux-64/repodata.json"] = (3, "build strings with a space at the end, and a version with a dash"),
        ["packages/rattler-channels/dummy-noarch-str-not-empty/linux-64/repodata.json"] = (7, "an unknown kind of noarch; records without size and hash"),
        ["packages/rattler-channels/dummy-noarch-str/linux-64/repodata.json"] = (7, "an empty noarch; records without size and hash"),
        ["packages/rattler-channels/dummy-optional-dependencies/noarch/repodata.json"] = (8, "records without size and hash"),
        ["packages/rattler-channels/dummy/linux-64/repodata.json"] = (4, ".conda files in the map of .tar.bz2 files"),
        ["packages/rattler-channels/with-wheels/noarch/repodata.json"] = (148, "repodata_version 3, and MatchSpecs that CEP 48 wants in brackets"),
        ["repodata/conda-forge-numpy/linux-64/repodata.json"] = (26, "null for an empty list of dependencies"),
        ["repodata/repodata-json-cache/test_1.json"] = (3, "file names with underscores for dashes"),
    };

    // Formats that Hearth neither reads nor writes.
    private static readonly string[] NotOurs =
    [
        "packages/MANIFEST.json",
        "repodata/conda-old-index/index.json.zst",
        "repodata/conda-old-index/index2.json.zst",
        "repodata/repodata-json-cache/test_5.json",
        "repodata/series-main-aarch64-2021/index.json",
        "repodata/series-main-noarch-2020/index.json",
        "repodata/series-main-noarch-2021/index.json",
    ];

    [Fact]
    public void Channel_files_beside_real_packages_match() => Match(Files("packages", "*.json").Concat(Files("packages", "*.zst")));

    [Fact]
    public void Real_repodata_matches() => Match(Files("repodata", "*.json").Concat(Files("repodata", "*.json.zst")).Concat(Files("repodata", "*.json.bz2")));

    [Theory]
    [InlineData("series-main-aarch64-2021")]
    [InlineData("series-main-noarch-2020")]
    [InlineData("series-main-noarch-2021")]
    public void Every_state_of_a_live_repodata_matches(string series)
    {
        using var tar = new TarReader(Zstd.OpenRead(File.OpenRead(SharedData.PathTo("data", "repodata", series, "series.tar.zst"))));
        var states = 0;
        while (tar.GetNextEntry() is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream!.CopyTo(content);
            Assert.Empty(SchemaCatalog.Schemas.Check("urn:hearth:schema:repodata:1", content.ToArray(), entry.Name));
            states++;
        }
        Assert.NotEqual(0, states);
    }

    [Fact]
    public void The_patch_files_of_conda_forge_match() => Match(Files(Path.Combine("recipes", "repodata-patches", "patch_yaml"), "*.yaml"));

    [Fact]
    public void The_metadata_inside_real_packages_matches()
    {
        var surprises = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var seen = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var package in Files("packages", "*").Where(file => ArchiveName.TryParse(file, out _)).Order(StringComparer.Ordinal))
        {
            foreach (var (schema, member, content) in MetadataOf(package))
            {
                seen[schema] = seen.GetValueOrDefault(schema) + 1;
                var problems = SchemaCatalog.Schemas.Check($"urn:hearth:schema:{schema}:1", content, member);
                if (problems.Count > 0)
                    surprises[$"{Path.GetFileName(package)}: {member}"] = string.Join("; ", problems.Select(problem => problem.Message));
            }
        }
        // Made by hand for the tests of another program: hard links without their hash and size.
        Assert.Equal(["sparse-test-1.0.0-0.conda: info/paths.json"], surprises.Keys);
        Assert.Equal(["about", "hash_input", "index", "link", "package-run_exports", "paths"], seen.Keys);
    }

    private static readonly Dictionary<string, string> SchemaOfMember = new(StringComparer.Ordinal)
    {
        ["info/about.json"] = "about",
        ["info/hash_input.json"] = "hash_input",
        ["info/index.json"] = "index",
        ["info/link.json"] = "link",
        ["info/paths.json"] = "paths",
        ["info/run_exports.json"] = "package-run_exports",
    };

    // Of an archive that is refused there is nothing to look at.
    private static List<(string Schema, string Member, byte[] Content)> MetadataOf(string package)
    {
        var files = new List<(string, string, byte[])>();
        try
        {
            using var source = new FileByteRangeSource(package);
            using var reader = new ArchiveReader(source, ArchiveName.Parse(package).Format);
            while (reader.MoveNext())
            {
                if (!SchemaOfMember.TryGetValue(reader.Entry.Path, out var schema))
                    continue;
                using var content = new MemoryStream();
                reader.CopyTo(content);
                files.Add((schema, reader.Entry.Path, content.ToArray()));
            }
        }
        catch (BadInputException)
        {
            files.Clear();
        }
        return files;
    }

    private static void Match(IEnumerable<string> files)
    {
        var root = SharedData.PathTo("data");
        var surprises = new List<string>();
        var seen = 0;
        foreach (var file in files)
        {
            var name = Path.GetRelativePath(root, file);
            if (NotOurs.Contains(name))
                continue;
            var (_, problems) = CheckCommand.Check(file);
            var (expected, reason) = Exceptions.GetValueOrDefault(name, (0, ""));
            if (problems.Count != expected)
                surprises.Add($"{name}: {problems.Count} problems, {expected} known ({reason}): {(problems.Count > 0 ? problems[0] : null)}");
            seen++;
        }
        Assert.Empty(surprises);
        Assert.NotEqual(0, seen);
    }

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(SharedData.PathTo("data", folder), pattern, SearchOption.AllDirectories);
}
