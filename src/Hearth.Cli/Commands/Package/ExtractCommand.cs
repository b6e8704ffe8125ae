using System.CommandLine;
using Hearth.Conda.Names;
using Hearth.Packages.Archives;

namespace Hearth.Cli.Commands.Package;

/// <summary><c>hearth package extract PACKAGE</c>: unpack into a folder that appears when it is complete.</summary>
internal sealed class ExtractCommand : HearthCommand
{
    private readonly Argument<string> _package = PackageArgument.One();

    private readonly Option<string?> _folder = new("--folder", "-C") { Description = "The folder to make; without it, one named like the package, here." };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Check the whole archive and say what would be written." };

    public ExtractCommand()
        : base(
            "extract",
            "Unpack a package into a new folder.",
            new Example("hearth package extract zlib-1.3.1-hb9d3cd8_2.conda", "into the folder zlib-1.3.1-hb9d3cd8_2"),
            new Example("hearth package extract zlib-1.3.1-hb9d3cd8_2.conda -C zlib", "into the folder zlib"))
    {
        Arguments.Add(_package);
        Options.Add(_folder);
        Options.Add(_dryRun);
        Runs((parsed, output, cancellation) =>
        {
            var package = parsed.GetValue(_package)!;
            var (source, format) = PackageArgument.Open(package, cancellation);
            using var owned = source;
            var folder = parsed.GetValue(_folder) ?? ArchiveName.Parse(PackageFile.IsUrl(package, out var url) ? url.AbsolutePath : package).Stem;
            if (parsed.GetValue(_dryRun))
                return Task.FromResult(Announce(source, format, folder, output));
            output.Report(Extraction.Run(source, format, folder, cancellation: cancellation));
            if (output.IsJson)
                output.Document(Document(source, folder, SizeOf(folder), isDryRun: false), CliJson.Default.WrittenPackage);
            else
                output.Line(folder);
            return Task.FromResult(ExitCode.Done);
        });
    }

    private static ExitCode Announce(IByteRangeSource source, ArchiveFormat format, string folder, Output.CommandOutput output)
    {
        using var reader = new ArchiveReader(source, format);
        var (members, bytes) = (0, 0L);
        while (reader.MoveNext())
            (members, bytes) = (members + 1, bytes + reader.Entry.Size);
        output.Report(reader.Warnings);
        output.Note($"would write {members} members, {bytes} bytes, into {folder}");
        if (output.IsJson)
            output.Document(Document(source, folder, bytes, isDryRun: true), CliJson.Default.WrittenPackage);
        return ExitCode.Done;
    }

    private static WrittenPackage Document(IByteRangeSource source, string folder, long size, bool isDryRun) =>
        new("hearth.package-extract.1", source.Name, folder, size, isDryRun);

    private static long SizeOf(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.LinkTarget is null).Sum(file => file.Length);
}
