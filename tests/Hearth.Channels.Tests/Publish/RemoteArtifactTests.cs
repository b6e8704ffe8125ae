using System.Text;
using CsCheck;
using Hearth.Channels.Indexing;
using Hearth.Channels.Publish;
using Hearth.Conda.Records;

namespace Hearth.Channels.Tests.Publish;

public sealed class RemoteArtifactTests
{
    private static readonly DateTimeOffset FirstSeen = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);

    private static readonly string[] Names = [.. ArtifactReader.BuildMachineNoise.Select(Encoding.UTF8.GetString), "a", "build", "depends", "indexed_timestamp", "license", "run_exports", "subdir", "zz"];

    [Fact]
    public void A_record_is_what_the_source_shows_without_noise_and_with_what_clients_need() =>
        Gen.OneOf([.. Names.Select(name => Gen.Const(name))]).Array[0, 12].Sample(names =>
        {
            var members = names.Distinct().Select(name => $"\"{name}\": {(name == "depends" ? """["b >=1", "c"]""" : "\"x\"")}");
            var json = Encoding.UTF8.GetBytes("{" + string.Join(", ", members) + "}");

            var expected = PackageRecord.Parse(json).ToBuilder()
                .Remove(RecordField.RunExports).Set(RecordField.IndexedTimestamp, FirstSeen.ToUnixTimeMilliseconds()).Set(RecordField.Subdir, "linux-64");
            foreach (var noise in ArtifactReader.BuildMachineNoise)
                expected.Remove(noise);
            if (!names.Contains("depends"))
                expected.Set(RecordField.Depends, []);

            Assert.Equal(PackageRecord.From(expected).ToString(), RemoteArtifact.RecordOf("linux-64", json, FirstSeen).ToString());
        }, iter: 500);
}
