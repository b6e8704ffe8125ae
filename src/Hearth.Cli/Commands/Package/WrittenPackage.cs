namespace Hearth.Cli.Commands.Package;

/// <summary>What a command of <c>hearth package</c> wrote.</summary>
/// <param name="Schema">Name and version of the document.</param>
/// <param name="From">The package or folder read.</param>
/// <param name="To">The file or folder written.</param>
/// <param name="Size">Its size in bytes, where it is a file.</param>
internal sealed record WrittenPackage(string Schema, string From, string To, long? Size);
