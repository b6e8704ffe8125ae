using System.CommandLine;
using System.Globalization;
using Hearth.Packages.Archives;
using Hearth.Packages.Archives.Tar;

namespace Hearth.Cli.Commands.Package;

/// <summary><c>hearth package list PACKAGE</c>: the members of an archive.</summary>
internal sealed class ListCommand : HearthCommand
{
    private readonly Argument<string> _package = PackageArgument.One();

    private readonly Option<bool> _long = new("--long", "-l") { Description = "Show modes, sizes and times as well." };

    public ListCommand()
        : base(
            "list",
            "List the members of a package.",
            new Example("hearth package list zlib-1.3.1-hb9d3cd8_2.conda", "one path a line"),
            new Example("hearth package list --long zlib-1.3.1-hb9d3cd8_2.conda", "with modes, sizes and times"))
    {
        Arguments.Add(_package);
        Options.Add(_long);
        Runs((parsed, output, cancellation) =>
        {
            var isLong = parsed.GetValue(_long);
            var (source, format) = PackageArgument.Open(parsed.GetValue(_package)!, cancellation);
            using var owned = source;
            using var reader = new ArchiveReader(source, format);
            var members = new List<ListedMember>();
            while (reader.MoveNext())
            {
                cancellation.ThrowIfCancellationRequested();
                if (output.IsJson)
                    members.Add(ListedMember.Of(reader.Entry));
                else
                    output.Line(isLong ? LongLineOf(reader.Entry) : reader.Entry.Path);
            }
            if (output.IsJson)
                output.Document(new PackageListing("hearth.package-list.1", source.Name, source.Length, members), CliJson.Default.PackageListing);
            output.Report(reader.Warnings);
            return Task.FromResult(ExitCode.Done);
        });
    }

    private static string LongLineOf(TarEntry entry)
    {
        var type = entry.Type switch { TarEntryType.Folder => 'd', TarEntryType.SymbolicLink => 'l', TarEntryType.HardLink => 'h', _ => '-' };
        var line = string.Create(
            CultureInfo.InvariantCulture, $"{type}{Convert.ToString(entry.Mode, 8).PadLeft(4, '0')} {entry.Size,12} {entry.Modified:yyyy-MM-dd HH:mm:ss} {entry.Path}");
        return entry.LinkTarget is { } target ? $"{line} -> {target}" : line;
    }
}
