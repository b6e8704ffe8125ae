using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.Conda.Patches;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;

namespace Hearth.Conda.Tests.Patches;

/// <summary>The rules of docs/specs/patches.md, one test for each.</summary>
public sealed class RecordPatcherTests
{
    private const string Record = """
        {"name":"a","version":"1.0","build":"0","build_number":0,"depends":["b"],"license":"MIT","md5":"00","sha256":"11","size":1,
         "subdir":"noarch","indexed_timestamp":5,"x":{"k":1,"l":2}}
        """;

    [Fact]
    public void Texts_numbers_and_lists_replace() => Shows(
        """{"packages":{"a-1.0-0.tar.bz2":{"depends":["c"],"license":"BSD","build_number":7}}}""",
        """{"depends":["c"],"license":"BSD","build_number":7}""");

    [Fact]
    public void Objects_merge_key_by_key() =>
        Shows("""{"packages":{"a-1.0-0.tar.bz2":{"x":{"l":3,"m":4}}}}""", """{"x":{"k":1,"l":3,"m":4}}""");

    [Fact]
    public void Null_deletes_also_inside_an_object() =>
        Shows("""{"packages":{"a-1.0-0.tar.bz2":{"license":null,"x":{"k":null}}}}""", """{"license":null,"x":{"l":2}}""");

    [Fact]
    public void New_fields_are_allowed() => Shows("""{"packages":{"a-1.0-0.tar.bz2":{"y":1}}}""", """{"y":1}""");

    [Fact]
    public void Deleting_depends_leaves_an_empty_list_for_clients_need_one() =>
        Shows("""{"packages":{"a-1.0-0.tar.bz2":{"depends":null}}}""", """{"depends":[]}""");

    [Fact]
    public void An_instruction_for_a_file_that_is_not_there_is_ignored() => Shows("""{"packages":{"z-1.0-0.tar.bz2":{"depends":[]}},"remove":["z-1.0-0.conda"]}""", "{}");

    [Fact]
    public void An_instruction_for_a_tar_bz2_reaches_the_conda_of_its_stem() =>
        Shows("""{"packages":{"a-1.0-0.tar.bz2":{"license":"BSD"}}}""", """{"license":"BSD"}""", RecordGroup.PackagesConda);

    [Fact]
    public void An_instruction_for_a_conda_does_not_reach_the_tar_bz2() =>
        Shows("""{"packages.conda":{"a-1.0-0.conda":{"license":"BSD"}}}""", "{}");

    [Fact]
    public void Where_both_maps_name_a_conda_its_own_instruction_wins() => Shows(
        """{"packages":{"a-1.0-0.tar.bz2":{"license":"BSD","y":1}},"packages.conda":{"a-1.0-0.conda":{"license":"ISC"}}}""",
        """{"license":"ISC","y":1}""",
        RecordGroup.PackagesConda);

    [Fact]
    public void Instructions_reach_the_same_stem_in_revision_3() => Shows(
        """{"packages":{"a-1.0-0.tar.bz2":{"y":1}},"packages.conda":{"a-1.0-0.conda":{"z":2}}}""", """{"y":1,"z":2}""", RecordGroup.V3Conda);

    [Fact]
    public void An_instruction_in_v3_shuts_out_those_of_its_stem() => Shows(
        """{"packages":{"a-1.0-0.tar.bz2":{"y":1}},"v3":{"conda":{"a-1.0-0":{"z":2}}}}""", """{"z":2}""", RecordGroup.V3Conda);

    [Theory]
    [InlineData("name", "\"b\"")]
    [InlineData("version", "\"2\"")]
    [InlineData("build", "\"1\"")]
    [InlineData("subdir", "\"linux-64\"")]
    [InlineData("md5", "\"ff\"")]
    [InlineData("sha256", "null")]
    [InlineData("size", "9")]
    [InlineData("indexed_timestamp", "9")]
    public void What_says_which_artifact_it_is_cannot_be_patched_and_is_reported(string field, string value)
    {
        var patched = Apply($"{{\"packages\":{{\"a-1.0-0.tar.bz2\":{{\"{field}\":{value}}}}}}}");
        Assert.Equal(PackageRecord.Parse(Encoding.UTF8.GetBytes(Record)), patched.Record);
        Assert.Equal([field], patched.ProtectedFields);
    }

