using CsCheck;
using Hearth.Conda.Names;
using Hearth.Mirrors.Oci;

namespace Hearth.Mirrors.Tests.Oci;

public sealed class CondaLayoutTests
{
    [Theory]
    [InlineData("linux-64/zlib-1.3.1-h1b2c3d4_0.conda", "linux-64/zlib", "1.3.1-h1b2c3d4_0", OciMediaType.PackageConda)]
    [InlineData("linux-64/zlib-1.3.1-h1b2c3d4_0.tar.bz2", "linux-64/zlib", "1.3.1-h1b2c3d4_0", OciMediaType.PackageTarBz2)]
    [InlineData("linux-64/_libgcc_mutex-0.1-conda_forge.tar.bz2", "linux-64/zzz_libgcc_mutex", "0.1-conda_forge", OciMediaType.PackageTarBz2)]
    [InlineData("noarch/torch-2!1.0+cpu-0.conda", "noarch/torch", "2__e__1.0__p__cpu-0", OciMediaType.PackageConda)]
    [InlineData("label/dev/noarch/a-1-0.conda", "label/dev/noarch/a", "1-0", OciMediaType.PackageConda)]
    [InlineData("noarch/repodata.json", "noarch/repodata.json", "latest", OciMediaType.Repodata)]
    [InlineData("noarch/repodata.json.zst", "noarch/repodata.json", "latest", OciMediaType.RepodataZst)]
    [InlineData("noarch/repodata.json.bz2", "noarch/repodata.json", "latest", OciMediaType.RepodataBz2)]
    [InlineData("noarch/repodata_shards.msgpack.zst", "noarch/repodata.json", "latest", OciMediaType.Shards)]
    [InlineData("noarch/run_exports.json.zst", "noarch/run_exports.json.zst", "latest", "application/zstd")]
    [InlineData("channeldata.json", "channeldata.json", "latest", "application/json")]
    public void Each_file_of_a_channel_has_a_place(string path, string repository, string tag, string mediaType)
    {
        Assert.Equal(new OciPlace(repository, tag, mediaType), CondaLayout.PlaceOf(path));
        Assert.Null(CondaLayout.Problem(path, "channels/forge"));
    }

    [Fact]
    public void A_shard_is_tagged_with_its_digest()
    {
        var digest = new string('a', 64);
        Assert.Equal(new OciPlace("noarch/shards", digest, OciMediaType.Shards), CondaLayout.PlaceOf($"noarch/shards/{digest}.msgpack.zst"));
        Assert.Equal(digest, CondaLayout.DigestOf($"noarch/shards/{digest}.msgpack.zst").ToString());
        Assert.Null(CondaLayout.DigestOf("noarch/repodata_shards.msgpack.zst"));
    }

    [Fact]
    public void Both_archives_of_a_build_are_in_one_manifest() =>
        Assert.Equal(CondaLayout.PlaceOf("noarch/a-1-0.conda").Key, CondaLayout.PlaceOf("noarch/a-1-0.tar.bz2").Key);

    [Fact]
    public void What_is_too_long_for_a_tag_is_tagged_with_a_digest_that_differs_with_it()
    {
        var one = CondaLayout.PlaceOf($"noarch/a-{new string('1', 64)}-{new string('b', 63)}+.conda");
        var other = CondaLayout.PlaceOf($"noarch/a-{new string('1', 64)}-{new string('c', 63)}+.conda");
        Assert.Null(RepositoryName.TagProblem(one.Tag));
        Assert.Equal(65, one.Tag.Length);
        Assert.NotEqual(one.Tag, other.Tag);
    }

    [Theory]
    // It would be taken for '_x'.
    [InlineData("noarch/zzz_x-1-0.conda")]
    [InlineData("noarch/Upper-1-0.conda")]
    [InlineData("noarch/a._b-1-0.conda")]
    [InlineData("label/Dev/noarch/a-1-0.conda")]
    [InlineData("noarch/a_-1-0.conda")]
    public void What_a_registry_cannot_hold_is_told_and_not_bent(string path) => Assert.NotNull(CondaLayout.Problem(path, "channels/forge"));

    [Fact]
    public void Whatever_the_file_name_its_place_is_one_or_there_is_a_problem() =>
        Gen.Select(Gen.String[Gen.Char["abz019_.-"], 1, 20], Gen.String[Gen.Char["019.+!_az"], 1, 70], Gen.String[Gen.Char["019._+azAZ"], 1, 70]).Sample((name, version, build) =>
        {
            var path = $"noarch/{name}-{version}-{build}.conda";
            if (!ArtifactFileName.TryParseLenient(path.AsSpan("noarch/".Length), out _) || CondaLayout.Problem(path, "forge") is not null)
                return;
            var place = CondaLayout.PlaceOf(path);
            Assert.Null(RepositoryName.Problem($"forge/{place.Repository}"));
            Assert.Null(RepositoryName.TagProblem(place.Tag));
        });
}
