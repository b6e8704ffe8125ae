using System.Text.Json;
using Hearth.Foundation.Diagnostics;
using Hearth.Packages.Metadata;
using Hearth.Testing;

namespace Hearth.Packages.Tests.Metadata;

public sealed class ArtifactScanTests
{
    [Fact]
    public void Real_packages_are_scanned_as_other_programs_read_them()
    {
        foreach (var package in RealPackage.Good().Where(package => package.HasIndex))
        {
            var scan = ArtifactScan.Of(package.Path);
            Assert.Equal(package.Facts.GetProperty("size").GetInt64(), scan.Digests.Size);
            Assert.Equal(package.Facts.GetProperty("md5").GetString(), scan.Digests.Md5.ToString());
            Assert.Equal(package.Facts.GetProperty("sha256").GetString(), scan.Digests.Sha256.ToString());
            using var index = JsonDocument.Parse(scan.Info.Index);
            Assert.True(JsonElement.DeepEquals(package.Facts.GetProperty("index"), index.RootElement), package.RelativePath);
        }
    }

    [Fact]
    public void What_an_index_needs_is_the_same_with_and_without_reading_to_the_end()
    {
        foreach (var package in RealPackage.Good().Where(package => package.HasIndex))
        {
            var partial = PackageInfoReader.Read(package.Path, InfoExtent.Index);
            var whole = PackageInfoReader.Read(package.Path);
            Assert.Equal(Essentials(whole), Essentials(partial));
        }

        static IEnumerable<byte[]?> Essentials(PackageInfo info) =>
            new[] { info.Index, info.About, info.Paths, info.RunExports, info.Link, info.Files, info.HasPrefix, info.NoLink }
                .Select(content => content?.ToArray());
    }

    [Fact]
    public void Broken_packages_are_refused_with_the_code_that_says_why()
    {
        foreach (var (package, code) in RealPackage.Refused)
        {
            var refusal = Assert.Throws<BadInputException>(() => ArtifactScan.Of(SharedData.PathTo("data", "packages", package)));
            Assert.Equal(code, Assert.Single(refusal.Diagnostics).Code);
        }
    }

    [Fact]
    public void A_package_without_an_index_is_refused()
    {
        foreach (var package in RealPackage.Good().Where(package => !package.HasIndex))
            Assert.Equal("HRT2009", Assert.Throws<BadInputException>(() => ArtifactScan.Of(package.Path)).Diagnostics[0].Code);
    }

    [Fact]
    public void Traits_come_from_the_list_of_paths()
    {
        var path = SharedData.PathTo("data", "packages", "conda-index", "archives", "conda-index-pkg-a-1.0-py27h5e241af_0.tar.bz2");
        var traits = ArtifactScan.Of(path).Info.Traits("conda-index-pkg-a");
        Assert.Equal(PackageTraits.PostLinkScript | PackageTraits.TextPrefix, traits);
        Assert.Equal(PackageTraits.TextPrefix, ArtifactScan.Of(path).Info.Traits("conda-index"));
    }
}
