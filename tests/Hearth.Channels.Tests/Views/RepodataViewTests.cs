using System.Text;
using CsCheck;
using Hearth.Channels.Views;
using Hearth.Conda.Repodata;

namespace Hearth.Channels.Tests.Views;

/// <summary>Documents that are written together are those that are written one by one.</summary>
public sealed class RepodataViewTests
{
    private static readonly RepodataInfo Info = new() { Subdir = "linux-64" };

    private static readonly Gen<Row> AnyRow =
        from @group in Gen.OneOf([.. RecordGroups.All.Select(each => Gen.Const(each))])
        from number in Gen.Int[0, 30]
        from isHidden in Gen.Bool
        from isPatched in Gen.Bool
        select new Row(@group, $"p-{number}-0{@group.Extension()}", isHidden, isPatched);

    [Fact]
    public void One_look_at_each_record_writes_what_three_would() => AnyRow.Array[0, 40].Sample(rows =>
    {
        var records = new Rows([.. rows.DistinctBy(row => (row.Group, row.File)).OrderBy(row => row.Group).ThenBy(row => row.File, StringComparer.Ordinal)]);
        using var shown = new MemoryStream();
        using var unpatched = new MemoryStream();
        using var runExports = new MemoryStream();
        RepodataView.WriteWithRunExports(records, Info, shown, unpatched, runExports);

        Assert.Equal(Text(output => RepodataView.Write(records, Info, output)), Encoding.UTF8.GetString(shown.ToArray()));
        Assert.Equal(Text(output => RepodataView.WriteUnpatched(records, Info, output)), Encoding.UTF8.GetString(unpatched.ToArray()));
        Assert.Equal(Text(output => RunExportsView.Write(records, output)), Encoding.UTF8.GetString(runExports.ToArray()));
        Assert.All(rows.Where(row => row.Group is not RecordGroup.V3Wheel), row => Assert.Contains($"\"{row.File}\"", Encoding.UTF8.GetString(runExports.ToArray()), StringComparison.Ordinal));
    }, iter: 200);

    [Fact]
    public void Without_patches_the_document_as_the_artifacts_have_it_is_the_same() => AnyRow.Array[0, 40].Sample(rows =>
    {
        var records = new Rows([.. rows.Select(row => row with { IsHidden = false, IsPatched = false }).Distinct().OrderBy(row => row.Group).ThenBy(row => row.File, StringComparer.Ordinal)]);
        using var shown = new MemoryStream();
        RepodataView.WriteWithRunExports(records, Info, shown, unpatched: null, Stream.Null);
        Assert.Equal(Text(output => RepodataView.WriteUnpatched(records, Info, output)), Encoding.UTF8.GetString(shown.ToArray()));
    }, iter: 200);

    private static string Text(Action<Stream> write)
    {
        using var output = new MemoryStream();
        write(output);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private sealed record Row(RecordGroup Group, string File, bool IsHidden, bool IsPatched);

    private sealed class Rows(IReadOnlyList<Row> rows) : ISubdirRecords
    {
        public string Subdir => Info.Subdir;

        public IReadOnlyList<string> Removed => [.. rows.Where(row => row.IsHidden).Select(row => row.File).Order(StringComparer.Ordinal)];

        public IReadOnlyList<string> Gone => [];

        public void VisitGroup(RecordGroup group, ISubdirRecords.Visitor visit)
        {
            foreach (var row in rows.Where(row => row.Group == group))
            {
                var own = Encoding.UTF8.GetBytes($$"""{"file":"{{row.File}}"}""");
                visit(new ListedRecord
                {
                    Group = group,
                    File = row.File,
                    UnpatchedJson = own,
                    Json = row.IsHidden ? default : row.IsPatched ? "{}"u8 : own,
                    RunExports = Encoding.UTF8.GetBytes($$"""{"weak":["{{row.File}}"]}"""),
                });
            }
        }

        public void VisitName(string name, ISubdirRecords.Visitor visit) => throw new NotSupportedException();
    }
}
