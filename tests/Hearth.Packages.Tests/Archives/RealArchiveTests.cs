using System.Text;
using Hearth.Conda.Names;
using Hearth.Foundation.Hashing;
using Hearth.Packages.Archives;
using Hearth.Packages.Archives.Tar;
using Hearth.Testing;

namespace Hearth.Packages.Tests.Archives;

/// <summary>The real packages, against what Python's zipfile, tarfile and bz2 read in them.</summary>
public sealed class RealArchiveTests
{
    [Fact]
    public void Members_are_listed_as_other_programs_list_them()
    {
        foreach (var package in RealPackage.Good())
        {
            // This one writes ./ before each path, which we take off.
            var prefix = package.RelativePath.Contains("dotslash", StringComparison.Ordinal) ? "./" : "";
            var lines = Contents.Of(package.Path).Select(member => LineOf(member.Entry with { Path = prefix + member.Entry.Path })).Order(StringComparer.Ordinal);
            var digest = Sha256.Of(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
            Assert.True(package.Facts.GetProperty("entry_list_sha256").GetString() == digest.ToString(), package.RelativePath);
        }
    }

    [Fact]
    public void Transmuting_there_and_back_changes_nothing_in_any_package()
    {
        using var folder = new TemporaryFolder();
        foreach (var package in RealPackage.Good())
        {
            var name = ArchiveName.Parse(package.Path);
            var other = folder.PathTo(name.Stem + (name.Format == ArchiveFormat.Conda ? ".tar.bz2" : ".conda"));
            var back = folder.PathTo(name.ToString());
            Transmutation.Run(package.Path, other, new ArchiveOptions { ZstdLevel = 3 });
            Transmutation.Run(other, back, new ArchiveOptions { ZstdLevel = 3 });
            Assert.Equal(Contents.Sorted(package.Path), Contents.Sorted(other));
            Assert.Equal(Contents.Sorted(package.Path), Contents.Sorted(back));
        }
    }

    private static string LineOf(TarEntry entry) => entry.Type switch
    {
        TarEntryType.File => $"f {entry.Path}",
        TarEntryType.Folder => $"d {entry.Path}",
        TarEntryType.SymbolicLink when entry.LinkTarget is "" => $"l {entry.Path}",
        TarEntryType.SymbolicLink => $"l {entry.Path} -> {entry.LinkTarget}",
        _ => $"h {entry.Path} -> {entry.LinkTarget}",
    };
}
