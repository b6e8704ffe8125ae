using Hearth.Conda.Names;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Diagnostics;
using Hearth.Packages.Archives;
using Hearth.Packages.Paths;
using Hearth.Packages.Tests.Archives;
using Hearth.Testing;

namespace Hearth.Packages.Tests.Paths;

public sealed class PackageVerificationTests
{
    private static readonly byte[] Format = """{"conda_pkg_format_version": 2}"""u8.ToArray();
    private static readonly byte[] Files = Zstd.Compress(ArchiveBytes.Tarball());
    private static readonly byte[] Info = Zstd.Compress(InfoTarball());

    [Fact]
    public void A_package_whose_names_and_format_agree_is_good() => Assert.Empty(Verify(Format, "a-1.0-0", "a-1.0-0"));

    [Theory]
    [InlineData("""{"conda_pkg_format_version": 3}""")]
    [InlineData("""{"conda_pkg_format_version": "2"}""")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData(null)]
    public void A_format_version_that_is_missing_or_unknown_is_told(string? metadata) =>
        Assert.Equal(["HRT2013"], Codes(Verify(metadata is null ? null : System.Text.Encoding.UTF8.GetBytes(metadata), "a-1.0-0", "a-1.0-0")));

    [Fact]
    public void Inner_tarballs_named_for_another_build_are_found()
    {
        var problems = Verify(Format, "a-1.0-1", "b-1.0-0");
        Assert.Equal(["HRT2041", "HRT2041"], Codes(problems));
        Assert.Equal([("a-1.0-0", "a-1.0-1"), ("a-1.0-0", "b-1.0-0")], problems.Select(problem => (problem.Expected, problem.Actual)));
    }

    [Theory]
    [InlineData(".conda")]
    [InlineData(".tar.bz2")]
    public void A_file_that_was_renamed_is_found(string extension)
    {
        using var folder = new TemporaryFolder();
        using var source = new FileByteRangeSource(new TinyPackage("a").WriteTo(folder.Path, extension, "a-2.0-0" + extension));
        var problem = Assert.Single(PackageVerification.Run(source, ArchiveName.Parse(extension == ".conda" ? "x.conda" : "x.tar.bz2").Format));
        Assert.Equal(("HRT2041", "a-1.0-0", "a-2.0-0"), (problem.Code, problem.Expected, problem.Actual));
    }

    [Fact]
    public void An_index_that_does_not_say_which_build_it_is_is_found() =>
        Assert.Contains("HRT2010", Codes(PackageVerification.Run(new MemoryByteRangeSource("test", ArchiveBytes.CondaFile(ArchiveBytes.File("x"))), ArchiveFormat.Conda)));

    [Fact]
    public void The_record_that_clients_write_beside_the_files_must_not_be_in_a_package()
    {
        using var source = new MemoryByteRangeSource("test", new TinyPackage("a") { Files = { ["info/repodata_record.json"] = "{}" } }.Conda());
        Assert.Equal(["HRT2037"], Codes(PackageVerification.Run(source, ArchiveFormat.Conda)));
    }

    [Fact]
    public void Real_packages_agree_with_their_names_and_only_those_made_by_hand_lack_their_format()
    {
        var found = new HashSet<(string, string)>();
        foreach (var package in RealPackage.Good().Where(package => package.HasIndex))
        {
            using var source = new FileByteRangeSource(package.Path);
            foreach (var problem in PackageVerification.Run(source, ArchiveName.Parse(package.Path).Format).Where(problem => problem.Code is "HRT2013" or "HRT2041" or "HRT2010"))
                found.Add((package.RelativePath, problem.Code));
        }
        Assert.Equal(
            [
                ("edge-cases/rattler/dotslash-test-1.0.0-0.conda", "HRT2013"),
                ("edge-cases/rattler/info-only-1.0.0-0.conda", "HRT2013"),
                ("edge-cases/rattler/symlink-test-1.0.0-0.conda", "HRT2013"),
                ("edge-cases/rattler/zip64-test-1.0.0-0.conda", "HRT2013"),
                ("rattler/sparse-test-1.0.0-0.conda", "HRT2013"),
            ],
            found.Order());
    }

    private static IReadOnlyList<Diagnostic> Verify(byte[]? metadata, string pkgStem, string infoStem)
    {
        (string, byte[])[] members = [($"pkg-{pkgStem}.tar.zst", Files), ($"info-{infoStem}.tar.zst", Info)];
        using var source = new MemoryByteRangeSource("test", ArchiveBytes.CondaFile(metadata is null ? members : [("metadata.json", metadata), .. members]));
        return PackageVerification.Run(source, ArchiveFormat.Conda);
    }

    private static byte[] InfoTarball()
    {
        using var tarball = new MemoryStream();
        var writer = new Packages.Archives.Tar.TarWriter(tarball);
        foreach (var (path, text) in ((string, string)[])[("info/index.json", """{"name":"a","version":"1.0","build":"0"}"""), ("info/paths.json", """{"paths":[],"paths_version":1}""")])
            writer.Write(ArchiveBytes.File(path, text.Length), new MemoryStream(System.Text.Encoding.ASCII.GetBytes(text)));
        writer.WriteEnd();
        return tarball.ToArray();
    }

    private static IEnumerable<string> Codes(IEnumerable<Diagnostic> problems) => problems.Select(problem => problem.Code);
}
