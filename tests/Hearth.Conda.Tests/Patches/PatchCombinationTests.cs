using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Hearth.Conda.Patches;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;

namespace Hearth.Conda.Tests.Patches;

public sealed class PatchCombinationTests
{
    private static readonly PackageRecord Record = PackageRecord.Parse("""{"name":"a","depends":["b"],"license":"MIT","x":{"k":1,"l":{"m":1}}}"""u8);

    private static readonly (RecordGroup Group, string File)[] Records =
    [
        .. from stem in (string[])["a-1-0", "a-2-0"]
           from @group in RecordGroups.All
           select (@group, stem + @group.Extension()),
    ];

    // What no document can say — an object in the place of a value that the first cleared — is not made: x is always an object.
    private static readonly Gen<JsonObject> Fields = Gen.OneOf(
        Gen.Const(() => new JsonObject()),
        Gen.String[Gen.Char['a', 'd'], 1, 1].Select(text => new JsonObject { ["license"] = text }),
        Gen.Const(() => new JsonObject { ["license"] = null }),
        Gen.String[Gen.Char['a', 'd'], 1, 1].Select(text => new JsonObject { ["features"] = text, ["constrains"] = new JsonArray(text) }),
        Gen.Int[0, 3].Select(number => new JsonObject { ["x"] = new JsonObject { ["k"] = number, ["l"] = new JsonObject { ["n"] = number } } }),
        Gen.Const(() => new JsonObject { ["x"] = new JsonObject { ["k"] = null } }),
        Gen.Int[0, 3].Select(number => new JsonObject { ["run_exports"] = new JsonObject { ["weak"] = new JsonArray(number.ToString(CultureInfo.InvariantCulture)) } }));

    private static readonly Gen<PatchInstructions> Instructions =
        from version in Gen.Int[1, 2]
        from packages in Map("a-1-0.tar.bz2", "a-2-0.tar.bz2")
        from conda in Map("a-1-0.conda", "a-2-0.conda")
        from v3Conda in Map("a-1-0", "a-2-0")
        from v3TarBz2 in Map("a-1-0", "a-2-0")
        from revoke in Files
        from remove in Files
        select PatchInstructions.Parse(
            Encoding.UTF8.GetBytes(new JsonObject
            {
                ["patch_instructions_version"] = version,
                ["packages"] = packages,
                ["packages.conda"] = conda,
                ["v3"] = new JsonObject { ["conda"] = v3Conda, ["tar.bz2"] = v3TarBz2 },
                ["revoke"] = revoke,
                ["remove"] = remove,
            }.ToJsonString()),
            "random");

    private static Gen<JsonArray> Files => Gen.OneOf([.. Records.Select(record => Gen.Const(record.File))]).Array[0, 1]
        .Select(files => new JsonArray([.. files.Select(file => (JsonNode)file)]));

    [Fact]
    public void Combined_instructions_do_what_both_do_in_turn() => Gen.Select(Instructions, Instructions).Sample((first, second) =>
    {
        var combined = new RecordPatcher(PatchInstructions.Combine(first, second));
        foreach (var (group, file) in Records)
        {
            var once = combined.Apply(group, file, Record, "{}"u8.ToArray());
            var then = InTurn(group, file, first, second);
            Assert.Equal(then.Record?.ToString(), once.Record?.ToString());
            if (then.Record is not null)
                Assert.Equal(Encoding.UTF8.GetString(then.RunExports.Span), Encoding.UTF8.GetString(once.RunExports.Span));
        }
    });

    [Fact]
    public void The_word_for_a_tar_bz2_that_comes_later_wins_over_an_earlier_one_for_its_conda()
    {
        var combined = PatchInstructions.Combine(
            Parse("""{"packages.conda":{"a-1-0.conda":{"license":"first"}}}"""), Parse("""{"packages":{"a-1-0.tar.bz2":{"license":"second"}}}"""));
        Assert.Equal("second", new RecordPatcher(combined).Apply(RecordGroup.PackagesConda, "a-1-0.conda", Record, default).Record!.License);
    }

    [Fact]
    public void Run_exports_of_a_document_of_version_1_do_not_come_to_count_beside_one_of_version_2()
    {
        var combined = PatchInstructions.Combine(
            Parse("""{"packages":{"a-1-0.tar.bz2":{"run_exports":{"weak":["x"]}}}}"""), Parse("""{"patch_instructions_version":2,"remove":["z-1-0.conda"]}"""));
        Assert.Equal(2, combined.Version);
        Assert.Equal("{}"u8.ToArray(), new RecordPatcher(combined).Apply(RecordGroup.Packages, "a-1-0.tar.bz2", Record, "{}"u8.ToArray()).RunExports.ToArray());
    }

    [Fact]
    public void A_record_that_an_earlier_source_revoked_stays_so_whatever_a_later_one_says_of_its_depends()
    {
        var combined = PatchInstructions.Combine(Parse("""{"revoke":["a-1-0.conda"]}"""), Parse("""{"packages.conda":{"a-1-0.conda":{"depends":[]}}}"""));
        Assert.Equal(["package_has_been_revoked"], new RecordPatcher(combined).Apply(RecordGroup.PackagesConda, "a-1-0.conda", Record, default).Record!.Depends);
    }

    private static PatchedRecord InTurn(RecordGroup group, string file, PatchInstructions first, PatchInstructions second)
    {
        var patched = new RecordPatcher(first).Apply(group, file, Record, "{}"u8.ToArray());
        return patched.Record is { } record ? new RecordPatcher(second).Apply(group, file, record, patched.RunExports) : patched;
    }

    private static Gen<JsonObject> Map(params string[] keys) =>
        Gen.Select(Gen.OneOf([.. keys.Select(Gen.Const)]), Fields).Array[0, 3]
            .Select(patches => new JsonObject(patches.DistinctBy(patch => patch.Item1).Select(patch => KeyValuePair.Create(patch.Item1, (JsonNode?)patch.Item2.DeepClone()))));

    private static PatchInstructions Parse(string json) => PatchInstructions.Parse(Encoding.UTF8.GetBytes(json), "p.json");
}
