using System.Text;
using Hearth.Channels.Patches;
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
        var (all, changed) = Compile(Locked(channel, subdir));
        // The rest are records that were locked before conda-forge wrote the patch.
        Assert.InRange(changed, 0, all / 20);
    }

    // Worked out by hand from the file named: clyent.yaml, hatchling.yaml, compiler-rt.yaml.
    [Theory]
    [InlineData("noarch", "clyent", "clyent-1.2.2-py_1.tar.bz2", "depends", "python <3.12.0a0|setuptools")]
    [InlineData(
        "noarch", "hatchling", "hatchling-1.21.1-pyhd8ed1ab_0.conda", "depends",
        "editables >=0.3|importlib-metadata|packaging >=21.3|pathspec >=0.10.1|pluggy >=1.0.0|python >=3.8|tomli >=1.2.2|trove-classifiers")]
    [InlineData("linux-64", "compiler-rt", "compiler-rt-21.1.2-hb700be7_1.conda", "constrains", "clang 21.1.2")]
    public void A_record_that_was_locked_before_its_patch_gets_it(string subdir, string name, string file, string field, string entries)
    {
        using var channel = new TemporaryFolder();
        var trace = PatchTrace.Of([PatchYaml.Load(Folder)], Locked(channel, subdir), name, file)!;
        Assert.NotEqual(entries, string.Join('|', trace.Record.Texts(Encoding.UTF8.GetBytes(field))));
        Assert.Equal(entries, string.Join('|', trace.Shown!.Texts(Encoding.UTF8.GetBytes(field))));
    }

    [Theory]
    [InlineData("linux-64")]
    [InlineData("noarch")]
    [InlineData("osx-arm64")]
    [InlineData("win-64")]
    public void Records_look_as_the_documents_want_through_the_instructions_that_come_of_them(string subdir) =>
        Compile(RepodataFileRecords.Find(SharedData.PathTo("data", "repodata", "conda-forge-subset"), subdir)!);

    private static RepodataFileRecords Locked(TemporaryFolder channel, string subdir)
    {
        Directory.CreateDirectory(channel.PathTo(subdir));
        File.Copy(SharedData.PathTo("data", "repodata", "locked-records", "conda-forge", subdir + ".json.zst"), channel.PathTo(subdir, "repodata.json.zst"));
        return RepodataFileRecords.Find(channel.Path, subdir)!;
    }

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
