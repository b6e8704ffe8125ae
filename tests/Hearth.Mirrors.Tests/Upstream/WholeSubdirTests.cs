using System.Text;
using Hearth.Conda.Repodata;
using Hearth.Mirrors.Upstream;
using Hearth.Testing;

namespace Hearth.Mirrors.Tests.Upstream;

/// <summary>A subdir whose repodata.json was read as a whole.</summary>
public sealed class WholeSubdirTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Records_of_all_groups_come_in_order_of_their_files() => Assert.Equal(
        ["a-1.0-0.conda", "a-1.0-0.tar.bz2", "b-1.0-0.tar.bz2", "b-2.0-0", "b-2.0-0.conda", "c-1.0-0.conda"],
        await KeysAsync("""
            {"packages":{"a-1.0-0.tar.bz2":{"name":"a"},"b-1.0-0.tar.bz2":{"name":"b"}},
            "packages.conda":{"a-1.0-0.conda":{"name":"a"},"b-2.0-0.conda":{"name":"b"},"c-1.0-0.conda":{"name":"c"}},
            "v3":{"tar.bz2":{"b-2.0-0":{"name":"b"}}}}
            """));

    [Fact]
    public async Task Groups_that_are_not_asked_for_are_passed_over()
    {
        var document = _folder.PathTo("repodata.json");
        await File.WriteAllTextAsync(document, """{"packages":{"a-1.0-0.tar.bz2":{"name":"a"}},"packages.conda":{"b-1.0-0.conda":{"name":"b"}}}""", TestContext.Current.CancellationToken);
        var whole = await WholeSubdir.ReadAsync("linux-64", document, TestContext.Current.CancellationToken);
        Assert.Equal(["b-1.0-0.conda"], whole.ReadRecords([RecordGroup.PackagesConda, RecordGroup.V3Conda]).Select(reader => reader.Key));
        Assert.Empty(whole.ReadRecords([]));
    }

    [Fact]
    public async Task A_document_that_is_in_no_order_loses_no_record() => Assert.Equal(
        ["a-1.0-0.conda", "b-1.0-0.tar.bz2", "c-1.0-0.conda", "d-1.0-0.tar.bz2"],
        (await KeysAsync("""
            {"packages":{"d-1.0-0.tar.bz2":{"name":"d"},"b-1.0-0.tar.bz2":{"name":"b"}},"packages.conda":{"c-1.0-0.conda":{"name":"c"},"a-1.0-0.conda":{"name":"a"}}}
            """)).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("conda-forge-subset", "linux-64", "repodata.json.zst")]
    [InlineData("conda-forge-subset", "noarch", "repodata.json")]
    [InlineData("pytorch", "linux-64", "repodata.json.zst")]
    public async Task Of_real_documents_each_record_comes_once_and_those_of_a_name_together(string channel, string subdir, string file)
    {
        var document = SharedData.PathTo("data", "repodata", channel, subdir, file);
        var whole = await WholeSubdir.ReadAsync(subdir, document, TestContext.Current.CancellationToken);
        var expected = new HashSet<(RecordGroup, string, string)>();
        foreach (var stream in whole.OpenDocuments())
        {
            using var reader = new RepodataReader(stream);
            while (reader.ReadRecord())
                expected.Add(Of(reader));
        }
        var found = whole.ReadRecords(RecordGroups.All).Select(Of).ToList();
        Assert.Equal(expected.Count, found.Count);
        Assert.Equal(expected, found.ToHashSet());
        Assert.Equal(found.Select(record => record.Item2).Order(StringComparer.Ordinal), found.Select(record => record.Item2));

        static (RecordGroup, string, string) Of(RepodataReader reader) => (reader.Group, reader.Key, Encoding.UTF8.GetString(reader.Value));
    }

    private async Task<List<string>> KeysAsync(string json)
    {
        var document = _folder.PathTo("repodata.json");
        await File.WriteAllTextAsync(document, json, TestContext.Current.CancellationToken);
        return [.. (await WholeSubdir.ReadAsync("linux-64", document, TestContext.Current.CancellationToken)).ReadRecords(RecordGroups.All).Select(reader => reader.Key)];
    }
}
