using System.Text;
using Hearth.Conda.Patches;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;

namespace Hearth.Conda.Tests.Patches;

public sealed class PatchInstructionsBuilderTests
{
    private static readonly PackageRecord Old = Parse("""{"name":"a","depends":["b"],"license":"MIT"}""");
    private static readonly PackageRecord New = Parse("""{"name":"a","depends":["c"],"constrains":["d"]}""");

    [Fact]
    public void An_instruction_holds_what_differs_and_nothing_else()
    {
        var builder = new PatchInstructionsBuilder();
        builder.Turn(RecordGroup.Packages, "a-1-0.tar.bz2", Old, New);
        Assert.Equal(
            """{"packages":{"a-1-0.tar.bz2":{"constrains":["d"],"depends":["c"],"license":null}},"patch_instructions_version":1}""",
            Encoding.UTF8.GetString(builder.Build().Json.Span));
    }

    [Theory]
    [InlineData(RecordGroup.PackagesConda)]
    [InlineData(RecordGroup.V3Conda)]
    [InlineData(RecordGroup.V3TarBz2)]
    [InlineData(RecordGroup.V3Wheel)]
    public void What_reaches_a_record_through_its_twin_is_undone_where_it_is_not_wanted(RecordGroup group)
    {
        var file = "a-1-0" + group.Extension();
        foreach (var wanted in (PackageRecord[])[Old, New, Parse("""{"name":"a","depends":["e"]}""")])
        {
            var builder = new PatchInstructionsBuilder();
            builder.Turn(RecordGroup.Packages, "a-1-0.tar.bz2", Old, New);
            builder.Turn(group, file, Old, wanted);
            var patcher = new RecordPatcher(builder.Build());
            Assert.Equal(wanted, patcher.Apply(group, file, Old, default).Record);
            Assert.Equal(New, patcher.Apply(RecordGroup.Packages, "a-1-0.tar.bz2", Old, default).Record);
        }
    }

    private static PackageRecord Parse(string json) => PackageRecord.Parse(Encoding.UTF8.GetBytes(json));
}
