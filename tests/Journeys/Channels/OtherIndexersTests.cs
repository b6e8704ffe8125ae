using System.Text.Json.Nodes;
using Hearth.Testing;
using Journeys.Programs;

namespace Journeys.Channels;

/// <summary>
/// Real packages lie beside the repodata that their own channel's indexer made of them. Ours says the same of each, but for
/// the differences that are listed here with their reasons.
/// </summary>
public sealed class OtherIndexersTests
{
    /// <summary>Field, or channel and field → why the two sides differ in it.</summary>
    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["indexed_timestamp"] = "set by the server at first appearance (CEP 47), which these indexers did not know",
        ["arch"] = "says the same as the subdir; conda-index drops it since 2018",
        ["platform"] = "says the same as the subdir; conda-index drops it since 2018",
        ["ros2-wasm timestamp"] = "their index kept that of an earlier build of the same file name; index.json in the archive says what we say",
        ["mamba-test-server/channel_a constrains"] = "their index writes an empty list where the archive says nothing",
        ["mamba-test-server/channel_a track_features"] = "their index writes an empty text where the archive says nothing",
    };

    [Theory]
    [InlineData("ros2-wasm", "emscripten-32", "emscripten-32")]
    [InlineData("conda-test-channel", "noarch", "noarch")]
    [InlineData("conda-test-channel", "linux-fake", "linux-fake")]
    [InlineData("conda-test-channel", "osx-fake", "osx-fake")]
    [InlineData("conda-test-channel", "win-fake", "win-fake")]
    [InlineData("linux-ppc-channel", "", "linux-ppc")]
    [InlineData("conda-index/index_hotfix_pkgs", "osx-64", "osx-64")]
    [InlineData("conda-index/index_data/packages", "noarch", "noarch")]
    [InlineData("conda-index/index_data/packages", "osx-64", "osx-64")]
    [InlineData("conda-format-repo", "win-32", "win-32")]
    [InlineData("conda-format-repo", "win-64", "win-64")]
    [InlineData("conda-format-repo", "osx-64", "osx-64")]
    [InlineData("conda-format-repo", "linux-64", "linux-64")]
    [InlineData("mamba-test-server/channel_a", "noarch", "noarch")]
    [InlineData("mamba-test-server/repo", "noarch", "noarch")]
    public async Task Our_records_are_those_of_the_channel_s_own_indexer(string channel, string folder, string subdir)
    {
        var source = SharedData.PathTo("data", "packages", channel, folder);
        var theirs = TheirRecords(source);
        using var copy = new TemporaryFolder();
        Directory.CreateDirectory(copy.PathTo(subdir));
        foreach (var file in theirs.Keys)
            File.Copy(Path.Combine(source, file), copy.PathTo(subdir, file));

        (await HearthProgram.RunAsync("index", copy.Path)).Expect();

        var ours = new IndexedFolder(copy.Path, subdir).Monolith();
        Assert.Equal(theirs.Keys, ours.Keys);
        var differences = ours.Keys.SelectMany(file => Differences(channel, file, theirs[file], ours[file].AsObject())).ToList();
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    /// <summary>Their records of the packages that are here, before any patch.</summary>
    private static SortedDictionary<string, JsonObject> TheirRecords(string folder)
    {
        var unpatched = Path.Combine(folder, "repodata_from_packages.json");
        var document = JsonNode.Parse(File.ReadAllBytes(File.Exists(unpatched) ? unpatched : Path.Combine(folder, "repodata.json")))!;
        var records = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var group in new[] { "packages", "packages.conda" })
        {
            foreach (var (file, record) in document[group]?.AsObject() ?? [])
            {
                if (File.Exists(Path.Combine(folder, file)))
                    records.Add(file, record!.AsObject());
            }
        }
        return records;
    }

    private static IEnumerable<string> Differences(string channel, string file, JsonObject theirs, JsonObject ours) =>
        from field in theirs.Concat(ours).Select(member => member.Key).Distinct().Order(StringComparer.Ordinal)
        where !Reasons.ContainsKey(field) && !Reasons.ContainsKey($"{channel} {field}") && !JsonNode.DeepEquals(theirs[field], ours[field])
        select $"{file}: {field} is {theirs[field]?.ToJsonString() ?? "absent"} there and {ours[field]?.ToJsonString() ?? "absent"} here";
}