    [Fact]
    public void Revoking_marks_the_record_and_makes_it_uninstallable() =>
        Shows("""{"revoke":["a-1.0-0.tar.bz2"]}""", """{"revoked":true,"depends":["b","package_has_been_revoked"]}""");

    [Fact]
    public void Fields_come_before_revoking() => Shows(
        """{"packages":{"a-1.0-0.tar.bz2":{"depends":["c"]}},"revoke":["a-1.0-0.tar.bz2"]}""",
        """{"revoked":true,"depends":["c","package_has_been_revoked"]}""");

    [Fact]
    public void The_dependency_of_a_revoked_record_is_added_once() => Shows(
        """{"packages":{"a-1.0-0.tar.bz2":{"depends":["package_has_been_revoked"]}},"revoke":["a-1.0-0.tar.bz2"]}""",
        """{"revoked":true,"depends":["package_has_been_revoked"]}""");

    [Fact]
    public void Removing_hides_the_record() => Assert.Null(Apply("""{"remove":["a-1.0-0.tar.bz2"]}""").Record);

    [Theory]
    [InlineData("remove")]
    [InlineData("revoke")]
    public void A_tar_bz2_takes_its_conda_twin_with_it_and_a_conda_goes_alone(string list)
    {
        var original = PackageRecord.Parse(Encoding.UTF8.GetBytes(Record));
        Assert.NotEqual(original, Apply($$"""{"{{list}}":["a-1.0-0.tar.bz2"]}""", RecordGroup.PackagesConda).Record);
        Assert.NotEqual(original, Apply($$"""{"{{list}}":["a-1.0-0.tar.bz2"]}""", RecordGroup.V3Conda).Record);
        Assert.NotEqual(original, Apply($$"""{"{{list}}":["a-1.0-0.conda"]}""", RecordGroup.PackagesConda).Record);
        Assert.Equal(original, Apply($$"""{"{{list}}":["a-1.0-0.conda"]}""").Record);
    }

    [Theory]
    [InlineData(1, """{"weak":["b"]}""", true)]
    [InlineData(2, """{"strong":["c"],"weak":["b"]}""", false)]
    public void Run_exports_are_patched_from_version_2_on(int version, string shown, bool isReported)
    {
        const string Fields = """{"patch_instructions_version":VERSION,"packages":{"a-1.0-0.tar.bz2":{"run_exports":{"strong":["c"]}}}}""";
        var patched = Apply(Fields.Replace("VERSION", version.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), runExports: """{"weak":["b"]}""");
        Assert.Equal(shown, Encoding.UTF8.GetString(patched.RunExports.Span));
        Assert.False(patched.Record!.Has(RecordField.RunExports));
        Assert.Equal(isReported ? ["run_exports"] : [], patched.ProtectedFields);
    }

    [Fact]
    public void Run_exports_can_be_set_where_none_are_known_and_cleared_where_some_are()
    {
        const string Fields = """{"patch_instructions_version":2,"packages":{"a-1.0-0.tar.bz2":{"run_exports":VALUE}}}""";
        Assert.Equal("""{"weak":["c"]}"""u8.ToArray(), Apply(Fields.Replace("VALUE", """{"weak":["c"]}""", StringComparison.Ordinal)).RunExports.ToArray());
        Assert.True(Apply(Fields.Replace("VALUE", "null", StringComparison.Ordinal), runExports: """{"weak":["b"]}""").RunExports.IsEmpty);
    }

    private static void Shows(string instructions, string changed, RecordGroup group = RecordGroup.Packages)
    {
        var expected = JsonNode.Parse(Record)!.AsObject();
        foreach (var (field, value) in JsonNode.Parse(changed)!.AsObject())
        {
            if (value is null)
                expected.Remove(field);
            else
                expected[field] = value.DeepClone();
        }
        Assert.Equal(PackageRecord.Parse(Encoding.UTF8.GetBytes(expected.ToJsonString())).ToString(), Apply(instructions, group).Record!.ToString());
    }

    private static PatchedRecord Apply(string instructions, RecordGroup group = RecordGroup.Packages, string runExports = "") =>
        new RecordPatcher(PatchInstructions.Parse(Encoding.UTF8.GetBytes(instructions), "p.json")).Apply(
            group, "a-1.0-0" + group.Extension(), PackageRecord.Parse(Encoding.UTF8.GetBytes(Record)), Encoding.UTF8.GetBytes(runExports));
}
