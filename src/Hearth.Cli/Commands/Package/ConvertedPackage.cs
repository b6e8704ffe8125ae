namespace Hearth.Cli.Commands.Package;

/// <summary>A package that was converted, with the size of the file written; with a dry run, of the file to convert.</summary>
internal sealed record ConvertedPackage(string From, string To, long Size);
