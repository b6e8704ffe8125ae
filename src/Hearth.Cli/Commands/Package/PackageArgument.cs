using System.CommandLine;
using Hearth.Conda.Names;
using Hearth.Packages.Archives;

namespace Hearth.Cli.Commands.Package;

/// <summary>A package on the command line: a path, or an http(s) address of which only the parts needed are read.</summary>
internal static class PackageArgument
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromMinutes(5) };

    public static Argument<string> One(string name = "PACKAGE") => new(name)
    {
        Description = "A .conda or .tar.bz2 file, or its http(s) address.",
    };

    public static (IByteRangeSource Source, ArchiveFormat Format) Open(string pathOrUrl, CancellationToken cancellation)
    {
        var path = PackageFile.IsUrl(pathOrUrl, out var url) ? url.AbsolutePath : pathOrUrl;
        var format = ArchiveName.Parse(path).Format;
        return (PackageFile.Open(pathOrUrl, Http, cancellation), format);
    }
}
