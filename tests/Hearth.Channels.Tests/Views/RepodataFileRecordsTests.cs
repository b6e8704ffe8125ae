using Hearth.Channels.Views;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Diagnostics;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Views;

public sealed class RepodataFileRecordsTests : IDisposable
{
    private const string Repodata = """
        {"packages":{"a-1-0.tar.bz2":{"name":"a"}},"packages.conda":{"b-1-0.conda":{"name":"b"}},
         "removed":["z-1-0.conda","y-1-0.conda"],"v3":{"whl":{"c-1-0":{"name":"c"}}}}
        """;

    private readonly TemporaryFolder _channel = new();

    public void Dispose() => _channel.Dispose();

    [Fact]
    public void Records_come_group_by_group()
    {
        Write("repodata.json", Repodata);
        Assert.Equal(["a-1-0.tar.bz2", "b-1-0.conda", "c-1-0.whl"], Files());
        Assert.Equal(["y-1-0.conda", "z-1-0.conda"], RepodataFileRecords.Find(_channel.Path, "noarch")!.Removed);
    }

    [Fact]
    public void Records_before_patches_are_preferred()
    {
        Write("repodata.json", Repodata);
        Write("repodata_from_packages.json", """{"packages":{"d-1-0.tar.bz2":{"name":"d"}}}""");
        Assert.Equal(["d-1-0.tar.bz2"], Files());
    }

    [Fact]
    public void A_name_has_its_records_only()
    {
        Write("repodata.json", Repodata);
        var files = new List<string>();
        RepodataFileRecords.Find(_channel.Path, "noarch")!.VisitName("b", record => files.Add(record.File));
        Assert.Equal(["b-1-0.conda"], files);
    }

    [Fact]
    public void A_subdir_without_repodata_has_no_records() => Assert.Null(RepodataFileRecords.Find(_channel.Path, "noarch"));

    [Fact]
    public void Damaged_repodata_is_refused()
    {
        Write("repodata.json", """{"packages":{"a":""");
        Assert.Throws<BadInputException>(() => RepodataFileRecords.Find(_channel.Path, "noarch"));
    }

    private List<string> Files()
    {
        var records = RepodataFileRecords.Find(_channel.Path, "noarch")!;
        var files = new List<string>();
        foreach (var group in RecordGroups.All)
            records.VisitGroup(group, record => files.Add(record.File));
        return files;
    }

    private void Write(string name, string json)
    {
        Directory.CreateDirectory(_channel.PathTo("noarch"));
        File.WriteAllText(_channel.PathTo("noarch", name), json);
    }
}
