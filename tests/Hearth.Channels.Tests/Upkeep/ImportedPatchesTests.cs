using System.Text;
using CsCheck;
using Hearth.Channels.Upkeep;
using Hearth.Conda.Records;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Tests.Upkeep;

/// <summary>What another channel shows of the artifacts of this one.</summary>
public sealed class ImportedPatchesTests
{
    // Of each kind: decided here, shown by no channel, missing in old ones, and anything else, between which they stand.
    private static readonly string[] Names = ["aa", "arch", "build", "depends", "indexed_timestamp", "license", "md5", "name", "platform", "run_exports", "sha256", "size", "subdir", "version", "zz"];

    private static readonly string[] Values = ["[]", "1", "\"x\"", "[\"a >=1\"]"];

    private static readonly Gen<string> AnyName = Gen.Int[0, Names.Length - 1].Select(at => Names[at]);

    private static readonly Gen<PackageRecord> AnyRecord = Gen.Select(AnyName, Gen.Int[0, Values.Length - 1].Select(at => Values[at])).Array[0, Names.Length].Select(members =>
    {
        var builder = new JsonObjectBuilder();
        foreach (var (name, value) in members)
            builder.SetRaw(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(value));
        return PackageRecord.From(builder);
    });

    private static readonly Gen<(PackageRecord Own, PackageRecord Shown)> AnyPair = Gen.Select(AnyRecord, AnyRecord, AnyName, Gen.Int[0, 3]).Select((record, other, name, kind) => kind switch
    {
        0 => (record, other),
        1 => (record, record),
        2 => (record, PackageRecord.From(record.ToBuilder().Remove(Encoding.UTF8.GetBytes(name)))),
        _ => (PackageRecord.From(record.ToBuilder().Remove(Encoding.UTF8.GetBytes(name))), record),
    });

    [Fact]
    public void A_record_is_shown_the_same_if_what_is_wanted_of_it_is_the_record() => AnyPair.Sample(
        pair => Assert.Equal(ImportedPatches.Wanted(pair.Own, pair.Shown).Equals(pair.Own), ImportedPatches.ShowsTheSame(pair.Own, pair.Shown)), iter: 20_000);
}
