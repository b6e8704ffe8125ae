namespace Hearth.Cli.Commands.Package;

/// <summary>The document of <c>hearth package create</c> and <c>extract</c> with <c>--json</c>.</summary>
/// <param name="Schema">Name and version of the document.</param>
/// <param name="From">The package or folder read.</param>
/// <param name="To">The file or folder written.</param>
/// <param name="Size">Bytes of the file written; of the content, where that is a folder or nothing was written.</param>
/// <param name="DryRun">Whether nothing was written.</param>
internal sealed record WrittenPackage(string Schema, string From, string To, long Size, bool DryRun);
