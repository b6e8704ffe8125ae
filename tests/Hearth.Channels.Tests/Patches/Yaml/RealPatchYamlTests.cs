using Hearth.Channels.Patches.Yaml;
using Hearth.Channels.Views;
using Hearth.Conda.Patches;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Patches.Yaml;

/// <summary>conda-forge's own patch files, and records that conda-forge served.</summary>
public sealed class RealPatchYamlTests
{
    private static string Folder => SharedData.PathTo("data", "recipes", "repodata-patches", "patch_yaml");

    [Fact]
    public void Every_patch_file_of_conda_forge_is_understood()
    {
        Assert.Equal(347, PatchYaml.FilesIn(Folder).Count);
        Assert.Equal(667, PatchYaml.Load(Folder).Count);
    }

    [Theory]
    [InlineData("linux-64")]
    [InlineData("linux-aarch64")]
    [InlineData("noarch")]
    [InlineData("win-64")]
    public void What_was_served_patched_hardly_changes_when_it_is_patched_again(string subdir)
    {
        using var channel = new TemporaryFolder();
        Directory.CreateDirectory(channel.PathTo(subdir));
        File.Copy(SharedData.PathTo("data", "repodata", "locked-records", "conda-forge", subdir + ".json.zst"), channel.PathTo(subdir, "repodata.json.zst"));
        var (all, changed) = Compile(RepodataFileRecords.Find(channel.Path, subdir)!);
        // The rest are records that were locked before conda-forge wrote the patch.
        Assert.InRange(changed, 0, all / 20);
    }

    [Theory]
    [InlineData("linux-64")]
    [InlineData("noarch")]
    [InlineData("osx-arm64")]
    [InlineData("win-64")]
    public void Records_look_as_the_documents_want_through_the_instructions_that_come_of_them(string subdir) =>
        Compile(RepodataFileRecords.Find(SharedData.PathTo("data", "repodata", "conda-forge-subset"), subdir)!);

    private static (int All, int Changed) Compile(RepodataFileRecords records)
    {
        var yaml = PatchYaml.Load(Folder);
        var patcher = new RecordPatcher(yaml.For(records));
        int all = 0, changed = 0;
        foreach (var group in RecordGroups.All)
        {
            records.VisitGroup(group, listed =>
            {
                var record = PackageRecord.FromCanonical(listed.UnpatchedJson.ToArray());
                var wanted = yaml.StepsFor(records.Subdir, listed.File, record).LastOrDefault()?.After ?? record;
                Assert.Equal(wanted.ToString(), patcher.Apply(group, listed.File, record, default).Record!.ToString());
                all++;
                if (!wanted.Equals(record))
                    changed++;
            });
        }
        Assert.NotEqual(0, all);
        return (all, changed);
    }
}
