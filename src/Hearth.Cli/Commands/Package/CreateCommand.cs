using System.CommandLine;
using Hearth.Packages.Archives;

namespace Hearth.Cli.Commands.Package;

/// <summary><c>hearth package create FOLDER PACKAGE</c>: make a package, the same bytes from the same content.</summary>
internal sealed class CreateCommand : HearthCommand
{
    private readonly Argument<string> _folder = new("FOLDER") { Description = "The package's root folder; it must have info/index.json." };

    private readonly Argument<string> _package = new("PACKAGE") { Description = "The file to write, NAME-VERSION-BUILD.conda or .tar.bz2." };

    private readonly Option<int> _level = ZstdLevelOption.New();

    private readonly Option<bool> _force = new("--force", "-f") { Description = "Replace the file if it exists." };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Check the folder and say what would be packed." };

    public CreateCommand()
        : base(
            "create",
            "Make a package of a folder; the same content gives the same bytes.",
            new Example("hearth package create hello hello-1.0-0.conda", "pack the folder hello"),
            new Example("hearth package create --dry-run hello hello-1.0-0.conda", "say what would be packed"))
    {
        Arguments.Add(_folder);
        Arguments.Add(_package);
        Options.Add(_level);
        Options.Add(_force);
        Options.Add(_dryRun);
        Runs((parsed, output, cancellation) =>
        {
            var (folder, package) = (parsed.GetValue(_folder)!, parsed.GetValue(_package)!);
            ArchiveName.Parse(package);
            if (File.Exists(package) && !parsed.GetValue(_force))
                throw new IOException($"{package} exists already; --force replaces it");
            if (parsed.GetValue(_dryRun))
            {
                var members = FolderPacking.MembersOf(folder, DateTimeOffset.UnixEpoch);
                var size = members.Sum(member => member.Size);
                output.Note($"would pack {members.Count} members, {size} bytes, into {package}");
                if (output.IsJson)
                    output.Document(Document(folder, package, size, isDryRun: true), CliJson.Default.WrittenPackage);
                return Task.FromResult(ExitCode.Done);
            }
            FolderPacking.Run(folder, package, new ArchiveOptions { ZstdLevel = parsed.GetValue(_level) }, cancellation: cancellation);
            if (output.IsJson)
                output.Document(Document(folder, package, new FileInfo(package).Length, isDryRun: false), CliJson.Default.WrittenPackage);
            else
                output.Line(package);
            return Task.FromResult(ExitCode.Done);
        });
    }

    private static WrittenPackage Document(string folder, string package, long size, bool isDryRun) =>
        new("hearth.package-create.1", folder, package, size, isDryRun);
}
